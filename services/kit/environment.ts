// The names under which a function's code finds what it is connected to: written once, for the resource and for the code's types.

/** `orderLedger`, `table` to `ORDER_LEDGER_TABLE`. */
export const environmentVariable = (component: string, what: string): string =>
  [component, what].map(constantCase).join('_');

const constantCase = (id: string): string =>
  id
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
