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
  const tokens = tokensOf(text);
  let position = 0;
  const is = (token: string) => tokens[position] === token || tokens[position]?.toUpperCase() === token.toUpperCase();
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

/** Handlers send the same few expressions over and over. */
const known = new Map<string, readonly string[]>();

function tokensOf(text: string): readonly string[] {
  const before = known.get(text);
  if (before) return before;
  const tokens = tokenize(text);
  known.set(text, tokens);
  return tokens;
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
