// A batch of changed figures to one decision per route; answers with the records to try again.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { reportedStep, workBatch } from '../common/batch.ts';
import type { Deadline } from '../common/deadline.ts';
import { allRoutes, isFinal } from '../common/figures.ts';
import { groupBy } from '../common/lanes.ts';
import { foldHours } from './baseline.ts';
import { decide } from './decide.ts';
import type { Dependencies } from './dependencies.ts';

const routesAtOnce = 10;

interface Changed {
  readonly route: string;
  readonly sequenceNumber: string;
}

export function createHandler(dependencies: Dependencies) {
  return (batch: DynamoDBStreamEvent, deadline?: Deadline): Promise<PartialItemFailureResponse> => {
    const routes = groupBy(batch.Records.flatMap(changedRoute), ({ route }) => route);
    const lanes = [...routes].map(([route, changes]) => [
      reportedStep(dependencies, 'route failed', changes, () => look(dependencies, route), { route }),
    ]);
    return workBatch(batch, lanes, routesAtOnce, deadline);
  };
}

async function look(dependencies: Dependencies, route: string): Promise<void> {
  const baseline = await foldHours(dependencies, route);
  await decide(dependencies, route, baseline);
}

/** Expired figures leave through the stream too, and a recount's figures lie in the past: neither is demand. */
function changedRoute({ eventName, dynamodb }: DynamoDBRecord): readonly Changed[] {
  if (eventName !== 'INSERT' && eventName !== 'MODIFY') return [];
  const route = dynamodb?.Keys?.route?.S;
  const minuteKey = dynamodb?.Keys?.minuteKey?.S;
  const sequenceNumber = dynamodb?.SequenceNumber;
  if (route === undefined || minuteKey === undefined || sequenceNumber === undefined) return [];
  return route === allRoutes || isFinal(minuteKey) ? [] : [{ route, sequenceNumber }];
}
