// Words and ids of a model to the shapes in which sentences use them.

const longest = 40;

/** A word of the model's as it may stand in a message: in quotes, and cut where it is long. */
export function quoted(text: string): string {
  const points = [...text];
  return `"${points.length > longest ? `${points.slice(0, longest).join('')}…` : text}"`;
}

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** "orderLine" to "order line". */
export const spaced = (id: string): string =>
  id.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
