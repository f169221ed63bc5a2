import { TaipyError } from "../../core/errors.ts";
import { Decimal } from "../../core/values/exact/decimal.ts";
import { isClockValue } from "../../core/values/exact/scalar.ts";
import type { Row } from "../table/tabular-value.ts";
import { ArrivingRows } from "./arriving-rows.ts";
import { jsonLists, jsonOfCell } from "./cells.ts";
import type { Column, Database, Dialect, Scalar, Statement } from "./database.ts";
import { withinTime } from "./server-connection.ts";
import { tableNameParts } from "./tables/table-name.ts";

/** D1 takes parameters of up to 2 MB; a character may take three bytes. */
const MAX_JSON_CHARACTERS = 600_000;

/** D1's own limit for a statement. */
const MAX_PARAMETERS = 100;

/** D1 itself ends a query after this time. */
const TIMEOUT_MS = 30_000;

/** SQLite orders values of different types; for readers such values are not comparable. */
const NUMBERS = "('integer', 'real')";

/** The columns of a table or view: see `TableFacts`. */
const FACTS = `SELECT name, nullif(pk, 0) AS key, hidden IN (2, 3) AS generated, 0 AS identity, type LIKE '%BLOB%' AS bytes,
  (SELECT type FROM pragma_table_list WHERE name = ?1 LIMIT 1) = 'table' AS stored FROM pragma_table_xinfo(?1)`;

/** The name of a quoted table, without that of its schema. */
const lastName = (table: string): string => tableNameParts(table).at(-1) ?? table;

/** D1 takes 100 parameters: all values of a statement are one of them. */
const dialect: Dialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  booleans: "number",
  compare(column, comparison, value, bind) {
    const name = dialect.quote(column.name);
    return typeof value === "string"
      ? `typeof(${name}) = 'text' AND ${name} COLLATE BINARY ${comparison} ${bind(value)}`
      : `typeof(${name}) IN ${NUMBERS} AND ${name} ${comparison} ${bind(value)}`;
  },
  page: (limit, offset) => (limit === null && offset === 0 ? "" : ` LIMIT ${limit ?? -1} OFFSET ${offset}`),
  placeholder: (position) => `(?1 ->> ${position - 1})`,
  parameters: (values) => (values.length === 0 ? [] : [`[${values.map(jsonOfScalar).join(",")}]`]),
  mostCounted: 100_000,
  lock: () => [],
  facts: (table) => ({ sql: FACTS, parameters: [lastName(table)] }),
  // A view has no places.
  rowOrder: (isTable) => (isTable ? ["rowid"] : null),
  inItsOrder: (query) => `(${query}\n) AS q`,
  *insert(table, columns, rows) {
    const cells = columns.map(
      (_, index) =>
        `iif(json_type(value, '$[${index}]') = 'object', unhex(value ->> '$[${index}].hex'), value ->> ${index})`,
    );
    const names = columns.map(({ name }) => dialect.quote(name)).join(", ");
    const sql = `INSERT INTO ${table} (${names}) SELECT ${cells.join(", ")} FROM json_each(?1)`;
    for (const list of jsonLists(jsonRows(rows), MAX_JSON_CHARACTERS)) yield { sql, parameters: [list] };
  },
};

function* jsonRows(rows: readonly (readonly unknown[])[]): Generator<string> {
  for (const row of rows) yield `[${row.map(jsonOfStoredCell).join(",")}]`;
}

function jsonOfStoredCell(cell: unknown): string {
  // D1 returns integers as doubles and infinities as null. Numbers that it can't return are refused.
  if (cell instanceof Decimal) throw lost(cell);
  const isLost = typeof cell === "bigint" ? !Number.isSafeInteger(Number(cell)) : Math.abs(Number(cell)) === Infinity;
  if (isLost && typeof cell !== "string") throw lost(cell);
  return jsonOfCell(cell, (hex) => ({ hex }));
}

/** D1 silently takes an infinite parameter for null, and no objects. */
function bindable(parameter: unknown): unknown {
  if (typeof parameter === "number" && Math.abs(parameter) === Infinity) throw lost(parameter);
  if (parameter instanceof Decimal) throw lost(parameter);
  if (parameter instanceof Date) return parameter.toISOString();
  return isClockValue(parameter) ? String(parameter) : parameter;
}

const tooMany = (count: number): TaipyError =>
  new TaipyError("invalid_value", `D1 takes ${MAX_PARAMETERS} parameters in a statement; this one has ${count}.`);

const lost = (value: unknown): TaipyError =>
  new TaipyError("invalid_value", `D1 cannot give back the number ${value}.`);

/** JSON has no infinity; a literal beyond all doubles is read as one. */
function jsonOfScalar(value: Scalar): string {
  if (value === Infinity) return "9e999";
  if (value === -Infinity) return "-9e999";
  return typeof value === "bigint" || value instanceof Decimal ? String(value) : JSON.stringify(value);
}

/** A D1 binding as a database. A batch is a transaction there. */
export function openD1(binding: D1Database): Database {
  const prepared = ({ sql, parameters }: Statement) => {
    if (parameters.length > MAX_PARAMETERS) throw tooMany(parameters.length);
    return binding.prepare(sql).bind(...parameters.map(bindable));
  };
  return {
    dialect,
    async query(statement, budget) {
      const [names = [], ...lists] = await withinTime(prepared(statement).raw({ columnNames: true }), TIMEOUT_MS);
      const columns = (names as readonly string[]).map((name): Column => ({ name, kind: "any", comparedAs: null }));
      const arriving = new ArrivingRows(budget);
      for (const list of lists) arriving.add(rowOf(names as readonly string[], list as readonly unknown[]));
      return { columns, rows: arriving.under(columns) };
    },
    async transaction(statements, progress = { mayBeDone: false }) {
      const batch = [...statements()].map(prepared);
      progress.mayBeDone = true;
      if (batch.length > 0) await withinTime(binding.batch(batch), TIMEOUT_MS);
    },
    async close() {},
    // A binding is no connection.
    cut() {},
  };
}

const rowOf = (names: readonly string[], cells: readonly unknown[]): Row =>
  Object.fromEntries(names.map((name, index) => [name, readable(cells[index])]));

/** D1 returns bytes as a list of numbers. */
const readable = (cell: unknown): unknown => (Array.isArray(cell) ? Uint8Array.from(cell as number[]) : cell);
