// A model's topic to an SNS topic, encrypted, over TLS only, with its subscriptions.
import type { BuildContext, Handles, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { notifyOutside, notifyQueue } from './notify.ts';
import { size } from './size.ts';

export const sns = defineService({
  id: 'sns',
  title: 'Amazon Simple Notification Service',
  short: 'SNS topic',
  icon: 'AmazonSimpleNotificationService',
  broadcasts: true,
  settings: { properties: {} },
  facts,
  sla: 'monthlyUptimePercent',
  scales: 'AWS scales the topic by itself; above the quota of publishing senders are throttled and repeat.',
  offers: ['topic'],
  moves: [notifyOutside, notifyQueue],
  size,
  hop: ({ fact }) => ({ label: 'topic', p50: fact('deliveryP50'), p99: fact('deliveryP99') }),
  construct,
  observe,
});

function construct({ scope, component, key }: BuildContext): Handles {
  const { aws_sns } = cdk();
  const masterKey = key();
  return {
    topic: new aws_sns.Topic(scope, 'Topic', {
      displayName: component.label.slice(0, 100),
      enforceSSL: true,
      ...(masterKey === undefined ? {} : { masterKey }),
    }),
  };
}

function observe({ own }: BuildContext): Observed {
  const { Duration } = cdk();
  const topic = own('topic');
  const period = Duration.minutes(5);
  return {
    alarms: [
      {
        id: 'NotificationsFailed',
        label: 'notifications fail',
        metric: topic.metricNumberOfNotificationsFailed({ period, statistic: 'Sum' }),
        threshold: 0,
        evaluationPeriods: 1,
        comparison: 'above',
        missing: 'notBreaching',
        severity: 'ticket',
        action:
          'A subscriber could not be reached after all retries. Check its address and whether it still answers; replay what it missed.',
      },
    ],
    widgets: [
      {
        title: 'Messages',
        metrics: [
          topic.metricNumberOfMessagesPublished({ period }),
          topic.metricNumberOfNotificationsDelivered({ period }),
          topic.metricNumberOfNotificationsFailed({ period }),
        ],
      },
    ],
  };
}
