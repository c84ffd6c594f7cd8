// The function's environment to values that are surely there.

/** Throws when the deployment forgot the variable: that is a fault of ours, best seen at the first invocation. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is missing`);
  return value;
}
