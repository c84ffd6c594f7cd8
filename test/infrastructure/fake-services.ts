// Services of no trade, each a line or two: what the app builder has to get right shows without any real one.

import { cdk } from '../../services/kit/cdk.ts';
import { dependencyGroup } from '../../services/kit/constructs.ts';
import type { Capability, Move, Service } from '../../services/service.ts';

const none = { properties: {} };

function service(id: string, offers: readonly Capability[], more: Partial<Service> = {}): Service {
  return { id, title: id, short: id, settings: none, facts: {}, offers, moves: [], ...more };
}

const read: Move = {
  does: 'read',
  from: 'self',
  to: 'queue',
  mechanism: 'API calls',
  carries: 'nothing',
  wire: ({ grant, of, component, to }) => {
    grant(of(component.id, 'function').role, [
      { actions: ['sqs:ReceiveMessage'], resources: [of(to.id, 'queue').queueArn] },
    ]);
  },
};

export const queue = service('queue', ['queue'], {
  construct: ({ scope, key, stage }) => {
    const { aws_sqs: sqs, RemovalPolicy } = cdk();
    const encryptionMasterKey = key();
    return {
      queue: new sqs.Queue(scope, 'Queue', {
        removalPolicy: stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        ...(encryptionMasterKey ? { encryptionMasterKey } : {}),
      }),
    };
  },
});

export const key = service('key', ['key'], {
  construct: ({ scope }) => ({ key: new (cdk().aws_kms.Key)(scope, 'Key', { enableKeyRotation: true }) }),
});

export const worker = service('worker', ['function'], {
  moves: [read, { ...read, does: 'drain' }],
  construct: ({ scope, handlerCode }) => {
    const { aws_iam: iam, aws_lambda: lambda } = cdk();
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const fn = new lambda.Function(scope, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: handlerCode('worker'),
      role,
    });
    return { function: { fn, role, ready: dependencyGroup() } };
  },
});

export const outside = service('outside', ['caller'], {
  outside: true,
  moves: [
    {
      does: 'ask',
      from: 'self',
      to: 'queue',
      mechanism: 'outside',
      carries: 'nothing',
      wire: ({ scope, of, to }) => {
        new (cdk().CfnOutput)(scope, 'Allowed', { value: of(to.id, 'queue').queueUrl });
      },
    },
  ],
  construct: () => {
    throw new Error('outside');
  },
});
export const stray = service('stray', ['topic'], {
  construct: ({ scope }) => {
    const stack = cdk().Stack.of(scope);
    return { topic: new (cdk().aws_sns.Topic)(stack, 'Stray') };
  },
});

export const watcher = service('watcher', ['monitor'], {
  finish: ({ scope, handles }, observed) => {
    new (cdk().CfnOutput)(scope, 'Seen', { value: [...handles.keys(), '|', ...observed.keys()].join(' ') });
  },
});

export const fakes = [queue, key, worker, outside, watcher];
