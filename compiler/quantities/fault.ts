// What is wrong with a quantity, where in its text, and the way out; other files return these instead of throwing.

export type FaultCode =
  | 'syntax'
  | 'unknown-unit'
  | 'unknown-name'
  | 'unit-mismatch'
  | 'ambiguous-unit'
  | 'division-by-zero'
  | 'not-finite'
  | 'range-order'
  | 'cycle'
  | 'unresolved';

/** A stretch of the expression's text, in UTF-16 units from 0. It lies within the text; at the end its length is 0. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/**
 * One fault of one expression. `unresolved` means that a name it uses has a fault of its own, already reported:
 * whoever prints faults leaves those out.
 */
export interface Fault extends Span {
  readonly code: FaultCode;
  readonly message: string;
  readonly hint: string;
}

export function fault(code: FaultCode, span: Span, message: string, hint: string): Fault {
  return { code, message, offset: span.offset, length: span.length, hint };
}

export function isFault(value: object): value is Fault {
  return Object.hasOwn(value, 'code');
}
