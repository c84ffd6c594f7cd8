// What a handler needs of an AWS client, and a client that is not there before it is needed.

export interface Sender<Command, Answer> {
  send(command: Command): Promise<Answer>;
}

/** Made when it is first sent something: what only few events need is not worth importing at every cold start. */
export function lazily<Command, Answer>(make: () => Promise<Sender<Command, Answer>>): Sender<Command, Answer> {
  let made: Promise<Sender<Command, Answer>> | undefined;
  return {
    send: async (command) => {
      made ??= make();
      return (await made).send(command);
    },
  };
}
