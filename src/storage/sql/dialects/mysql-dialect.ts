import { Decimal } from "../../../core/values/exact/decimal.ts";
import { jsonOfCell } from "../cells.ts";
import type { Dialect } from "../database.ts";

/** The protocol counts the parameters of a statement in 16 bits. */
const MAX_PARAMETERS = 60_000;
/** Servers take 16 MB by default, old ones 4. A character may take three bytes. */
const MAX_TEXT_CHARACTERS = 1_000_000;

const quote = (identifier: string): string => `\`${identifier.replaceAll("`", "``")}\``;

/** The manual's own number for "to the end". */
const ALL = "18446744073709551615";

/** Servers drop the order of a query within another one, unless it has a limit. */
function inItsOrder(query: string): string {
  if (!/^with\b/i.test(query)) return `((${query}\n) LIMIT ${ALL}) AS q`;
  // It can't stand in parentheses with a limit behind them.
  const order = query.toLowerCase().lastIndexOf("order by");
  const hasLimit = order === -1 || /\blimit\b/i.test(query.slice(order));
  return hasLimit ? `(${query}\n) AS q` : `(${query}\n LIMIT ${ALL}) AS q`;
}

export const mysqlDialect: Dialect = {
  quote,
  booleans: "number",
  compare({ name, kind, comparedAs }, comparison, value, bind) {
    const column = quote(name);
    if (value === Infinity || value === -Infinity) {
      const isAllowed = comparison.startsWith(value > 0 ? "<" : ">");
      return isAllowed ? `${column} IS NOT NULL` : "1 = 0";
    }
    if (kind === "text") {
      // Collations take case, accents and spaces at the end for equal; bytes do not. The first condition may use an index.
      const exact = `CAST(CONVERT(${column} USING utf8mb4) AS BINARY) ${comparison} CAST(${bind(value)} AS BINARY)`;
      return comparison === "=" ? `${column} = ${bind(value)} AND ${exact}` : exact;
    }
    if (kind === "date") return `${column} ${comparison} CAST(${bind(value)} AS DATETIME(6))`;
    const isExact = typeof value === "bigint" || value instanceof Decimal;
    const type = typeof value === "bigint" ? "DECIMAL(65)" : isExact ? "DECIMAL(65, 30)" : comparedAs;
    const bound = bind(isExact ? String(value) : value);
    return `${column} ${comparison} ${type === null ? bound : `CAST(${bound} AS ${type})`}`;
  },
  page(limit, offset) {
    if (limit === null && offset === 0) return "";
    return ` LIMIT ${limit ?? ALL} OFFSET ${offset}`;
  },
  placeholder: () => "?",
  parameters: (values) => values,
  mostCounted: Infinity,
  // InnoDB locks the rows that a DELETE has read, and the gaps between them.
  lock: () => [],
  facts: (table) => ({ sql: `SHOW FULL COLUMNS FROM ${table}`, parameters: [] }),
  rowOrder: () => null,
  inItsOrder,
  *insert(table, columns, rows) {
    const names = columns.map(({ name }) => quote(name)).join(", ");
    const tuple = `(${columns.map(() => "?").join(", ")})`;
    const stored = rows.map((row) =>
      row.map((cell, index) => (columns[index]?.kind === "json" ? jsonText(cell) : cell)),
    );
    for (const part of parts(stored, columns.length)) {
      const sql = `INSERT INTO ${table} (${names}) VALUES ${part.map(() => tuple).join(", ")}`;
      yield { sql, parameters: part.flat() };
    }
  },
};

/** A text that is an object or a list in JSON already counts as one. */
function jsonText(cell: unknown): unknown {
  if (cell === null) return null;
  return typeof cell === "string" && isContainer(cell) ? cell : jsonOfCell(cell, (hex) => hex);
}

function isContainer(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function* parts(rows: readonly (readonly unknown[])[], width: number): Generator<(readonly unknown[])[]> {
  let part: (readonly unknown[])[] = [];
  let characters = 0;
  for (const row of rows) {
    const length = row.reduce<number>((sum, cell) => sum + sizeOf(cell), 0);
    const isFull = (part.length + 1) * width > MAX_PARAMETERS || characters + length > MAX_TEXT_CHARACTERS;
    if (part.length > 0 && isFull) {
      yield part;
      part = [];
      characters = 0;
    }
    part.push(row);
    characters += length;
  }
  if (part.length > 0) yield part;
}

const sizeOf = (cell: unknown): number =>
  typeof cell === "string" || cell instanceof Uint8Array
    ? cell.length
    : typeof cell === "object" && cell !== null
      ? 100
      : 8;
