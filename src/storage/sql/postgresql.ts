import type { Duplex } from "node:stream";
import postgres from "postgres";
import { TaipyError } from "../../core/errors.ts";
import { dateOfText } from "../../core/values/exact/precise-date.ts";
import { parseNumbers } from "../../core/values/json-text.ts";
import { misconfigured } from "../settings/outside-failure.ts";
import { ArrivingRows } from "./arriving-rows.ts";
import { jsonOfCell } from "./cells.ts";
import type { Column, ColumnKind, Database } from "./database.ts";
import { postgresqlDialect } from "./dialects/postgresql-dialect.ts";
import { numberOfText } from "./number-text.ts";
import { openPostgresqlSocket } from "./postgresql-socket.ts";
import { CONNECT_TIMEOUT_MS, runTransaction, type ServerLimits, withinTime } from "./server-connection.ts";
import type { ServerSettings } from "./server-settings.ts";

/** Server parameters that a connection string may set; other names in it are for other drivers. */
const SERVER_PARAMETERS = ["application_name", "lock_timeout", "options", "search_path", "statement_timeout"];

/** Digits of the second that the server keeps. */
const MICROSECOND_DIGITS = 6;
/** The type `date`, which has no time of day. */
const DAYS = 1082;

/** The server's own numbers of its types. Types that are not here are read, and compared, as text. */
const KINDS: ReadonlyMap<number, readonly [kind: ColumnKind, comparedAs: string]> = new Map([
  [16, ["boolean", "boolean"]],
  [17, ["bytes", "bytea"]],
  [20, ["number", "bigint"]],
  [21, ["number", "bigint"]],
  [23, ["number", "bigint"]],
  [26, ["number", "numeric"]],
  [114, ["json", "json"]],
  [700, ["number", "real"]],
  [701, ["number", "double precision"]],
  [DAYS, ["date", "timestamp"]],
  [1114, ["date", "timestamp"]],
  [1184, ["date", "timestamptz"]],
  [1700, ["number", "numeric"]],
  [2950, ["text", "uuid"]],
  [3802, ["json", "json"]],
]);

/** @throws Error of the driver when the server does not exist, refuses, or takes too long */
export async function openPostgresql(settings: ServerSettings, limits: ServerLimits): Promise<Database> {
  const socket = await withinTime(openPostgresqlSocket(settings), CONNECT_TIMEOUT_MS);
  const sql = postgres(optionsOf(settings, socket));
  // What ends the last read's transaction: a session can't be closed before it.
  let committed: Promise<void> = Promise.resolve();
  const close = () => closed(sql, socket, committed);
  try {
    await withinTime(sql.unsafe("SELECT 1"), CONNECT_TIMEOUT_MS);
    const run = (statement: { readonly sql: string; readonly parameters: readonly unknown[] }) =>
      sql.unsafe(statement.sql, [...statement.parameters] as never[]);
    return {
      dialect: postgresqlDialect,
      async query(statement, budget, limitMs = limits.statementMs) {
        const arriving = new ArrivingRows(budget);
        try {
          // The three are sent one after the other, and answered in one round trip.
          const begun = sql.unsafe(beginOf({ ...limits, statementMs: limitMs })).execute();
          const answered = run(statement).forEach((row) => {
            arriving.add(row);
          });
          const both = Promise.all([begun, answered]);
          committed = sql.unsafe("COMMIT").then(ignore, ignore);
          const [, { columns }] = await both;
          // The driver answers several statements by a list of answers.
          if (columns === undefined) throw misconfigured("The query is not one statement.");
          return { columns: columns.map(columnOf), rows: arriving.under(columns) };
        } catch (error) {
          // The server would send all other rows.
          if (error instanceof TaipyError) socket.destroy();
          throw error;
        }
      },
      transaction: (...given) => runTransaction({ run, mayRepeat, begin: beginOf(limits) }, ...given),
      close,
      cut: () => void socket.destroy(),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Begins a transaction in UTC, with ISO dates, and with the limits that the server, its user or the configuration does not set. All
 * that ends with the transaction: a
 * pooler gives the connection to others, and refuses parameters of the connection that it does not know.
 */
function beginOf({ statementMs, lockMs, idleMs }: ServerLimits): string {
  const limits = { statement_timeout: statementMs, lock_timeout: lockMs, idle_in_transaction_session_timeout: idleMs };
  const rows = Object.entries(limits).map(([name, value]) => `('${name}', '${value}')`);
  return `START TRANSACTION; SELECT set_config(name, value, true) FROM (VALUES ${rows.join(", ")}) AS limits (name, value)
    WHERE current_setting(name) = '0'
    UNION ALL SELECT set_config('TimeZone', 'UTC', true) UNION ALL SELECT set_config('DateStyle', 'ISO', true)
    UNION ALL SELECT set_config('bytea_output', 'hex', true) UNION ALL SELECT set_config('extra_float_digits', '1', true)
    UNION ALL SELECT set_config('IntervalStyle', 'postgres', true)`;
}

function optionsOf({ user, password, database, extra }: ServerSettings, socket: Duplex) {
  const parameters = Object.entries(extra).filter(([name]) => SERVER_PARAMETERS.includes(name));
  return {
    // An option that the driver's types lack. The driver calls it again when the server has closed the first socket.
    socket() {
      if (socket.destroyed) throw new Error("the server has closed the connection");
      return socket;
    },
    user,
    password,
    database,
    // One connection, so that a transaction is all that runs between START and COMMIT.
    max: 1,
    // Poolers such as Hyperdrive share connections, so no prepared statement may stay on one.
    prepare: false,
    fetch_types: false,
    onnotice: () => {},
    connection: Object.fromEntries(parameters),
    types: {
      integer: { to: 20, from: [20], serialize: String, parse: numberOfText },
      decimal: { to: 1700, from: [1700], serialize: String, parse: numberOfText },
      // With all digits of its numbers.
      json: { to: 114, from: [114, 3802], serialize: jsonText, parse: (text: string) => parseNumbers(text, "digits") },
      date: { to: 1184, from: [1082, 1114, 1184], serialize: timeText, parse: dateOf },
    },
  };
}

/** A parameter for JSON is the value itself, also a text. */
const jsonText = (value: unknown): string => jsonOfCell(value, (hex) => hex);

const timeText = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

/** A date or time, without an offset in UTC; a value without a JavaScript date (`infinity`, years BC) stays text. */
const dateOf = (text: string): Date | string =>
  dateOfText(text.replace(/([+-]\d\d)$/, (offset) => (text.includes(":") ? `${offset}:00` : offset))) ?? text;

function columnOf({ name, type }: { readonly name: string; readonly type: number }): Column {
  const [kind, comparedAs] = KINDS.get(type) ?? (["text", "text"] as const);
  return { name, kind, comparedAs, ...(kind === "date" && { timeDigits: type === DAYS ? null : MICROSECOND_DIGITS }) };
}

/** A deadlock, or a serialization failure. */
const mayRepeat = (error: unknown): boolean =>
  error instanceof Error && "code" in error && ["40P01", "40001"].includes(String(error.code));

const ignore = (): void => {};

async function closed(sql: postgres.Sql, socket: Duplex, committed: Promise<void>): Promise<void> {
  try {
    if (!socket.destroyed) await withinTime(committed, CONNECT_TIMEOUT_MS);
    await withinTime(sql.end({ timeout: 1 }), CONNECT_TIMEOUT_MS);
  } catch {
    // The server has closed the connection already.
  } finally {
    socket.destroy();
  }
}
