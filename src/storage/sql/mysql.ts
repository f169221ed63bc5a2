import { Buffer } from "node:buffer";
import type { Connection as EventConnection } from "mysql2";
import type { Connection, createConnection, FieldPacket } from "mysql2/promise";
import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";
import type { Row } from "../table/tabular-value.ts";
import { ArrivingRows } from "./arriving-rows.ts";
import type { Answer, Column, ColumnKind, Database, Dialect, Statement } from "./database.ts";
import { numberOfText, shortestSingle } from "./number-text.ts";
import { CONNECT_TIMEOUT_MS, runTransaction, type ServerLimits, withinTime } from "./server-connection.ts";
import type { ServerSettings } from "./server-settings.ts";

/** The protocol counts the parameters of a statement in 16 bits. */
const MAX_PARAMETERS = 60_000;
/** Servers take 16 MB by default, old ones 4. A character may take three bytes. */
const MAX_TEXT_CHARACTERS = 1_000_000;

/** The protocol's numbers of its types. All other types are text, except bytes. */
const FLOAT = 4;
const BIT = 16;
const JSON_TEXT = 245;
const GEOMETRY = 255;
/** DECIMAL TINY SHORT LONG FLOAT DOUBLE LONGLONG INT24 YEAR NEWDECIMAL */
const NUMBERS: readonly number[] = [0, 1, 2, 3, FLOAT, 5, 8, 9, 13, 246];
/** TIMESTAMP DATE DATETIME NEWDATE */
const DATES: readonly number[] = [7, 10, 12, 14];
/** Blobs and strings of all sizes; their character set tells bytes from text. */
const STRINGS: readonly number[] = [249, 250, 251, 252, 253, 254];
const BINARY_CHARSET = 63;

/** `mysql2/promise`, which the application brings. */
export interface MysqlDriver {
  readonly createConnection: typeof createConnection;
}

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
  mostCounted: Infinity,
  // InnoDB locks the rows that a DELETE has read, and the gaps between them.
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

