// Attribute values: sameness, order, and the errors DynamoDB answers with.

import { type AttributeValue, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

export type Attributes = Record<string, AttributeValue>;

export function invalid(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({ name: 'ValidationException', $fault: 'client', $metadata: {}, message });
}

const smallest = 1e-130;
const largest = 1e126;

/** Throws where a number, however deep, lies beyond what DynamoDB's hold. */
export function holdable(value: AttributeValue): void {
  if (value.N !== undefined) {
    const size = Math.abs(Number(value.N));
    if (size !== 0 && !(size >= smallest && size < largest)) throw invalid('Number overflow or underflow');
  }
  for (const inside of Object.values(value.M ?? {})) holdable(inside);
  for (const inside of value.L ?? []) holdable(inside);
}

/** Negative, 0 or positive; undefined for what DynamoDB does not compare. */
export function order(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

export function same(a: AttributeValue, b: AttributeValue): boolean {
  return order(a, b) === 0 || canonical(a) === canonical(b);
}

/** One text for equal values, whatever order their keys came in. */
export function canonical(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
    .sort()
    .join()}}`;
}
