// The type of a column in the catalogue, in Hive's spelling, to the same type in DuckDB's.

const scalars: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** `array<struct<route:string,seats:bigint>>` to `STRUCT("route" VARCHAR, "seats" BIGINT)[]`. Throws on any other type. */
export function duckDBType(hive: string): string {
  const [, outer, inner = ''] = /^(array|struct)<(.*)>$/.exec(hive) ?? [];
  if (outer === 'array') return `${duckDBType(inner)}[]`;
  if (outer === 'struct') {
    const fields = parts(inner).map((field) => {
      const colon = field.indexOf(':');
      return `"${field.slice(0, colon)}" ${duckDBType(field.slice(colon + 1))}`;
    });
    return `STRUCT(${fields.join(', ')})`;
  }
  const scalar = scalars[hive];
  if (scalar === undefined) throw new TypeError(`no column of the catalogue is of type "${hive}"`);
  return scalar;
}

/** At the commas that stand in no brackets. */
function parts(fields: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, character] of [...fields].entries()) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character !== ',' || depth > 0) continue;
    found.push(fields.slice(start, at));
    start = at + 1;
  }
  return [...found, fields.slice(start)];
}
