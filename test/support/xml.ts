// XML text to a tree, strictly: what is not well-formed throws, as it would in a browser that reads SVG.

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

const name = '[A-Za-z_:][\\w:.-]*';
const attribute = new RegExp(`\\s+(${name})="([^"<]*)"`, 'y');
const open = new RegExp(`<(${name})`, 'y');
const close = new RegExp(`</(${name})>`, 'y');
const ampersands = /&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\dA-Fa-f]+);)/;
// Characters that XML 1.0 cannot hold.
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  if (ampersands.test(text)) throw new Error(`an ampersand stands alone in "${text.slice(0, 60)}"`);
  return text.replace(/&([^;]+);/g, (_, code: string) => {
    if (!code.startsWith('#')) return entities[code] ?? '';
    return String.fromCodePoint(code.startsWith('#x') ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1)));
  });
}

export function parseXml(xml: string): XmlElement {
  const bad = forbidden.exec(xml);
  if (bad) throw new Error(`XML cannot hold U+${bad[0].codePointAt(0)?.toString(16)}`);
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${xml.slice(at, at + 60)}`);
  };
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(xml) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };
  const element = (): XmlElement => {
    const tag = match(open)?.[1] ?? fail('no element');
    const attributes = new Map<string, string>();
    for (let found = match(attribute); found; found = match(attribute)) {
      const [, key = '', value = ''] = found;
      if (attributes.has(key)) fail(`${key} is there twice`);
      attributes.set(key, decode(value));
    }
    if (match(/\s*\/>/y)) return { name: tag, attributes, children: [] };
    if (!match(/\s*>/y)) fail(`<${tag}> does not end`);
    const children: (XmlElement | string)[] = [];
    for (;;) {
      const text = match(/[^<]+/y)?.[0];
      if (text?.includes(']]>')) fail('"]]>" stands in text');
      if (text !== undefined) children.push(decode(text));
      else if (xml.startsWith('</', at)) {
        if (match(close)?.[1] !== tag) fail(`<${tag}> is not closed`);
        return { name: tag, attributes, children };
      } else children.push(element());
    }
  };
  match(/\s*/y);
  const root = element();
  match(/\s*/y);
  if (at !== xml.length) fail('more than one root');
  return root;
}

/** The element and all below it, in the order of the document. */
export function* below(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) if (typeof child !== 'string') yield* below(child);
}

export const textOf = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
