// What the local AWS is not asked to make: every kind of resource that the emulator refuses or does not serve, with its reason.
import type { Resource, Template } from '../../deployment/template.ts';
import { targetOf } from './references.ts';

export interface LeftOut {
  readonly type: string;
  /** For people, where it is not the whole type, e.g. "on a stream". */
  readonly only?: string;
  /** Which resources of the type; absent: all. */
  readonly when?: (resource: Resource, template: Template) => boolean;
  readonly reason: string;
}

const unknown = 'the emulator does not know the type and refuses the whole template';

/** Learnt from the pinned emulator; a test looks at each entry again. */
export const leftOut: readonly LeftOut[] = [
  { type: 'AWS::Budgets::Budget', reason: `${unknown}; nothing costs anything here` },
  { type: 'AWS::Events::Archive', reason: `${unknown}; nothing is replayed from an archive here` },
  { type: 'AWS::Kinesis::StreamConsumer', reason: `${unknown}; the poller reads the stream in its place` },
  { type: 'AWS::WAFv2::LoggingConfiguration', reason: `${unknown}; no firewall inspects requests here` },
  { type: 'AWS::WAFv2::WebACLAssociation', reason: `${unknown}; no firewall inspects requests here` },
  { type: 'AWS::XRay::SamplingRule', reason: `${unknown}; nothing is traced here` },
  {
    type: 'AWS::CloudWatch::Alarm',
    only: 'on an expression over metrics',
    when: ({ Properties: properties }) => properties?.Metrics !== undefined,
    reason: 'the emulator fails at metric math',
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    only: 'on a Kinesis stream',
    when: readsKinesis,
    reason: 'the emulator loses what a function reports as failed; the poller serves it as AWS documents it',
  },
];

/** The entry that leaves a resource out; undefined: it is made. */
export const whyLeftOut = (resource: Resource, template: Template): LeftOut | undefined =>
  leftOut.find(({ type, when }) => resource.Type === type && (when === undefined || when(resource, template)));

function readsKinesis({ Properties: properties }: Resource, { Resources: resources }: Template): boolean {
  const source = properties?.EventSourceArn;
  if (typeof source === 'string') return source.startsWith('arn:') && source.split(':')[2] === 'kinesis';
  const target = targetOf(source);
  return target !== undefined && resources[target]?.Type.startsWith('AWS::Kinesis::') === true;
}
