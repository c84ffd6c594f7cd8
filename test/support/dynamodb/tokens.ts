// The text of an expression to tokens, and a cursor over them.

import { invalid } from './values.ts';

const pattern = /\s*(#[A-Za-z0-9_]+|:[A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*|<>|<=|>=|[=<>+\-(),.])/y;

export interface Cursor {
  peek(): string | undefined;
  next(): string;
  /** Consumes the token if it is next; keywords in whatever case. */
  take(token: string): boolean;
  expect(token: string): void;
}

export function cursor(text: string): Cursor {
  const tokens = tokenize(text);
  let position = 0;
  const is = (token: string) => tokens[position]?.toUpperCase() === token.toUpperCase();
  const self: Cursor = {
    peek: () => tokens[position],
    next: () => {
      const token = tokens[position];
      if (token === undefined) throw invalid(`Invalid expression: it ends too soon: ${text}`);
      position += 1;
      return token;
    },
    take: (token) => {
      if (!is(token)) return false;
      position += 1;
      return true;
    },
    expect: (token) => {
      if (!self.take(token)) throw invalid(`Invalid expression: ${token} expected, ${self.peek()} found: ${text}`);
    },
  };
  return self;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  pattern.lastIndex = 0;
  while (text.slice(pattern.lastIndex).trim() !== '') {
    const match = pattern.exec(text);
    if (!match?.[1]) throw invalid(`Invalid expression: Syntax error: ${text}`);
    tokens.push(match[1]);
  }
  return tokens;
}
