// Hours and days as they are given on the command line to spans of time that can be worked on.
import { dayMs, hourMs, minuteMs } from '../handlers/common/clock.ts';
import { figuresKeptMs } from '../handlers/common/figures.ts';
import type { Span } from '../handlers/reconciler/recount.ts';
import { CannotRun } from './cannot-run.ts';

/** An event may count 15 minutes before it arrives, and sales are delivered every 15: after that, five to spare. */
export const settledAfterMs = 35 * minuteMs;

/** 2026-12-24T10, in UTC, to epoch milliseconds. Throws CannotRun. */
export function hourAt(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}$/.test(text) ? Date.parse(`${text}:00:00.000Z`) : Number.NaN;
  if (Number.isNaN(at) || sayHour(at) !== text) {
    throw new CannotRun(`"${text}" is no hour: write it as 2026-12-24T10, in UTC`);
  }
  return at;
}

/** 2026-12-24 or 2026-12-24T10:15:00Z to epoch milliseconds. Throws CannotRun. */
export function momentAt(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  // A day that the month does not have would be one of the next.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text.slice(0, 10)))
    throw new CannotRun(`"${text}" is no moment: write it as 2026-12-24 or 2026-12-24T10:15Z`);
  return at;
}

export function sayHour(ms: number): string {
  return new Date(ms).toISOString().slice(0, 13);
}

/**
 * Hours from `from` to before `to`, one hour where `to` is not given. Throws CannotRun where their figures are gone, or,
 * unless told not to mind, where the lake may lack some of their events: a figure that is final hides what comes later.
 */
export function recountSpan(
  { from, to, unsettled = false }: { readonly from: string; readonly to?: string; readonly unsettled?: boolean },
  now: number,
): Span {
  const start = hourAt(from);
  const until = to === undefined ? start + hourMs : hourAt(to);
  if (until <= start) throw new CannotRun(`${sayHour(until)} is not after ${from}`);
  const earliest = Math.ceil((now - figuresKeptMs) / hourMs) * hourMs;
  if (start < earliest) {
    throw new CannotRun(`figures are kept for 48 hours: the first that can be recounted is ${sayHour(earliest)}`);
  }
  if (!unsettled && until + settledAfterMs > now) {
    const last = Math.floor((now - settledAfterMs) / hourMs) * hourMs;
    throw new CannotRun(
      `the lake may lack events from ${sayHour(last)} on: stop there, or say --unsettled where all is delivered`,
    );
  }
  return { from: start, until };
}

/** The ledger keeps what is cancelled for so long: what was sold before has flown. */
export const bookingsKeptMs = 400 * dayMs;
