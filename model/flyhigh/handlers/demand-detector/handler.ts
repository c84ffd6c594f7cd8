// A batch of changed figures to one decision per route; answers with the records to try again.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { errorName } from '../common/dynamo.ts';
import { allRoutes, isFinal } from '../common/figures.ts';
import { groupBy, processGroups } from '../common/groups.ts';
import { foldHours } from './baseline.ts';
import { decide } from './decide.ts';
import type { Dependencies } from './dependencies.ts';

const routesAtOnce = 10;

interface Changed {
  readonly route: string;
  readonly sequenceNumber: string;
}

export function createHandler(dependencies: Dependencies) {
  return ({ Records }: DynamoDBStreamEvent): Promise<PartialItemFailureResponse> => {
    const groups = groupBy(Records.flatMap(changedRoute), ({ route }) => route);
    return processGroups(groups, routesAtOnce, async (group) => {
      const first = group[0];
      if (!first) return undefined;
      try {
        const baseline = await foldHours(dependencies, first.route);
        await decide(dependencies, first.route, baseline);
        return undefined;
      } catch (error) {
        dependencies.logger.error('route failed', { ...first, cause: errorName(error) });
        return first.sequenceNumber;
      }
    });
  };
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
