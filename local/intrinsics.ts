// CloudFormation's intrinsic functions in a template to the values that they have in a deployed stack.
import { isObject } from './json.ts';

/** What CloudFormation knows of a resource that stands: its Ref, and the attributes that Fn::GetAtt gives. */
export interface Resolved {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Logical id of a resource or parameter to what it is; undefined for what does not stand. */
export type Resolver = (logicalId: string) => Resolved | undefined;

export interface Place {
  readonly account: string;
  readonly region: string;
  /** Default: aws. */
  readonly partition?: string;
  readonly resolve: Resolver;
}

type Intrinsic = (argument: unknown, place: Place) => unknown;

const functions: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, place) => referenced(String(name), place),
  'Fn::GetAtt': (argument, place) => {
    const [id, ...path] = Array.isArray(argument) ? argument.map(String) : splitOnce(String(argument));
    return attribute(id ?? '', path.join('.'), place);
  },
  'Fn::Join': (argument, place) => {
    const [separator, parts] = listOf(argument);
    return listOf(evaluated(parts, place)).map(plain).join(String(separator));
  },
  'Fn::Split': (argument, place) => {
    const [separator, text] = listOf(argument);
    return textOf(text, place).split(String(separator));
  },
  'Fn::Select': (argument, place) => {
    const [index, list] = listOf(argument);
    return listOf(evaluated(list, place))[Number(evaluated(index, place))];
  },
  'Fn::Sub': (argument, place) => {
    const [template, variables] = Array.isArray(argument) ? listOf(argument) : [argument, {}];
    return String(template).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      if (isObject(variables) && Object.hasOwn(variables, name)) return textOf(variables[name], place);
      const [id = '', ...path] = splitOnce(name);
      return path.length === 0 ? (referenced(id, place) ?? '') : attribute(id, path.join('.'), place);
    });
  },
};

/**
 * A property with every function in it replaced.
 *
 * @throws where it refers to what does not stand, or uses a function that is not known here.
 */
export function evaluated(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((each) => evaluated(each, place)).filter((each) => each !== undefined);
  if (!isObject(value)) return value;
  const [name, ...more] = Object.keys(value);
  const intrinsic = name !== undefined && more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
  if (intrinsic) {
    const evaluate = functions[name];
    if (evaluate === undefined) throw new Error(`${name} is not evaluated here`);
    return evaluate(value[name], place);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, evaluated(each, place)] as const)
      .filter(([, each]) => each !== undefined),
  );
}

/** As {@link evaluated}, where only a text can stand. */
export function textOf(value: unknown, place: Place): string {
  return plain(evaluated(value, place));
}

function referenced(name: string, place: Place): string | undefined {
  if (name === 'AWS::NoValue') return undefined;
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::Partition': place.partition ?? 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return Object.hasOwn(pseudo, name) ? pseudo[name] : standing(name, place).ref;
}

function attribute(id: string, name: string, place: Place): string {
  const value = standing(id, place).attributes[name];
  if (value === undefined) throw new Error(`the stack says no ${name} of ${id}`);
  return value;
}

function standing(id: string, { resolve }: Place): Resolved {
  const found = resolve(id);
  if (found === undefined) throw new Error(`${id} does not stand`);
  return found;
}

function plain(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`a text was expected, not ${JSON.stringify(value)}`);
}

const splitOnce = (text: string): readonly string[] => {
  const at = text.indexOf('.');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
