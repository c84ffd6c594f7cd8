import { describe, expect, it } from 'vitest';
import { failureTeller } from '../../local/failures.ts';
import { componentKey } from '../../services/kit/owners.ts';

const template = {
  Resources: {
    CounterFunction1A: { Type: 'AWS::Lambda::Function', Metadata: { [componentKey]: 'counter' } },
    Custom: { Type: 'AWS::Lambda::Function' },
    NotHere: { Type: 'AWS::Lambda::Function', Metadata: { [componentKey]: 'notHere' } },
  },
};
const resolve = (id: string) => (id === 'NotHere' ? undefined : { ref: `shop-dev-${id}`, attributes: {} });

function telling() {
  const said: string[] = [];
  const tell = failureTeller(template, resolve, { log: '/logs/aws.log', say: (line) => said.push(line) });
  return { said, tell };
}

const counter = 'shop-dev-CounterFunction1A';
const arn = `arn:aws:lambda:us-east-1:000000000000:function:${counter}`;
const payload = (errorType: unknown, errorMessage: unknown) => JSON.stringify({ errorType, errorMessage });

describe('a function that fails is told', () => {
  it.each([
    ['by its component and its error', counter, payload('TypeError', 'no'), 'counter failed (TypeError: no)'],
    ['by its component, called by ARN', arn, payload('TypeError', 'no'), 'counter failed (TypeError: no)'],
    ['by its component, called by an alias', `${counter}:live`, payload('E', 'no'), 'counter failed (E: no)'],
    ['by its component, called by the ARN of an alias', `${arn}:live`, payload('E', 'no'), 'counter failed (E: no)'],
    ['by its name, where it is no component', 'other', payload('E', 'no'), 'other failed (E: no)'],
    [
      'by its logical id, where it is no component of the model',
      'shop-dev-Custom',
      payload('E', 'no'),
      'Custom failed (E: no)',
    ],
    ['by the first line of its message', counter, payload('E', 'one\ntwo\nthree'), 'counter failed (E: one)'],
    [
      'with nothing that a terminal would obey',
      counter,
      payload('E', 'a\u001b[2Jb'),
      'counter failed (E: a\\u{1b}[2Jb)',
    ],
    [
      'with no more than 300 characters',
      counter,
      payload('E', 'x'.repeat(5_000)),
      `counter failed (E: ${'x'.repeat(297)})`,
    ],
    ['also where it says nothing of itself', counter, 'null', 'counter failed (it said nothing)'],
    ['also where it says no JSON', counter, '', 'counter failed (it said nothing)'],
  ])('%s', (_what, functionName, said, line) => {
    const teller = telling();
    teller.tell({ functionName, payload: said });
    expect(teller.said).toEqual([`Function ${line}. Told once; the local AWS writes more to /logs/aws.log`]);
  });

  it('once for each function and kind of error, however it is called and whatever it says', () => {
    const { said, tell } = telling();
    tell({ functionName: counter, payload: payload('TypeError', 'one') });
    tell({ functionName: arn, payload: payload('TypeError', 'two') });
    tell({ functionName: counter, payload: payload('RangeError', 'three') });
    tell({ functionName: 'other', payload: payload('TypeError', 'four') });
    expect(said.map((line) => /failed \((.*)\)/.exec(line)?.[1])).toEqual([
      'TypeError: one',
      'RangeError: three',
      'TypeError: four',
    ]);
  });
});
