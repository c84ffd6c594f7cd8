// What the reference of the model language says in words before its tables.

export const beginning = `# The model language

Made from the schema and the catalogue by \`npx plumbline schema --markdown\`: do not edit. Editors show the same while you type: put
\`# yaml-language-server: $schema=architecture.schema.json\` on the first line and write that file with
\`npx plumbline schema > architecture.schema.json\` (\`init\` does both).

The least that renders, beside a payload schema and the code of a function where there is one:

\`\`\`yaml
name: parcels                # begins every resource name
title: Parcel tracking
summary: Takes in scans and keeps them.
owner: Logistics
kinds: [parcel]              # what is counted, beside events
stages:
  prod: {}
assumptions:
  carried:   { statement: We carry $value., value: 2e6 parcels / day, range: 1e6 .. 5e6 parcels / day, because: Last year., group: volume }
  scansEach: { statement: Each is scanned $value., value: 7 scans / parcel, because: Depots on the way., group: volume }
workload:
  growth: 10 % / year
  horizon: 3 years
  scenarios:
    average: {}
    christmas: { factor: 3 times }
  events:
    scan: { rate: carried * scansEach, size: 600 B }
groups:
  outside: { label: Depots }
  aws:     { kind: cloud }
  region:  { kind: region, region: eu-central-1, in: aws }
components:
  scanners: { service: external, device: server, label: Scanners, in: outside, purpose: Send a scan each. }
  tracker:  { service: lambda, label: Tracker, in: region, purpose: Keeps scans., handler: tracker, duration: { perBatch: 0 ms / batch, perEvent: 5 ms / event } }
  api:
    service: api-gateway
    label: Scan API
    in: region
    purpose: Takes scans.
    routes: { POST /scans: { answers: scan, auth: iam, throttle: 1000 requests / s } }
  parcels:  { service: dynamodb, label: Parcels, in: region, purpose: Holds the last scan of each., key: { partition: parcelId } }
connections:
  - { from: scanners, to: api, does: send, carries: [scan], label: send scans }
  - { from: api, to: tracker, does: invoke, carries: [scan], label: hands over }
  - { from: tracker, to: parcels, does: update, label: keeps the last }
\`\`\`

**Ids** (what stands before a colon under a section) are letters and digits: \`orderStream\`. They name resources, so they stay; labels may change.
**Code** of a function lies in \`handlers/<handler>/index.ts\` beside the model and exports \`handler\`.
**Payload schemas** are JSON Schema draft-04, as far as API Gateway knows it, below the model's folder.
**Statements** carry \`$value\` (objectives: \`$p99\`, \`$p50\`, \`$monthly\`, \`$zones\`) and no number of their own.
**YAML**: spaces only; within \`{ }\` a text with a comma, a colon and a space, or a bracket needs quotes; no anchors, no tags.`;

export const quantitiesProse = (units: readonly string[], kinds: readonly string[]): string => `## Quantities

A number with its unit, or an expression over assumptions: \`5 min\`, \`20e3 devices\`, \`2 kB\`, \`99.8 %\`, \`carried / (partySize * segmentsEach)\`.
\`+ - * /\` and brackets; a range is \`1 .. 3 s\`. Both sides must measure the same: scans are not parcels, so \`rate\` of an event made from another is
\`scanRate * delayedShare * 1 delayed / scan\`.

Units: ${units.map((unit) => `\`${unit}\``).join(', ')}. A month is 730 hours, a year 365 days; kB counts by 1,000, KiB by 1,024.

What is counted: ${kinds.join(', ')}; every event and request of the model; and what \`kinds\` declares, in the singular. Plurals go by themselves.
No assumption may have the name of a unit or of something counted.

A figure of AWS without a source warns until an assumption stands for it: \`fact: api-gateway/restOverheadP50\`, with the value and a reason.`;
