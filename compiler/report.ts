// Findings to text as a good compiler prints it, and to JSON for machines. Nothing of the model's can steer the terminal.
import { styleText } from 'node:util';
import type { Finding } from './findings.ts';
import { locate } from './source/locate.ts';
import type { Source } from './source/source.ts';
import { cutAround, printable, widthOf } from './terminal.ts';

export interface ReportOptions {
  readonly colour: boolean;
}

/** One finding may stand for many of its kind; nobody reads further than this. */
const mostPrinted = 200;

/** By place in the file; of one place, errors first. */
export function sortFindings(source: Source, findings: readonly Finding[]): readonly Finding[] {
  const placed = findings.map((finding) => ({ finding, at: locate(source, finding.path, finding.on, finding.span) }));
  placed.sort(
    (a, b) =>
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      Number(a.finding.severity === 'warning') - Number(b.finding.severity === 'warning') ||
      compare(a.finding.code, b.finding.code) ||
      compare(a.finding.message, b.finding.message),
  );
  return placed.map(({ finding }) => finding);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function printFindings(
  source: Source,
  findings: readonly Finding[],
  { colour }: ReportOptions = { colour: false },
): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const sorted = sortFindings(source, findings);
  const blocks = sorted.slice(0, mostPrinted).map((finding) => block(source, finding, paint));
  if (sorted.length > mostPrinted) blocks.push(`… and ${sorted.length - mostPrinted} more.`);
  return [...blocks, countLine(findings, paint)].join('\n\n');
}

type Paint = (style: 'red' | 'yellow' | 'bold' | 'cyan' | 'dim', text: string) => string;

function block(source: Source, finding: Finding, paint: Paint): string {
  const { line, column, length, lineText } = locate(source, finding.path, finding.on, finding.span);
  const style = finding.severity === 'error' ? 'red' : 'yellow';
  const cut = cutAround(lineText, column - 1, length);
  const before = widthOf(cut.text.slice(0, cut.start));
  const under = Math.max(1, widthOf(cut.text.slice(cut.start, cut.start + cut.length)));
  const number = String(line);
  const margin = ' '.repeat(number.length);
  return [
    `${paint('bold', `${printable(source.file)}:${line}:${column}`)}  ${paint(style, finding.severity)}  ${finding.code}`,
    `${paint('dim', `${number} │`)} ${cut.text}`,
    `${paint('dim', `${margin} │`)} ${' '.repeat(before)}${paint(style, '^'.repeat(under))}`,
    `${margin}   ${printable(finding.message)}`,
    `${margin}   ${paint('cyan', printable(finding.hint))}`,
  ].join('\n');
}

/** "2 errors and 1 warning." */
export function countLine(findings: readonly Finding[], paint: Paint = (_, text) => text): string {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  const parts = [
    ...(errors > 0 ? [paint('red', count(errors, 'error'))] : []),
    ...(warnings > 0 ? [paint('yellow', count(warnings, 'warning'))] : []),
  ];
  return parts.length === 0 ? 'Nothing found.' : `${parts.join(' and ')}.`;
}

/** A finding as machines are told of it. */
export interface LocatedFinding extends Pick<Finding, 'severity' | 'code' | 'path' | 'message' | 'hint'> {
  readonly file: string;
  /** 1-based, as are columns. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Sorted by place. */
export const located = (source: Source, findings: readonly Finding[]): readonly LocatedFinding[] =>
  sortFindings(source, findings).map((finding) => {
    const { line, column, length } = locate(source, finding.path, finding.on, finding.span);
    const { code, severity, path, message, hint } = finding;
    return { file: source.file, line, column, length, severity, code, path, message, hint };
  });

/** A stable list: file, line, column, length, code, severity, path, message, hint. */
export const toJson = (source: Source, findings: readonly Finding[]): string =>
  JSON.stringify({ findings: located(source, findings) }, null, 2);
