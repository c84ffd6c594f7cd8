// A running world to the names of what FlyHigh's components became there.

import type { World } from '../../../../local/world.ts';

export interface Places {
  readonly streams: Readonly<Record<'bookingStream' | 'searchStream', string>>;
  readonly tables: Readonly<Record<Table, string>>;
  readonly lake: string;
  readonly failedEvents: string;
  readonly alertsTopic: string;
  readonly undeliveredQueue: string;
  readonly userPool: string;
  readonly userPoolClient: string;
}

export type Table = 'bookingLedger' | 'seatInventory' | 'liveFigures' | 'routeDemand' | 'travellerProfiles';

export function placesOf({ physical }: World): Places {
  const table = (component: string) => physical(component, 'AWS::DynamoDB::GlobalTable');
  const stream = (component: string) => physical(component, 'AWS::Kinesis::Stream');
  return {
    streams: { bookingStream: stream('bookingStream'), searchStream: stream('searchStream') },
    tables: {
      bookingLedger: table('bookingLedger'),
      seatInventory: table('seatInventory'),
      liveFigures: table('liveFigures'),
      routeDemand: table('routeDemand'),
      travellerProfiles: table('travellerProfiles'),
    },
    lake: physical('eventLake', 'AWS::S3::Bucket'),
    failedEvents: physical('failedEvents', 'AWS::S3::Bucket'),
    alertsTopic: physical('demandAlerts', 'AWS::SNS::Topic'),
    undeliveredQueue: physical('undelivered', 'AWS::SQS::Queue'),
    userPool: physical('signIn', 'AWS::Cognito::UserPool'),
    userPoolClient: physical('signIn', 'AWS::Cognito::UserPoolClient'),
  };
}
