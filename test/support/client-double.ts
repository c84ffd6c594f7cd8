// An AWS SDK client to one that answers from memory: commands are built and checked as usual, nothing leaves the process.

export type Respond = (command: string, input: unknown) => unknown;

interface Interceptable {
  readonly middlewareStack: { addRelativeTo(middleware: never, options: never): void };
}

/** The last step on the way out, so that all the SDK does to a request before is done, marshalling included. */
const innermost = { relation: 'before', toMiddleware: 'deserializerMiddleware' };
/** The same where a document client turns attribute values back into plain ones. */
const innermostOfDocuments = { relation: 'after', toMiddleware: 'DocumentUnmarshall' };

/** Every command of `client` is answered by `respond`, which is given its name without `Command`, and its input. */
export function answering<Client extends Interceptable>(
  client: Client,
  respond: Respond,
  { documents = false }: { readonly documents?: boolean } = {},
): Client {
  const middleware =
    (_next: unknown, context: { readonly commandName?: string }) => async (args: { readonly input: unknown }) => {
      const output = await respond((context.commandName ?? '').replace(/Command$/, ''), args.input);
      return { output: { $metadata: {}, ...Object(output) }, response: {} };
    };
  const options = { ...(documents ? innermostOfDocuments : innermost), name: 'answering', override: true };
  // Each client types its stack by its own commands; this middleware looks at none of them.
  client.middlewareStack.addRelativeTo(middleware as never, options as never);
  return client;
}

/** What every client of the tests is made with. Nobody is asked for it, and nothing is tried twice behind our back. */
export const nowhere = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
} as const;
