// The names and values of a request: each that is used must be given, each that is given must be used.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Attributes, invalid } from './values.ts';

export interface Scope {
  /** A path to its attribute names; `#a.#b` has two. */
  name(token: string): string;
  value(token: string): AttributeValue;
  /** Throws when something was given and never used, as DynamoDB does. */
  close(): void;
}

export function scope(names: Record<string, string> = {}, values: Attributes = {}): Scope {
  const unused = new Set([...Object.keys(names), ...Object.keys(values)]);
  return {
    name: (token) => {
      // Stricter than DynamoDB, which asks for a # only where a word is reserved: five hundred words are.
      if (!token.startsWith('#')) throw invalid(`Invalid expression: attribute ${token} is written without a #`);
      const name = names[token];
      if (name === undefined) throw invalid(`An expression attribute name used is not defined: ${token}`);
      unused.delete(token);
      return name;
    },
    value: (token) => {
      const value = values[token];
      if (value === undefined) throw invalid(`An expression attribute value used is not defined: ${token}`);
      unused.delete(token);
      return value;
    },
    close: () => {
      if (unused.size > 0) throw invalid(`Value provided but unused in expressions: ${[...unused].join()}`);
    },
  };
}
