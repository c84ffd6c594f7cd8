// An error of the YAML library to a finding in plain words.
import type { ErrorCode, YAMLParseError } from 'yaml';
import { finding } from '../codes.ts';
import type { Finding } from '../findings.ts';

type Words = readonly [message: string, hint: string];

const words: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: ['A tab is used for indentation.', 'Indent with spaces; YAML knows no tabs there.'],
  BAD_INDENT: [
    'The indentation of this line fits nothing above it.',
    'Bring it to the column of the keys beside it, or close the bracket before it.',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'A second "key: value" begins on a line that already has one.',
    'Move it to a line of its own, or put the text in quotes when the colon belongs to it.',
  ],
  MULTILINE_IMPLICIT_KEY: ['A key runs over several lines.', 'Look for a ":" that is missing on this line.'],
  MISSING_CHAR: [
    'Something is missing here.',
    'Look for a comma left out, or a quote or bracket not closed; a text that holds { } [ ] or ": " needs quotes.',
  ],
  UNEXPECTED_TOKEN: [
    'This cannot stand here.',
    'Look at the quotes, brackets and commas on this line and the one before.',
  ],
  BAD_SCALAR_START: ['A text cannot begin with this character.', 'Put the text in quotes.'],
  BLOCK_IN_FLOW: [
    'A second "key: value", or indented lines, stand inside brackets.',
    'Put a text that holds ": " in quotes, or close the bracket first.',
  ],
  RESOURCE_EXHAUSTION: ['This is nested too deeply.', 'Look for brackets that are not closed.'],
};

export function syntaxFinding(error: YAMLParseError, text: string): Finding {
  const [message, hint] = words[error.code] ?? [
    'This cannot be read as YAML.',
    'Look at the indentation, quotes and brackets on this line and the one before.',
  ];
  const [from, to] = error.pos;
  const offset = Math.min(from, text.length);
  const detail =
    error.code === 'MISSING_CHAR' && /^Missing (closing|,)/.test(error.message) ? `${error.message}.` : message;
  return finding('syntax', [], detail, hint, { span: { offset, length: Math.max(1, to - from) } });
}
