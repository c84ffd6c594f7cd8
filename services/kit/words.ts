// Ids of a model to the names that AWS's own texts want.

/** "highDemand" and "high-demand" to "HighDemand": detail types, statement ids, parameters. Letters and digits only. */
export const pascal = (id: string): string =>
  id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
