// Settings of a bucket and of its connections, and the findings that a schema cannot say.
import type { Architecture, Component, Connection } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import { prefixPattern } from '../kit/lake.ts';
import { flag, object, type Properties, quantity, reference, type Schema } from '../kit/schema.ts';

/** How long objects are kept, and from which age in a colder class. Seconds; absent: never. */
export interface Ages {
  readonly coolAfter?: Figure;
  readonly freezeAfter?: Figure;
  readonly expireAfter?: Figure;
}

export interface Settings extends Ages {
  readonly prefixes?: Readonly<Record<string, Ages>>;
  readonly keepVersions: Figure;
  readonly replica: boolean;
}

/** The connections' settings, which the schemas of their moves have checked. */
export const notificationOf = ({ settings }: Connection): NotifySettings => settings as NotifySettings;
export const replicationOf = ({ settings }: Connection): ReplicateSettings => settings as ReplicateSettings;

export interface NotifySettings {
  readonly prefix?: string;
}

export interface ReplicateSettings {
  /** Seconds. */
  readonly within: Figure;
  /** Component that is the key of the copies. */
  readonly key?: string;
}

const ages: Readonly<Record<string, Schema>> = {
  coolAfter: quantity(
    'duration',
    'Age in whole days, at least 30, from which objects lie in Standard-Infrequent Access. Default: never.',
  ),
  freezeAfter: quantity(
    'duration',
    'Age in whole days from which objects lie in Glacier Instant Retrieval. Default: never.',
  ),
  expireAfter: quantity('duration', 'Age in whole days at which objects are deleted. Default: never.'),
};

export const prefix = (description: string): Schema => ({ type: 'string', pattern: prefixPattern, description });

export const settings: Properties = {
  properties: {
    ...ages,
    prefixes: {
      type: 'object',
      additionalProperties: object({ properties: ages }, 'How long objects below this prefix are kept.'),
      propertyNames: { pattern: prefixPattern },
      description:
        'How long objects are kept below each prefix, in place of what is said for the whole bucket: "events/order/".',
    },
    keepVersions: quantity(
      'duration',
      'How long an object that was overwritten or deleted can be brought back, in whole days.',
      '7 d',
    ),
    replica: flag(
      'Receives copies from a bucket in another Region: its name is fixed, so that the other one can name it.',
    ),
  },
};

const day = 86400;
const rtc = 900;

/** Where a connection is in the model: they are a list, in the order in which they were written. */
const placeOf = (connection: Connection, architecture: Architecture): number =>
  [...architecture.connections.keys()].indexOf(connection.id);

export function check(component: Component, settings: Settings, architecture: Architecture): readonly Finding[] {
  const path = ['components', component.id];
  const { prefixes, coolAfter, freezeAfter, expireAfter } = settings;
  const twice = prefixes !== undefined && [coolAfter, freezeAfter, expireAfter].some((each) => each !== undefined);
  return [
    ...(twice
      ? [
          finding(
            'bad-setting',
            [...path, 'prefixes'],
            'Ages are said for the whole bucket and for some prefixes; S3 would apply both, and the shorter one wins.',
            'Say all of them by prefix, or all for the whole bucket.',
          ),
        ]
      : []),
    ...checkAges(settings, path),
    ...Object.entries(settings.prefixes ?? {}).flatMap(([name, each]) => checkAges(each, [...path, 'prefixes', name])),
    ...wholeDays(settings.keepVersions, [...path, 'keepVersions'], 1),
    ...[...architecture.connections.values()]
      .filter((each) => each.from === component.id && each.does.includes('replicate'))
      .flatMap((each) => checkReplication(component, each, architecture)),
  ];
}

function checkAges({ coolAfter, freezeAfter, expireAfter }: Ages, path: readonly string[]): readonly Finding[] {
  const findings = [
    ...wholeDays(coolAfter, [...path, 'coolAfter'], 30),
    ...wholeDays(freezeAfter, [...path, 'freezeAfter'], 1),
    ...wholeDays(expireAfter, [...path, 'expireAfter'], 1),
  ];
  const rising = [
    ['coolAfter', coolAfter],
    ['freezeAfter', freezeAfter],
    ['expireAfter', expireAfter],
  ] as const;
  const known = rising.flatMap(([key, figure]) => (figure === undefined ? [] : [{ key, days: figure.value / day }]));
  known.forEach((each, index) => {
    const before = known[index - 1];
    if (before === undefined) return;
    const least = before.key === 'coolAfter' && each.key === 'freezeAfter' ? before.days + 30 : before.days + 1;
    if (each.days < least)
      findings.push(
        finding(
          'bad-setting',
          [...path, each.key],
          `It comes too soon after "${before.key}".`,
          `S3 wants ${least} days here at least: raise it, or lower "${before.key}".`,
        ),
      );
  });
  return findings;
}

function wholeDays(figure: Figure | undefined, path: readonly string[], least: number): readonly Finding[] {
  if (figure === undefined || (figure.value % day === 0 && figure.value >= least * day)) return [];
  const days = least === 1 ? 'one day' : `${least} days`;
  return [
    finding(
      'bad-setting',
      path,
      `S3 counts in whole days, ${days} at least.`,
      `Write whole days: ${Math.max(least, Math.ceil(figure.value / day))} d.`,
    ),
  ];
}

function checkReplication(
  component: Component,
  connection: Connection,
  architecture: Architecture,
): readonly Finding[] {
  const path = ['connections', placeOf(connection, architecture)];
  const { within, key } = replicationOf(connection);
  const to = architecture.components.get(connection.to);
  const keyAt = key === undefined ? undefined : architecture.components.get(key);
  const findings: Finding[] = [];
  if (within.value !== rtc)
    findings.push(
      finding(
        'bad-setting',
        [...path, 'within'],
        'Replication time control promises 15 minutes, and nothing else.',
        'Write "within: 15 min".',
      ),
    );
  if (to !== undefined && !('replica' in to.settings && to.settings.replica === true))
    findings.push(
      finding(
        'bad-setting',
        [...path, 'to'],
        `"${to.id}" has no name that "${component.id}" could know before it exists.`,
        `Add "replica: true" to "${to.id}".`,
      ),
    );
  if (keyAt !== undefined && to !== undefined && keyAt.region !== to.region)
    findings.push(
      finding(
        'bad-setting',
        [...path, 'key'],
        `"${keyAt.id}" is a key of another Region than "${to.id}"; it cannot encrypt what lies there.`,
        `Name a key that stands in ${to.region ?? 'the same Region'}.`,
      ),
    );
  return findings;
}

export const notifySettings: Properties = {
  properties: { prefix: prefix('Tells only of objects below this prefix. Default: of all.') },
};

export const replicateSettings: Properties = {
  properties: {
    within: quantity(
      'duration',
      'Time within which a copy stands in the other Region, with an alarm: 15 min, which is what S3 promises.',
      '15 min',
    ),
    key: reference(
      'component',
      "Key that encrypts the copies, in the copy's own Region. Default: the one that AWS manages for S3.",
    ),
  },
};
