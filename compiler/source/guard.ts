// A look at the tokens before the parser sees them: stops what would take it seconds, gigabytes or its whole stack.
import { Lexer } from 'yaml';

const maxTokens = 180_000;
const maxDepth = 50;
const maxIndent = 400;

export interface Refusal {
  readonly code: 'too-large' | 'several-documents';
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

export function refuse(text: string): Refusal | undefined {
  let tokens = 0;
  let offset = 0;
  let flow = 0;
  let block = 0;
  let documents = 0;
  let begun = false;
  for (const token of new Lexer().lex(text)) {
    tokens++;
    if (token === '[' || token === '{') flow++;
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    else if (token === '\n' || token === '\r\n') block = 0;
    else if (flow === 0 && (token === '-' || token === '?' || token === ':')) block++;
    // A document begins at its first token, and again at a "---" that has something before it.
    else if (token === '\u0002' || (token === '---' && begun)) documents++;
    begun = token === '\u0002' ? false : begun || token === '---' || token === '\u001f' || flow > 0;
    if (
      flow > maxDepth ||
      block > maxDepth ||
      (token.length > maxIndent && /^ +$/.test(token.slice(0, maxIndent + 1)))
    ) {
      return {
        code: 'too-large',
        offset,
        message: `This is nested deeper than ${maxDepth} levels.`,
        hint: 'A model needs a handful of levels; look for brackets that are not closed.',
      };
    }
    if (tokens > maxTokens) {
      return {
        code: 'too-large',
        offset,
        message: 'The model has more keys and values than can be read in a moment.',
        hint: 'Split it into models of their own, one per pipeline.',
      };
    }
    if (documents > 1) {
      return {
        code: 'several-documents',
        offset,
        message: 'A second YAML document begins here.',
        hint: 'A model is one document: remove the "---" line, or move what follows to a file of its own.',
      };
    }
    // Control tokens (byte order mark, document start, flow error, scalar) have no length in the text.
    if (token !== '\u0002' && token !== '\u0018' && token !== '\u001f') offset += token.length;
  }
  return undefined;
}
