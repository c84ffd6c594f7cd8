// Stands for any function's code.
export const handler = async (): Promise<void> => {};
