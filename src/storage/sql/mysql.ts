import { Buffer } from "node:buffer";
import type { Connection as EventConnection } from "mysql2";
import type { Connection, createConnection, FieldPacket } from "mysql2/promise";
import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";
import { dateOfText, textOfDate } from "../../core/values/exact/precise-date.ts";
import { parseNumbers } from "../../core/values/json-text.ts";
import type { Row } from "../table/tabular-value.ts";
import { ArrivingRows } from "./arriving-rows.ts";
import type { Answer, Column, ColumnKind, Database, Statement } from "./database.ts";
import { mysqlDialect } from "./dialects/mysql-dialect.ts";
import { numberOfText, shortestSingle } from "./number-text.ts";
import { CONNECT_TIMEOUT_MS, runTransaction, type ServerLimits, withinTime } from "./server-connection.ts";
import type { ServerSettings } from "./server-settings.ts";

/** The protocol's numbers of its types. All other types are text, except bytes. */
const FLOAT = 4;
const BIT = 16;
const JSON_TEXT = 245;
const GEOMETRY = 255;
/** DECIMAL TINY SHORT LONG FLOAT DOUBLE LONGLONG INT24 YEAR NEWDECIMAL */
const NUMBERS: readonly number[] = [0, 1, 2, 3, FLOAT, 5, 8, 9, 13, 246];
/** TIMESTAMP DATE DATETIME NEWDATE */
const DATES: readonly number[] = [7, 10, 12, 14];
/** DATE NEWDATE */
const DAYS: readonly number[] = [10, 14];
/** TINY SHORT LONG LONGLONG INT24 YEAR */
const INTEGERS: readonly number[] = [1, 2, 3, 8, 9, 13];
/** Blobs and strings of all sizes; their character set tells bytes from text. */
const STRINGS: readonly number[] = [249, 250, 251, 252, 253, 254];
const BINARY_CHARSET = 63;

/** `mysql2/promise`, which the application brings. */
export interface MysqlDriver {
  readonly createConnection: typeof createConnection;
}

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
    // With all digits; the driver's own dates end at milliseconds.
    dateStrings: true,
    jsonStrings: true,
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
    dialect: mysqlDialect,
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

/** The driver takes bytes for text unless they are a Buffer, and drops digits of dates. */
function parameterOf(value: unknown): string {
  if (value instanceof Date) return textOfDate(value).replace("T", " ");
  const isNumber = typeof value === "bigint" || value instanceof Number;
  return (value instanceof Uint8Array ? Buffer.from(value) : isNumber ? String(value) : value) as string;
}

function columnOf(field: FieldPacket): Column {
  const type = typeOf(field);
  const kind = kindOf(field);
  return {
    name: field.name,
    kind,
    comparedAs: type === FLOAT ? "FLOAT" : null,
    ...(kind === "date" && { timeDigits: DAYS.includes(type) ? null : (field.decimals ?? 0) }),
    ...(INTEGERS.includes(type) && { isInteger: true }),
  };
}

function kindOf(field: FieldPacket): ColumnKind {
  const type = typeOf(field);
  if (NUMBERS.includes(type)) return "number";
  if (DATES.includes(type)) return "date";
  // MariaDB has it as text with a format.
  if (type === JSON_TEXT || field.extendedFormat === "json") return "json";
  const isBytes = STRINGS.includes(type) && field.characterSet === BINARY_CHARSET;
  return isBytes || type === BIT || type === GEOMETRY ? "bytes" : "text";
}

const typeOf = ({ columnType, type }: FieldPacket): number => columnType ?? type ?? -1;

function readable(row: Row, fields: readonly FieldPacket[]): Row {
  for (const field of fields) {
    const cell = row[field.name];
    const kind = kindOf(field);
    if (typeof cell === "number" && typeOf(field) === FLOAT) row[field.name] = shortestSingle(cell);
    else if (typeof cell !== "string") continue;
    else if (kind === "number") row[field.name] = numberOfText(cell);
    // Such as 0000-00-00 stays text.
    else if (kind === "date") row[field.name] = dateOfText(cell) ?? cell;
    else if (kind === "json") row[field.name] = parseNumbers(cell, "digits");
  }
  return row;
}

/** A deadlock. */
const mayRepeat = (error: unknown): boolean => error instanceof Error && "errno" in error && error.errno === 1213;
