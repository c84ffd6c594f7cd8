// What a generated contract holds to the comment it opens with.

/** @param content what the file holds, in words that come from us, never from a model. */
export function contractBanner(content: string): string {
  return `// Generated from the model: ${content}. Do not edit.\n`;
}
