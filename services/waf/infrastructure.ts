// A firewall to its web ACL and log, and its arrows to associations with what it protects.
import type { aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import type { BuildContext, Handles, Observed, WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { logGroup } from '../kit/log-group.ts';
import { rulesOf } from './rules.ts';
import type { Settings } from './settings.ts';

const aclName = (prefix: string, id: string): string => `${prefix}-${id}`;

export function construct(context: BuildContext<Settings>): Handles {
  const { aws_wafv2 } = cdk();
  const { component, prefix, scope, settings, stage } = context;
  const name = aclName(prefix, component.id);
  const firewall = new aws_wafv2.CfnWebACL(scope, 'WebAcl', {
    name,
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    // An API's paths begin with the name of its stage.
    rules: rulesOf(settings, `/${stage.id}`),
    visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: name },
  });
  log(context, firewall, name);
  return { firewall };
}

/** Only what a rule matched is logged, without credentials: it says whether a rule misfires, and who was refused. */
function log(context: BuildContext<Settings>, firewall: wafv2.CfnWebACL, name: string): void {
  const { aws_wafv2, Stack } = cdk();
  const { scope } = context;
  // WAF takes no other name than one that begins so.
  const group = logGroup(context, 'Log', `aws-waf-logs-${name}`);
  const configuration = new aws_wafv2.CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: firewall.attrArn,
    // Without the ":*" that a log group's own ARN ends with.
    logDestinationConfigs: [
      Stack.of(scope).formatArn({
        service: 'logs',
        resource: 'log-group',
        arnFormat: cdk().ArnFormat.COLON_RESOURCE_NAME,
        resourceName: group.logGroupName,
      }),
    ],
    redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'x-api-key' } }],
    loggingFilter: {
      DefaultBehavior: 'DROP',
      Filters: [
        {
          Behavior: 'KEEP',
          Requirement: 'MEETS_ANY',
          Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({ ActionCondition: { Action } })),
        },
      ],
    },
  });
  configuration.node.addDependency(group);
}

export function protect({ component, of, scope, to }: WireContext<Settings>): void {
  const { api } = of(to.id, 'endpoint');
  const association = new (cdk().aws_wafv2.CfnWebACLAssociation)(scope, 'Association', {
    resourceArn: api.deploymentStage.stageArn,
    webAclArn: of(component.id, 'firewall').attrArn,
  });
  association.node.addDependency(api.deploymentStage);
}

export function observe({ component, prefix, scope }: BuildContext<Settings>): Observed {
  const { aws_cloudwatch, Duration, Stack } = cdk();
  const metric = (metricName: string) =>
    new aws_cloudwatch.Metric({
      namespace: 'AWS/WAFV2',
      metricName,
      dimensionsMap: { WebACL: aclName(prefix, component.id), Rule: 'ALL', Region: Stack.of(scope).region },
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
  return {
    alarms: [],
    widgets: [
      {
        title: `${component.label}: requests let through, counted and blocked`,
        metrics: ['AllowedRequests', 'CountedRequests', 'BlockedRequests'].map(metric),
      },
    ],
  };
}
