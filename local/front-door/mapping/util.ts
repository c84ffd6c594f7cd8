// The functions that mapping templates find under $util.

export const util = {
  base64Encode: (value: unknown): string => Buffer.from(plain(value), 'utf8').toString('base64'),
  base64Decode: (value: unknown): string => Buffer.from(plain(value), 'base64').toString('utf8'),
  /** As a form encodes: a space is +, and of signs only . - _ * stay. */
  urlEncode: (value: unknown): string =>
    encodeURIComponent(plain(value))
      .replaceAll(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+'),
  urlDecode: (value: unknown): string => decodeURIComponent(plain(value).replaceAll('+', ' ')),
  parseJson: (value: unknown): unknown => JSON.parse(plain(value)),
  /** Single quotes come out as \', which JSON does not know: documented, and so kept. */
  escapeJavaScript: (value: unknown): string => plain(value).replaceAll(/["'\\/]|[^ -~]/g, escaped),
} as const;

const short: Readonly<Record<string, string>> = { '\b': 'b', '\n': 'n', '\t': 't', '\f': 'f', '\r': 'r' };

function escaped(character: string): string {
  if (/["'\\/]/.test(character)) return `\\${character}`;
  const letter = short[character];
  return letter === undefined
    ? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    : `\\${letter}`;
}

const plain = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
