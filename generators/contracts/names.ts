// Ids of the model to the spellings that TypeScript and environment variables use.

/** `partsLow` and `parts-low` → `PartsLow`. */
export function pascalCase(id: string): string {
  return words(id)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `orderLedger` → `ORDER_LEDGER`. */
export function constantCase(id: string): string {
  return words(id)
    .map((word) => word.toUpperCase())
    .join('_');
}

/** Order by code unit: the same on every machine, unlike a locale's. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function words(id: string): string[] {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
}
