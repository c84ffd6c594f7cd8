// A model's workgroup to an Athena workgroup that bounds and encrypts every query; who may query is said by those who do.
import type { Architecture, Component } from '../compiler/architecture.ts';
import { finding } from '../compiler/codes.ts';
import { type Figure, formula, month } from '../compiler/figures.ts';
import type { Finding } from '../compiler/findings.ts';
import type { BuildContext, Handles, Observed } from './kit/build.ts';
import { cdk } from './kit/cdk.ts';
import { byId, factsOf, pricesPublished } from './kit/facts.ts';
import { prefixPattern } from './kit/lake.ts';
import { type Properties, quantity } from './kit/schema.ts';
import { defineService, type Move, type Sizing, type SizingContext } from './service.ts';

export interface AthenaSettings {
  /** Bytes. */
  readonly cutoff: Figure;
  /** Bytes per second, on average. */
  readonly scans?: Figure;
}

const { price } = factsOf('athena');

const facts = byId([
  price('dataScanned', 5.0, 'USD/TB', { ...pricesPublished, note: 'at least 10 MB a query is counted' }),
]);

const settings: Properties = {
  properties: {
    cutoff: quantity('size', 'A query is stopped once it has scanned so much: a bound on what one can cost.', '50 GB'),
    scans: quantity('throughput', 'What is scanned in all today, e.g. "1 TB / month". It grows with what is stored.'),
  },
};

/** Athena refuses a bound below this. */
const leastCutoff = 10e6;

const configures = (does: string, to: 'catalogue' | 'bucket', mechanism: string): Move<AthenaSettings> => ({
  does,
  from: 'self',
  to,
  mechanism,
  control: true,
  asks: does !== 'put',
  carries: 'nothing',
  // Athena acts with the rights of whoever queries; the arrow that queries holds them.
  actions: () => [],
});

const results: Move<AthenaSettings> = {
  ...configures('put', 'bucket', 'place of the results, enforced by the workgroup'),
  settings: {
    properties: {
      prefix: {
        type: 'string',
        pattern: prefixPattern,
        description: 'Folder of the results: "results/". Default: the whole bucket.',
      },
    },
  },
};

export const athena = defineService<AthenaSettings>({
  id: 'athena',
  title: 'Amazon Athena',
  short: 'Athena',
  icon: 'AmazonAthena',
  settings,
  // No uptime is promised in what could be found.
  facts,
  scales:
    'AWS brings the computing for each query; days and hours in a query bound what it reads, the cut-off what it costs.',
  offers: ['workgroup'],
  moves: [
    configures('describe', 'catalogue', 'tables, looked up for each query'),
    configures('read', 'bucket', 'objects, scanned by each query'),
    results,
  ],
  admits: () => ['IAM role'],
  check,
  size,
  construct,
  observe,
});

function check(component: Component, { cutoff }: AthenaSettings, architecture: Architecture): readonly Finding[] {
  const findings: Finding[] = [];
  if (cutoff.value < leastCutoff) {
    const path = ['components', component.id, 'cutoff'];
    findings.push(finding('bad-setting', path, 'Athena takes no bound below 10 MB.', 'Write at least "10 MB".'));
  }
  const places = [...architecture.connections.values()].filter(
    ({ from, does }) => from === component.id && does.includes('put'),
  );
  if (places.length !== 1) {
    findings.push(
      finding(
        'bad-setting',
        ['components', component.id],
        `"${component.id}" has ${places.length} places for its results; it needs exactly one.`,
        'Add one connection that does "put", to a bucket.',
        { on: 'key' },
      ),
    );
  }
  return findings;
}

function size({ settings: { scans, cutoff }, scale, fact }: SizingContext<AthenaSettings>): Sizing {
  const most = formula('USD/query', 'cutoff * price', { cutoff, price: fact('dataScanned') });
  if (scans === undefined)
    return { capacity: [{ label: 'Most that one query costs', figure: most }], limits: [], cost: [] };
  const scanned = formula('B/s', 'scans * scale', { scans, scale });
  return {
    capacity: [
      { label: 'Scanned', figure: scanned },
      { label: 'Most that one query costs', figure: most },
    ],
    limits: [],
    cost: [
      {
        label: 'Bytes scanned',
        usage: true,
        monthlyUsd: formula('USD/month', 'scanned * month * price', { scanned, month, price: fact('dataScanned') }),
      },
    ],
  };
}

function construct(context: BuildContext<AthenaSettings>): Handles {
  const { scope, component, settings, stage, prefix, key, outOf, of } = context;
  const { aws_athena, Stack } = cdk();
  const place = outOf(component.id).find(({ does }) => does.includes('put'));
  if (place === undefined) throw new Error(`"${component.id}" has no place for its results`);
  const folder = 'prefix' in place.settings && typeof place.settings.prefix === 'string' ? place.settings.prefix : '';
  const customer = key();
  return {
    workgroup: new aws_athena.CfnWorkGroup(scope, 'Workgroup', {
      name: `${prefix}-${component.id}`,
      description: component.purpose.slice(0, 1024),
      state: 'ENABLED',
      recursiveDeleteOption: !stage.protect,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: Math.floor(settings.cutoff.value),
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${of(place.to, 'bucket').bucketName}/${folder}`,
          expectedBucketOwner: Stack.of(scope).account,
          encryptionConfiguration:
            customer === undefined
              ? { encryptionOption: 'SSE_S3' }
              : { encryptionOption: 'SSE_KMS', kmsKey: customer.keyArn },
        },
      },
    }),
  };
}

function observe({ own }: BuildContext<AthenaSettings>): Observed {
  const { aws_cloudwatch, Duration } = cdk();
  const workgroup = own('workgroup').name;
  const metric = (metricName: string, statistic: string) =>
    new aws_cloudwatch.Metric({
      namespace: 'AWS/Athena',
      metricName,
      dimensionsMap: { WorkGroup: workgroup },
      statistic,
      period: Duration.minutes(5),
    });
  return {
    alarms: [],
    widgets: [
      { title: 'Bytes scanned', metrics: [metric('ProcessedBytes', 'Sum')] },
      { title: 'Time of a query', metrics: [metric('TotalExecutionTime', 'p90')] },
    ],
  };
}