/** @throws Error of the driver when the server does not exist, refuses, or takes too long */
export async function openMysql(
  { tls, extra, ...address }: ServerSettings,
  limits: ServerLimits,
  driver: MysqlDriver,
): Promise<Database> {
  // A static import would be loaded at every isolate's start.
  const { connect } = await import("node:net");
  const socket = connect(address.port, address.host);
  const connecting = driver.createConnection({
    ...address,
    ...(tls && { ssl: {} }),
    ...(extra.charset !== undefined && { charset: extra.charset }),
    stream: () => socket,
    // Workers refuse code that is made at run time.
    disableEval: true,
    timezone: "Z",
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  try {
    const connection = await withinTime(connecting, CONNECT_TIMEOUT_MS);
    // A connection that breaks between two statements makes the next one fail.
    connection.on("error", () => {});
    // Times are UTC, and a value that does not fit into its column is an error.
    await withinTime(
      connection.query(
        `SET time_zone = '+00:00', sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')${limitsOf(limits)}`,
      ),
      CONNECT_TIMEOUT_MS,
    );
    return databaseOver(connection);
  } catch (error) {
    connecting.catch(() => {});
    socket.destroy();
    throw error;
  }
}

/** The server's own limits count where they are stricter. Each server runs its own comment: their names for the first limit differ. */
function limitsOf({ statementMs, lockMs, idleMs }: ServerLimits): string {
  const [statement, lock, idle] = [statementMs, lockMs, idleMs].map((time) => Math.max(1, Math.ceil(time / 1_000)));
  return `, lock_wait_timeout = LEAST(@@lock_wait_timeout, ${lock}),
    innodb_lock_wait_timeout = LEAST(@@innodb_lock_wait_timeout, ${lock})
    /*M!100303 , max_statement_time = IF(@@max_statement_time = 0, ${statement}, @@max_statement_time),
    idle_transaction_timeout = IF(@@idle_transaction_timeout = 0, ${idle}, @@idle_transaction_timeout) */
    /*!50708 , max_execution_time = IF(@@max_execution_time = 0, ${statementMs}, @@max_execution_time) */`;
}

/** For the statements that follow. */
const statementLimit = (limitMs: number): string =>
  `SET @taipy_edge = 1 /*M!100101 , max_statement_time = ${Math.ceil(limitMs / 1_000)} */ /*!50708 , max_execution_time = ${limitMs} */`;

function databaseOver(connection: Connection): Database {
  const run = ({ sql, parameters }: Statement) =>
    parameters.length === 0 ? connection.query(sql) : connection.execute(sql, parameters.map(parameterOf));
  let isClosed = false;
  const cut = () => {
    isClosed = true;
    connection.destroy();
  };
  return {
    dialect,
    async query(statement, budget, limitMs) {
      try {
        if (limitMs !== undefined) await connection.query(statementLimit(limitMs));
        return await answerOf(connection, statement, budget);
      } catch (error) {
        // The server would send all other rows.
        if (error instanceof TaipyError) cut();
        throw error;
      }
    },
    transaction: (...given) => runTransaction({ run, mayRepeat }, ...given),
    async close() {
      if (isClosed) return;
      await withinTime(connection.end(), CONNECT_TIMEOUT_MS).catch(() => connection.destroy());
    },
    cut,
  };
}

/** The driver's connection with events, which gives rows one by one. Its promises give all rows at once. */
const withEvents = (connection: Connection) => (connection as unknown as { connection: EventConnection }).connection;

function answerOf(connection: Connection, { sql, parameters }: Statement, budget: Budget): Promise<Answer> {
  const events = withEvents(connection);
  const arriving = new ArrivingRows(budget);
  let fields: readonly FieldPacket[] = [];
  return new Promise((resolve, reject) => {
    const command = parameters.length === 0 ? events.query(sql) : events.execute(sql, parameters.map(parameterOf));
    command.on("fields", (found: readonly FieldPacket[] | undefined) => {
      fields = found ?? [];
    });
    command.on("result", (row: Row) => {
      try {
        if (fields.length > 0) arriving.add(readable(row, fields));
      } catch (error) {
        reject(error);
      }
    });
    command.on("error", reject);
    command.on("end", () => resolve({ columns: fields.map(columnOf), rows: arriving.under(fields) }));
  });
}

/** The driver takes bytes for text unless they are a Buffer. */
const parameterOf = (value: unknown) =>
  (value instanceof Uint8Array ? Buffer.from(value) : typeof value === "bigint" ? String(value) : value) as string;

function columnOf(field: FieldPacket): Column {
  return { name: field.name, kind: kindOf(field), comparedAs: typeOf(field) === FLOAT ? "FLOAT" : null };
}

function kindOf(field: FieldPacket): ColumnKind {
  const type = typeOf(field);
  if (NUMBERS.includes(type)) return "number";
  if (DATES.includes(type)) return "date";
  if (type === JSON_TEXT) return "json";
  const isBytes = STRINGS.includes(type) && field.characterSet === BINARY_CHARSET;
  return isBytes || type === BIT || type === GEOMETRY ? "bytes" : "text";
}

const typeOf = ({ columnType, type }: FieldPacket): number => columnType ?? type ?? -1;

function readable(row: Row, fields: readonly FieldPacket[]): Row {
  for (const field of fields) {
    const cell = row[field.name];
    if (typeof cell === "string" && kindOf(field) === "number") row[field.name] = numberOfText(cell);
    else if (typeof cell === "number" && typeOf(field) === FLOAT) row[field.name] = shortestSingle(cell);
    // Such as 0000-00-00.
    else if (cell instanceof Date && Number.isNaN(cell.getTime())) row[field.name] = null;
  }
  return row;
}

/** A deadlock. */
const mayRepeat = (error: unknown): boolean => error instanceof Error && "errno" in error && error.errno === 1213;
