import { Buffer } from "node:buffer";
import mysql, { type FieldPacket } from "mysql2";
import type { Row } from "../table/table.ts";
import type { Column, ColumnKind, Database, Dialect, Statement } from "./database.ts";
import { CONNECT_TIMEOUT_MS, withinTime } from "./deadline.ts";
import { numberOfText, shortestSingle } from "./number-text.ts";
import type { ServerSettings } from "./settings.ts";
import { runTransaction } from "./transaction.ts";

/** The protocol counts the parameters of a statement in 16 bits. */
const MAX_PARAMETERS = 60_000;
/** Servers take 16 MB by default, old ones 4. A character may take three bytes. */
const MAX_TEXT_CHARACTERS = 1_000_000;

const { Types } = mysql;
/** What is neither here nor bytes is text. */
const KINDS: ReadonlyMap<number, ColumnKind> = new Map<number, ColumnKind>([
  ...[Types.DECIMAL, Types.NEWDECIMAL, Types.TINY, Types.SHORT, Types.INT24, Types.LONG, Types.LONGLONG].map(number),
  ...[Types.FLOAT, Types.DOUBLE, Types.YEAR].map(number),
  ...[Types.DATE, Types.NEWDATE, Types.DATETIME, Types.TIMESTAMP].map((type) => [type, "date"] as const),
  [Types.JSON, "json"],
  [Types.BIT, "bytes"],
  [Types.GEOMETRY, "bytes"],
]);
function number(type: number): readonly [number, ColumnKind] {
  return [type, "number"];
}
/** The types that are bytes or text, by their character set. */
const STRINGS: readonly number[] = [
  Types.VAR_STRING,
  Types.STRING,
  Types.TINY_BLOB,
  Types.MEDIUM_BLOB,
  Types.LONG_BLOB,
  Types.BLOB,
];
const BINARY_CHARSET = 63;

const dialect: Dialect = {
  quote: (identifier) => `\`${identifier.replaceAll("`", "``")}\``,
  booleans: "number",
  compare({ name, kind, comparedAs }, comparison, value, bind) {
    const column = dialect.quote(name);
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
    const type = typeof value === "bigint" ? "DECIMAL(65)" : comparedAs;
    const bound = bind(typeof value === "bigint" ? String(value) : value);
    return `${column} ${comparison} ${type === null ? bound : `CAST(${bound} AS ${type})`}`;
  },
  page(limit, offset) {
    if (limit === null && offset === 0) return "";
    // The manual's own number for "to the end".
    return ` LIMIT ${limit ?? "18446744073709551615"} OFFSET ${offset}`;
  },
  placeholder: () => "?",
  parameters: (values) => values,
  // InnoDB locks what a DELETE has seen, and the gaps.
  lock: () => [],
  *insert(table, columns, rows) {
    const names = columns.map(({ name }) => dialect.quote(name)).join(", ");
    const tuple = `(${columns.map(() => "?").join(", ")})`;
    for (const part of parts(rows, columns.length)) {
      const sql = `INSERT INTO ${table} (${names}) VALUES ${part.map(() => tuple).join(", ")}`;
      yield { sql, parameters: part.flat() };
    }
  },
};

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

/** @throws whatever the driver does when the server is not there, refuses, or takes too long */
export async function openMysql({ tls, extra, ...address }: ServerSettings): Promise<Database> {
  const driver = mysql.createConnection({
    ...address,
    ...(tls && { ssl: {} }),
    ...(extra.charset !== undefined && { charset: extra.charset }),
    // Workers refuse code that is made at run time.
    disableEval: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    timezone: "Z",
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  // What breaks between two statements is told by the next one.
  driver.on("error", () => {});
  const connection = driver.promise();
  const run = ({ sql, parameters }: Statement) =>
    parameters.length === 0 ? connection.query(sql) : connection.execute(sql, parameters.map(parameterOf));
  try {
    await withinTime(connection.connect(), CONNECT_TIMEOUT_MS);
    // Times are UTC, and what does not fit a column is an error.
    await connection.query("SET time_zone = '+00:00', sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')");
  } catch (error) {
    driver.destroy();
    throw error;
  }
  return {
    dialect,
    async query(statement) {
      const [rows, fields = []] = await run(statement);
      const columns = fields.map(columnOf);
      return { columns, rows: (Array.isArray(rows) ? (rows as Row[]) : []).map((row) => readable(row, fields)) };
    },
    transaction: (statements) => runTransaction({ run, mayRepeat }, statements),
    async close() {
      await withinTime(connection.end(), CONNECT_TIMEOUT_MS).catch(() => driver.destroy());
    },
  };
}

/** The driver takes bytes for text unless they are a Buffer. */
const parameterOf = (value: unknown) =>
  (value instanceof Uint8Array ? Buffer.from(value) : typeof value === "bigint" ? String(value) : value) as string;

function columnOf(field: FieldPacket): Column {
  const type = typeOf(field);
  const isBytes = STRINGS.includes(type) && field.characterSet === BINARY_CHARSET;
  const kind = KINDS.get(type) ?? (isBytes ? "bytes" : "text");
  return { name: field.name, kind, comparedAs: type === Types.FLOAT ? "FLOAT" : null };
}

const typeOf = ({ columnType, type }: FieldPacket): number => columnType ?? type ?? Types.VAR_STRING;

function readable(row: Row, fields: readonly FieldPacket[]): Row {
  for (const field of fields) {
    const cell = row[field.name];
    const type = typeOf(field);
    if (typeof cell === "string" && KINDS.get(type) === "number") row[field.name] = numberOfText(cell);
    else if (typeof cell === "number" && type === Types.FLOAT) row[field.name] = shortestSingle(cell);
    // Such as 0000-00-00.
    else if (cell instanceof Date && Number.isNaN(cell.getTime())) row[field.name] = null;
  }
  return row;
}

/** Deadlock, or a lock that came too late. */
const mayRepeat = (error: unknown): boolean =>
  error instanceof Error && "errno" in error && (error.errno === 1213 || error.errno === 1205);
