// The least model whose function is called by what is sent: an application, a stream and a function.
export const aStream = `name: one-stream
title: A stream
summary: A stream and who reads it.
owner: Team
stages: { test: { protect: false } }
assumptions:
  took: { statement: Handling one takes $value., value: 4 ms / event, range: 1 .. 20 ms / event, because: Judgement., group: code }
workload:
  growth: 0 % / year
  horizon: 1 years
  scenarios: { average: { label: Average } }
  events: { reading: { label: Reading, rate: 1 reading / s, size: 1 kB, key: deviceId, payload: events/reading.schema.json } }
groups:
  field: { label: Field }
  aws: { label: AWS Cloud, kind: cloud }
  region: { kind: region, region: eu-west-1, in: aws }
components:
  sensors: { service: external, device: server, label: Sensors, in: field, purpose: Send readings. }
  readingApi:
    service: api-gateway
    label: Reading API
    in: region
    purpose: Takes readings.
    routes: { POST /readings: { accepts: reading, auth: iam, throttle: 100 requests / s } }
  readings: { service: kinesis-data-streams, label: Readings, in: region, mode: on-demand, retention: 24 h, purpose: Holds readings. }
  lastReading:
    service: lambda
    label: Last reading
    in: region
    purpose: Reads them.
    handler: last-reading
    memory: 256 MiB
    timeout: 30 s
    duration: { perBatch: 5 ms / batch, perEvent: took }
connections:
  - { from: sensors, to: readingApi, does: send, carries: [reading], label: send readings }
  - { from: readingApi, to: readings, does: put, carries: [reading], label: puts by device }
  - { from: readings, to: lastReading, does: feed, batch: 500, window: 1 s, parallel: 10, maxAge: 12 h, label: feeds readings }
`;
