import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { athena } from '../../services/athena.ts';
import { architecture, component, connection, figure } from './support/model.ts';
import { lineUsd, sized } from './support/sizing.ts';
import { template } from './support/stack.ts';
import { bucketStub, keyStub } from './support/stubs.ts';

const settings = { cutoff: figure(50e9, 'B'), scans: figure(1e12 / 2.628e6, 'B/s') };
const model = architecture({
  components: [
    component('key', 'test-key'),
    component('questions', 'athena', settings),
    component('answers', 'test-bucket'),
    component('lake', 'test-bucket'),
  ],
  connections: [
    connection('questions', 'lake', 'read'),
    connection('questions', 'answers', 'put', { prefix: 'kept/' }),
  ],
});
const services = [athena, bucketStub, keyStub];

describe('Athena workgroup', () => {
  it('bounds every query and keeps its results encrypted in their place, whatever a client asks for', () => {
    template(model, services).hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'sample-prod-questions',
      RecursiveDeleteOption: false,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 50e9,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: {
          OutputLocation: { 'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^answers') }, '/kept/']] },
          EncryptionConfiguration: {
            EncryptionOption: 'SSE_KMS',
            KmsKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('^key'), 'Arn'] },
          },
        },
      },
    });
    template(model, services, { stage: 'dev' }).hasResourceProperties('AWS::Athena::WorkGroup', {
      RecursiveDeleteOption: true,
    });
  });

  it('holds no rights of its own', () => {
    template(model, services).resourceCountIs('AWS::IAM::Role', 0);
    expect(athena.moves.every(({ control, carries }) => control && carries === 'nothing')).toBe(true);
  });

  it('costs by what is scanned, which grows with what is stored', () => {
    expect(lineUsd(sized(athena, { settings }), 'Bytes scanned')).toBeCloseTo(5, 9);
    expect(lineUsd(sized(athena, { settings, scale: 100 }), 'Bytes scanned')).toBeCloseTo(500, 6);
    expect(sized(athena, { settings }).capacity.at(-1)?.figure.value).toBeCloseTo(0.25, 12);
  });

  it.each([
    ['a bound too low', { cutoff: figure(1e6, 'B') }, model, ['Athena takes no bound below 10 MB.']],
    ['as it should be', settings, model, []],
    [
      'no place for results',
      settings,
      architecture({ components: [] }),
      ['"questions" has 0 places for its results; it needs exactly one.'],
    ],
  ])('checks %s', (_name, own, of, messages) => {
    const self = component('questions', 'athena');
    expect(athena.check?.(self, own, of).map(({ message }) => message)).toEqual(messages);
  });
});
