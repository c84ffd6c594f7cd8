import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { hourAt, momentAt, recountSpan } from '../../model/flyhigh/operations/hours.ts';
import { run } from '../../model/flyhigh/operations/index.ts';
import { findStage } from '../../model/flyhigh/operations/stage.ts';
import template from '../../output/templates/flyhigh-dev.template.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { answering, nowhere } from '../support/client-double.ts';

const now = Date.parse('2026-12-03T10:30:00.000Z');

describe('hours of a recount', () => {
  it.each([
    ['one hour unless told where to stop', { from: '2026-12-03T08' }, ['2026-12-03T08', '2026-12-03T09']],
    ['hours up to the one named', { from: '2026-12-02T08', to: '2026-12-03T09' }, ['2026-12-02T08', '2026-12-03T09']],
    ['the first whose figures are whole', { from: '2026-12-01T11' }, ['2026-12-01T11', '2026-12-01T12']],
    ['an hour under way, when told so', { from: '2026-12-03T10', unsettled: true }, ['2026-12-03T10', '2026-12-03T11']],
  ])('%s', (_what, flags, [from = '', until = '']) => {
    expect(recountSpan(flags, now)).toEqual({ from: hourAt(from), until: hourAt(until) });
  });

  it.each([
    ['no hour', { from: '2026-12-03 08' }, 'is no hour'],
    ['no hour of a day', { from: '2026-12-03T24' }, 'is no hour'],
    ['no day of a month', { from: '2026-02-30T08' }, 'is no hour'],
    ['nothing between', { from: '2026-12-03T08', to: '2026-12-03T08' }, 'is not after'],
    ['figures that are gone', { from: '2026-12-01T10' }, 'the first that can be recounted is 2026-12-01T11'],
    [
      'what may not be delivered yet',
      { from: '2026-12-03T08', to: '2026-12-03T10' },
      'lack events from 2026-12-03T09 on',
    ],
  ])('%s: refused', (_what, flags, why) => expect(() => recountSpan(flags, now)).toThrow(why));

  it('a moment is a day or a time of it, in UTC', () => {
    expect(momentAt('2026-12-03')).toBe(Date.parse('2026-12-03T00:00:00.000Z'));
    expect(momentAt('2026-12-03T10:30Z')).toBe(now);
    for (const text of ['yesterday', '2026-12-03T10:40', '2026-13-01'])
      expect(() => momentAt(text)).toThrow('is no moment');
  });
});

describe('the deployed stage', () => {
  const ids = Object.keys(template.Resources);
  const client = answering(new CloudFormationClient(nowhere), (command, input) => {
    const { StackName, NextToken } = input as { readonly StackName: string; readonly NextToken?: string };
    if (StackName !== 'flyhigh-dev') throw Object.assign(new Error('does not exist'), { name: 'ValidationError' });
    if (command === 'GetTemplate') return { TemplateBody: JSON.stringify(template) };
    // A hundred a page, as CloudFormation has it.
    const at = Number(NextToken ?? 0);
    const page = ids.slice(at, at + 100).map((id) => ({ LogicalResourceId: id, PhysicalResourceId: `the ${id}` }));
    return { StackResourceSummaries: page, ...(at + 100 < ids.length ? { NextToken: String(at + 100) } : {}) };
  });

  it('gives what a command needs of it, by component and type', async () => {
    const stage = await findStage(client, 'flyhigh-dev');
    const found = [
      ['failedEvents', 'AWS::S3::Bucket'],
      ['inventoryUpdater', 'AWS::Lambda::Function'],
      ['profileBuilder', 'AWS::Lambda::Function'],
      ['reconciler', 'AWS::Lambda::Function'],
      ['undelivered', 'AWS::SQS::Queue'],
      ['domainEvents', 'AWS::Events::EventBus'],
      ['liveFigures', 'AWS::DynamoDB::GlobalTable'],
      ['bookingLedger', 'AWS::DynamoDB::GlobalTable'],
      ['seatInventory', 'AWS::DynamoDB::GlobalTable'],
      ['routeDemand', 'AWS::DynamoDB::GlobalTable'],
      ['adHocQueries', 'AWS::Athena::WorkGroup'],
      ['eventCatalogue', 'AWS::Glue::Database'],
    ].map(([component = '', type = '']) => stage.physical(component, type));
    expect(found).toEqual(found.map(() => expect.stringMatching(/^the \w+$/)));
    expect(new Set(found).size).toBe(found.length);
    expect(() => stage.physical('nobody', 'AWS::S3::Bucket')).toThrow('has no AWS::S3::Bucket of "nobody"');
  });

  it('that is not there is said to be missing', async () => {
    await expect(findStage(client, 'flyhigh-test')).rejects.toThrow('there is no stack "flyhigh-test" here');
  });
});

describe('the command line', () => {
  const said = async (...args: readonly string[]) => {
    let out = '';
    let err = '';
    const code = await run(args, { out: (text) => (out += text), err: (text) => (err += text) });
    return { code, out, err };
  };

  it.each(['redrive', 'recount', 'rebuild'] as const)('%s is an npm script, and tells of itself', async (name) => {
    expect(packageJson.scripts[name]).toBe(`node --import tsx model/flyhigh/operations/index.ts ${name}`);
    const { code, out } = await said(name, '--help');
    expect(code).toBe(0);
    for (const option of ['--stage', '--dry-run', '--json', '--region']) expect(out).toContain(option);
  });

  it.each([
    ['an unknown command', ['repair'], /unknown command 'repair'/],
    ['an unknown option', ['redrive', '--harder'], /unknown option '--harder'/],
    ['no hour', ['recount'], /required option '--from <hour>'/],
    ['an unknown engine', ['rebuild', '--engine', 'abacus'], /Allowed choices are athena, duckdb/],
  ])('%s: exit code 2, and why', async (_what, args, why) => {
    const { code, err } = await said(...args);
    expect(code).toBe(2);
    expect(err).toMatch(why);
  });
});
