// Settings of a user pool and what no schema can say about them.
import type { Component } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import { choice, list, type Properties, quantity, text } from '../kit/schema.ts';

export type Tier = 'lite' | 'essentials';
export interface Settings {
  readonly tier: Tier;
  readonly users: Figure;
  readonly signIns?: Figure;
  readonly token?: Figure;
  readonly callbacks?: readonly string[];
}

export const settings: Properties = {
  properties: {
    tier: choice(['lite', 'essentials'], 'Feature plan; its price for each monthly active user differs.', 'lite'),
    users: quantity('count', 'People who sign in within a month, today.'),
    signIns: quantity('rate', 'Sign-ins a second on average, today: one for each visit that is made signed in.'),
    token: quantity('duration', 'How long an access token is valid: 5 min to 1 d.', '60 min'),
    callbacks: list(
      text("https:// address or an app's own scheme."),
      'Where a browser or app is sent after sign-in. Default: a local address, for trying out.',
    ),
  },
  required: ['users'],
};

export function check({ id }: Component, { token, callbacks }: Settings): readonly Finding[] {
  const bad = (key: string, message: string, hint: string): Finding =>
    finding('bad-setting', ['components', id, key], message, hint);
  const findings: Finding[] = [];
  if (token && (token.value < 300 || token.value > 86400))
    findings.push(
      bad('token', 'An access token is valid for 5 minutes to a day.', 'Take a duration between 5 min and 1 d.'),
    );
  for (const callback of callbacks ?? [])
    if (
      !/^(https:\/\/|http:\/\/localhost[:/]|[a-z][a-z0-9+.-]*:\/\/)\S+$/.test(callback) ||
      /^http:\/\/(?!localhost[:/])/.test(callback)
    )
      findings.push(
        bad(
          'callbacks',
          `"${callback}" is no address to send people to.`,
          "Write an https:// address or an app's own scheme.",
        ),
      );
  return findings;
}
