// The arrows that begin outside: a device, a person or another system calls an endpoint, uses another component, asks a workgroup.

import type { Connection } from '../../compiler/architecture.ts';
import type { Service } from '../service.ts';
import type { EndpointRoute, Statement, WireContext } from './build.ts';
import { cdk } from './cdk.ts';
import { iamDescription, pascal } from './names.ts';
import { wildcardAnswers } from './wildcards.ts';
import { workgroupStatements } from './workgroup.ts';

export const callerMoves: Service['moves'] = [
  { does: 'send', from: 'self', to: 'endpoint', mechanism: 'HTTPS request', carries: 'said', wire: wireSend },
  {
    does: 'use',
    from: 'self',
    to: 'caller',
    mechanism: 'outside this architecture',
    carries: 'nothing',
    control: true,
  },
  {
    does: 'use',
    from: 'self',
    to: 'userPool',
    mechanism: 'OpenID Connect, authorisation code with PKCE',
    carries: 'nothing',
    control: true,
  },
  {
    does: 'query',
    from: 'self',
    to: 'workgroup',
    mechanism: 'managed policy for the caller',
    carries: 'nothing',
    control: true,
    actions: () => [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
    ],
    wire: (context) => {
      policyForCaller(
        context,
        `Lets ${context.from.label} query ${context.to.label}`,
        workgroupStatements(context, context.to),
      );
    },
  },
];

/** A caller outside has no role here: it gets a managed policy to attach to its own, named in the stack's outputs. */
function wireSend(context: WireContext): void {
  const { connection, to, from } = context;
  const routes = context
    .of(to.id, 'endpoint')
    .routes.filter((route) => route.auth === 'iam' && carriesEvent(connection, route));
  if (routes.length === 0) return;
  policyForCaller(context, `Lets ${from.label} call ${to.label}`, [
    {
      sid: 'CallMethods',
      actions: ['execute-api:Invoke'],
      resources: routes.map((route) => route.arn),
      because: 'a parameter of the path stands for any value; method and path are exact otherwise',
    },
  ]);
}

const carriesEvent = ({ carries }: Connection, { event }: EndpointRoute): boolean =>
  carries === undefined || carries.has(event);

function policyForCaller(
  { scope, connection, from, acknowledge }: WireContext,
  description: string,
  statements: readonly Statement[],
): void {
  const { aws_iam, CfnOutput } = cdk();
  const policy = new aws_iam.ManagedPolicy(scope, 'CallerPolicy', {
    description: iamDescription(description),
    statements: statements.map(
      ({ actions, resources, conditions, sid }) =>
        new aws_iam.PolicyStatement({
          actions: [...actions],
          resources: [...resources],
          ...(conditions === undefined ? {} : { conditions }),
          ...(sid === undefined ? {} : { sid }),
        }),
    ),
  });
  for (const answer of wildcardAnswers(policy, from.label, statements)) acknowledge(answer);
  const output = new CfnOutput(scope, 'CallerPolicyArn', {
    value: policy.managedPolicyArn,
    description: `${description}: attach it to the caller's role`.replaceAll(/[^\x20-\x7e]/g, '-'),
  });
  output.overrideLogicalId(`${pascal(connection.id)}PolicyArn`);
}
