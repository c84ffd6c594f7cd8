// The least model that provisions something: a key. Small enough that the emulator knows every type in it.
export const region = 'eu-central-1';

export const aKey = `name: one-key
title: A key
summary: A key.
owner: Team
stages: { dev: {} }
workload: { growth: 0 % / year, horizon: 1 years, scenarios: { average: { label: Average } }, events: {} }
groups:
  aws: { label: AWS Cloud, kind: cloud }
  region: { kind: region, region: ${region}, in: aws }
components:
  dataKey: { service: kms, label: Data key, in: region, purpose: Encrypts what is kept. }
connections: []
`;
