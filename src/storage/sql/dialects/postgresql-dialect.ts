import { jsonLists, jsonOfCell } from "../cells.ts";
import type { Dialect, Scalar } from "../database.ts";

/** The limit of one INSERT. */
const MAX_JSON_CHARACTERS = 4_000_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The columns of a table or view: see `TableFacts`. */
const FACTS = `SELECT a.attname AS name, array_position(i.indkey::int2[], a.attnum) AS key, a.attgenerated <> '' AS generated,
  a.attidentity = 'a' AS identity, c.relkind IN ('r', 'p', 'm') AS stored
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.oid = $1::text::regclass ORDER BY a.attnum`;

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

function isInt64(value: Scalar): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  return typeof value === "bigint" && value >= INT64.min && value <= INT64.max;
}

export const postgresqlDialect: Dialect = {
  quote,
  booleans: "boolean",
  compare({ name, kind, comparedAs }, comparison, value, bind) {
    const column = quote(name);
    if (comparedAs === "uuid" && UUID.test(String(value))) return `${column} ${comparison} ${bind(value)}::text::uuid`;
    if (kind === "text") {
      // Equality needs no collation and may use an index; order is that of the code points.
      const collation = comparison === "=" ? "" : ' COLLATE "C"';
      return `${column}::text${collation} ${comparison} ${bind(value)}::text`;
    }
    const text = kind === "date" ? `${value}Z` : String(value);
    // In the column's own type: with a cast of the column no index is used.
    const type = comparedAs === "bigint" && !isInt64(value) ? "numeric" : comparedAs;
    return `${column} ${comparison} ${bind(text)}::text::${type}`;
  },
  page: (limit, offset) => `${limit === null ? "" : ` LIMIT ${limit}`}${offset === 0 ? "" : ` OFFSET ${offset}`}`,
  placeholder: (position) => `$${position}`,
  parameters: (values) => values,
  mostCounted: Infinity,
  // Without it two writers would both delete the old rows only, and both add their own.
  lock: (table) => [{ sql: `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`, parameters: [] }],
  facts: (table) => ({ sql: FACTS, parameters: [table] }),
  // A row of a table without a key has a place; one of a view has none.
  rowOrder: (isTable) => (isTable ? ["q.tableoid", "q.ctid"] : ["q::text"]),
  inItsOrder: (query) => `(${query}\n) AS q`,
  *insert(table, columns, rows, { identity }) {
    const names = columns.map(({ name }) => quote(name)).join(", ");
    // The server converts each cell to its column's type; one parameter holds any number of rows.
    const source = `json_populate_recordset(NULL::${table}, $1::text::json)`;
    const given = columns.some(({ name }) => identity.has(name)) ? " OVERRIDING SYSTEM VALUE" : "";
    const sql = `INSERT INTO ${table} (${names})${given} SELECT ${names} FROM ${source}`;
    const keys = columns.map(({ name }) => JSON.stringify(name));
    for (const list of jsonLists(jsonRows(keys, rows), MAX_JSON_CHARACTERS)) yield { sql, parameters: [list] };
  },
};

function* jsonRows(keys: readonly string[], rows: readonly (readonly unknown[])[]): Generator<string> {
  for (const row of rows) yield `{${row.map((cell, index) => `${keys[index]}:${jsonOfRowCell(cell)}`).join(",")}}`;
}

/** Floating point columns read `"Infinity"` as the number. */
const jsonOfRowCell = (cell: unknown): string =>
  jsonOfCell(cell === Infinity || cell === -Infinity ? String(cell) : cell, (hex) => `\\x${hex}`);
