// A minimal client of the YAML language server over its standard streams, as an editor has one.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const main = join(
  dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')),
  'bin',
  'yaml-language-server',
);

export interface Editor {
  /** Opens a text and resolves with what the server says is wrong with it. */
  open(text: string): Promise<readonly { readonly message: string; readonly range: Range }[]>;
  complete(position: Position): Promise<readonly string[]>;
  hover(position: Position): Promise<string>;
  close(): Promise<void>;
}

/** Lines and characters from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

type Json = Record<string, unknown>;

/** Starts a server that knows one schema, given as a file URL, for all files. */
export async function startEditor(schemaUrl: string): Promise<Editor> {
  const server = spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const yaml = {
    schemas: { [schemaUrl]: '*.yaml' },
    completion: true,
    hover: true,
    validate: true,
    schemaStore: { enable: false },
  };
  const answers = new Map<number, (result: unknown) => void>();
  const diagnostics = new Map<string, (found: unknown) => void>();
  let next = 1;
  const send = (message: Json): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = (method: string, params: Json): Promise<unknown> => {
    const id = next++;
    send({ id, method, params });
    return new Promise((resolve) => answers.set(id, resolve));
  };
  readMessages(server, (message) => {
    if (typeof message.id === 'number' && message.method === undefined) {
      answers.get(message.id)?.(message.result);
      answers.delete(message.id);
    } else if (message.method === 'textDocument/publishDiagnostics') {
      const params = message.params as { uri: string; diagnostics: unknown };
      diagnostics.get(params.uri)?.(params.diagnostics);
    } else if (message.id !== undefined) {
      // The server asks for settings by section.
      const { items = [] } = (message.params ?? {}) as { items?: readonly { section?: string }[] };
      send({ id: message.id, result: items.map(({ section }) => (section === 'yaml' ? yaml : {})) });
    }
  });
  await ask('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: false } }, hover: {} } },
  });
  send({ method: 'initialized', params: {} });
  send({ method: 'workspace/didChangeConfiguration', params: { settings: { yaml } } });
  let uri = '';
  let opened = 0;
  return {
    open(text) {
      uri = `file:///model-${opened++}.yaml`;
      const found = new Promise<unknown>((resolve) => diagnostics.set(uri, resolve));
      send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
      return found as ReturnType<Editor['open']>;
    },
    async complete(position) {
      const result = await ask('textDocument/completion', { textDocument: { uri }, position });
      const { items } = result as { items: readonly { label: string }[] };
      return items.map(({ label }) => label);
    },
    async hover(position) {
      const result = await ask('textDocument/hover', { textDocument: { uri }, position });
      return String((result as { contents?: { value?: string } } | null)?.contents?.value ?? '');
    },
    async close() {
      await ask('shutdown', {});
      send({ method: 'exit' });
      await new Promise((resolve) => server.once('exit', resolve));
    },
  };
}

function readMessages(server: ChildProcess, receive: (message: Json) => void): void {
  let waiting = Buffer.alloc(0);
  server.stdout?.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const end = waiting.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(waiting.subarray(0, Math.max(0, end)).toString())?.[1]);
      if (end === -1 || waiting.length < end + 4 + length) return;
      const body = waiting.subarray(end + 4, end + 4 + length).toString();
      waiting = waiting.subarray(end + 4 + length);
      receive(JSON.parse(body) as Json);
    }
  });
}
