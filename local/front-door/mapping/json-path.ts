// A JSONPath to the value it finds: names, quoted names, indices and wildcards.
import { isObject } from '../../json.ts';

type Step = string | number | typeof every;
const every = Symbol('every');
const steps = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]|(\.\*|\[\*\])/y;
const known = new Map<string, readonly Step[]>();

/** @throws for filters and other parts of JSONPath that are not done here */
export function found(value: unknown, path: string): unknown {
  const way = known.get(path) ?? stepsOf(path);
  known.set(path, way);
  return follow(value, way);
}

function stepsOf(path: string): readonly Step[] {
  if (!path.startsWith('$')) throw new Error(`the JSONPath ${path} does not begin with $`);
  const way: Step[] = [];
  steps.lastIndex = 1;
  while (steps.lastIndex < path.length) {
    const [, name, index, single, double, wildcard] = steps.exec(path) ?? [];
    const step = wildcard !== undefined ? every : index !== undefined ? Number(index) : (name ?? single ?? double);
    if (step === undefined) throw new Error(`the JSONPath ${path} uses what is not done here`);
    way.push(step);
  }
  return way;
}

function follow(value: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined) return value;
  if (step === every) {
    const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    return inner.map((each) => follow(each, rest)).filter((each) => each !== undefined);
  }
  if (typeof step === 'number') return Array.isArray(value) ? follow(value[step], rest) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? follow(value[step], rest) : undefined;
}
