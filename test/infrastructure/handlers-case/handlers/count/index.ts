// A handler of nothing but its own.
let calls = 0;
export const handler = async (): Promise<number> => ++calls;
