// The text of a mapping template (VTL) to a function that renders it. It is parsed once; what it renders is never parsed.
import { Compile, parse } from 'velocityjs';

/** What a template finds under $input, $context, $util and $stageVariables. */
export type Variables = Readonly<Record<string, unknown>>;
export type MappingTemplate = (variables: Variables) => string;

type Ast = ReturnType<typeof parse>;

/** @throws where the text is no VTL */
export function mappingTemplate(text: string): MappingTemplate {
  const ast = readable(parse(text));
  // Variables that a template sets are written into the object that it is given.
  return (variables) => new Template(ast, { customMethodHandlers }).render({ ...variables });
}

const strings = new Map<string, Ast>();

/** The library parses a double-quoted string anew whenever it renders it, which takes most of the time of a request. */
class Template extends Compile {
  protected override evalStr(text: string): string {
    const ast = strings.get(text) ?? readable(parse(text));
    strings.set(text, ast);
    return this.renderAstList(ast, this.contextId);
  }

  /** The library writes "null". */
  protected override getReferences(ast: Ast[number], rendered?: boolean): string {
    const value = super.getReferences(ast, rendered);
    return rendered === true && value === null ? '' : value;
  }
}

const silent = new Set(['context', 'input', 'stageVariables', 'util']);

/** What API Gateway gives renders as nothing where there is nothing; a template's own variable, as its name. */
function readable(ast: Ast): Ast {
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) visit(each);
    else if (typeof node === 'object' && node !== null) {
      if ('leader' in node && 'id' in node && silent.has(String(node.id))) node.leader = '$!';
      for (const each of Object.values(node)) visit(each);
    }
  };
  visit(ast);
  return ast;
}

interface Call {
  readonly property: string;
  readonly context: unknown;
  readonly params: readonly unknown[];
}

/** Methods of Java's strings that JavaScript's lack, or that mean something else there. */
const ofStrings: Readonly<Record<string, (text: string, first: string, second: string) => unknown>> = {
  contains: (text, part) => text.includes(part),
  equals: (text, other) => text === other,
  equalsIgnoreCase: (text, other) => text.toLowerCase() === other.toLowerCase(),
  isEmpty: (text) => text === '',
  length: (text) => text.length,
  matches: (text, pattern) => new RegExp(`^(?:${pattern})$`).test(text),
  replaceAll: (text, pattern, by) => text.replaceAll(new RegExp(pattern, 'g'), by),
  replaceFirst: (text, pattern, by) => text.replace(new RegExp(pattern), by),
};

const customMethodHandlers = [
  {
    uid: 'strings of Java',
    match: ({ property, context }: Call) => typeof context === 'string' && Object.hasOwn(ofStrings, property),
    resolve: ({ property, context, params: [first = '', second = ''] }: Call) =>
      ofStrings[property]?.(String(context), String(first), String(second)),
  },
];
