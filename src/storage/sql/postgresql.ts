import type { Duplex } from "node:stream";
import postgres from "postgres";
import { TaipyError } from "../../core/errors.ts";
import { MICROSECONDS_PER_MILLISECOND, parseTime } from "../../core/time.ts";
import { ArrivingRows } from "./arriving-rows.ts";
import { jsonLists, jsonOfCell } from "./cells.ts";
import type { Column, ColumnKind, Database, Dialect } from "./database.ts";
import { numberOfText } from "./number-text.ts";
import { openPostgresqlSocket } from "./postgresql-socket.ts";
import { CONNECT_TIMEOUT_MS, runTransaction, type ServerLimits, withinTime } from "./server-connection.ts";
import type { ServerSettings } from "./server-settings.ts";

/** The limit of one INSERT. */
const MAX_JSON_CHARACTERS = 4_000_000;

/** Server parameters that a connection string may set; other names in it are for other drivers. */
const SERVER_PARAMETERS = ["application_name", "lock_timeout", "options", "search_path", "statement_timeout"];

/** The server's own numbers of its types. Types that are not here are read, and compared, as text. */
const KINDS: ReadonlyMap<number, readonly [kind: ColumnKind, comparedAs: string]> = new Map([
  [16, ["boolean", "boolean"]],
  [17, ["bytes", "bytea"]],
  [20, ["number", "numeric"]],
  [21, ["number", "numeric"]],
  [23, ["number", "numeric"]],
  [26, ["number", "numeric"]],
  [114, ["json", "json"]],
  [700, ["number", "real"]],
  [701, ["number", "double precision"]],
  [1082, ["date", "timestamp"]],
  [1114, ["date", "timestamp"]],
  [1184, ["date", "timestamptz"]],
  [1700, ["number", "numeric"]],
  [3802, ["json", "json"]],
]);

const dialect: Dialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  booleans: "boolean",
  compare({ name, kind, comparedAs }, comparison, value, bind) {
    const column = dialect.quote(name);
    if (kind === "text") {
      // Equality needs no collation and may use an index; order is that of the code points.
      const collation = comparison === "=" ? "" : ' COLLATE "C"';
      return `${column}::text${collation} ${comparison} ${bind(value)}::text`;
    }
    const text = kind === "date" ? `${value}Z` : String(value);
    return `${column} ${comparison} ${bind(text)}::text::${comparedAs}`;
  },
  page: (limit, offset) => `${limit === null ? "" : ` LIMIT ${limit}`}${offset === 0 ? "" : ` OFFSET ${offset}`}`,
  placeholder: (position) => `$${position}`,
  parameters: (values) => values,
  mostCounted: Infinity,
  // Without it two writers would both delete the old rows only, and both add their own.
  lock: (table) => [{ sql: `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`, parameters: [] }],
  *insert(table, columns, rows) {
    const names = columns.map(({ name }) => dialect.quote(name)).join(", ");
    // The server converts each cell to its column's type; one parameter holds any number of rows.
    const source = `json_populate_recordset(NULL::${table}, $1::text::json)`;
    const sql = `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${source}`;
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
      dialect,
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
 * Begins a transaction with the limits that the server, its user or the configuration does not set. They end with the transaction: a
 * pooler gives the connection to others, and refuses parameters of the connection that it does not know.
 */
function beginOf({ statementMs, lockMs, idleMs }: ServerLimits): string {
  const limits = { statement_timeout: statementMs, lock_timeout: lockMs, idle_in_transaction_session_timeout: idleMs };
  const rows = Object.entries(limits).map(([name, value]) => `('${name}', '${value}')`);
  return `START TRANSACTION; SELECT set_config(name, value, true) FROM (VALUES ${rows.join(", ")}) AS limits (name, value)
    WHERE current_setting(name) = '0'`;
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
      date: { to: 1184, from: [1082, 1114, 1184], serialize: timeText, parse: dateOf },
    },
  };
}

const timeText = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

/** A date or time, without an offset in UTC; a value without a JavaScript date (`infinity`, years BC) stays text. */
function dateOf(text: string): Date | string {
  const time = parseTime(text.replace(/([+-]\d\d)$/, (offset) => (text.includes(":") ? `${offset}:00` : offset)));
  return time === null ? text : new Date(Math.floor(time / MICROSECONDS_PER_MILLISECOND));
}

function columnOf({ name, type }: { readonly name: string; readonly type: number }): Column {
  const [kind, comparedAs] = KINDS.get(type) ?? (["text", "text"] as const);
  return { name, kind, comparedAs };
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
