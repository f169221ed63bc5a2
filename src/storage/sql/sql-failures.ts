import { retryableOf } from "../../core/errors.ts";
import { d1FaultOf } from "../../core/faults/d1-faults.ts";
import type { FaultCode } from "../../core/faults/patterns.ts";
import type { DatabaseEngine } from "../../core/storage-options/sql-options.ts";
import type { Reason } from "../settings/outside-failure.ts";

/** Why a database has failed, and what its operator can do about it. */
export interface DatabaseFailure {
  readonly reason: Reason;
  readonly advice?: string;
  /** The database says that it has not begun. */
  readonly isRefused?: true;
}

// docs/decisions/105-failures-of-databases-by-their-codes.md
/** By the database's own codes. What no table names is the operator's: 400 is for values alone. */
export function databaseFailure(engine: DatabaseEngine, error: unknown): DatabaseFailure {
  return isOfJavaScript(error) ? { reason: "value" } : FAILURES[engine](error);
}

/** What a driver throws for a value that it can't send, before it calls the server. In a read it is a fault of the service. */
export const isOfJavaScript = (error: unknown): boolean =>
  error instanceof Error && !("code" in error) && (error instanceof TypeError || error instanceof RangeError);

const FAILURES: Readonly<Record<DatabaseEngine, (error: unknown) => DatabaseFailure>> = {
  sqlite: (error) => failureOfD1(error instanceof Error ? error.message : String(error)),
  postgresql: (error) => failureOfPostgresql(textOf(error, "code")),
  mysql: (error) => failureOfMysql(textOf(error, "sqlState"), Number(textOf(error, "errno"))),
};

const LOGIN = "Its operator checks dbUsername and dbPassword, or the connection string of the binding.";
const RIGHTS = "Its operator gives the user of the configuration the right to do this.";
const DATABASE = "Its operator checks dbName, or the connection string of the binding.";
const TABLE = "Its operator checks the configured table or query, and that the database has this table.";
const COLUMN = "Its operator checks the configured query, and the columns of the table.";
const ADDRESS = "Its operator lets the server accept connections of Cloudflare's addresses or of a tunnel.";

type Row = readonly [codes: readonly (string | number)[], reason: Reason, advice?: string];

/** SQLSTATEs, or their classes (the first two characters). A whole one goes before its class. */
const SQL_STATES: readonly Row[] = [
  [["28"], "settings", LOGIN],
  [["3D", "3F"], "settings", DATABASE],
  [["42P01", "42S02", "42P02"], "settings", TABLE],
  [["42703", "42S22"], "settings", COLUMN],
  [["42501"], "settings", RIGHTS],
  // Data exceptions, violated constraints and views, refusals of triggers, limits of a row.
  [["22", "23", "44", "45", "54", "P0"], "value"],
  // Lost connections, rollbacks, missing resources, locks, interventions of the operator, failures of the server's system.
  [["08", "40", "53", "55", "57", "58"], "outage"],
];

/** Numbers of MySQL and MariaDB whose SQLSTATE says nothing (HY000), or something else. */
const MYSQL_NUMBERS: readonly Row[] = [
  [[1044, 1142, 1143, 1227, 1370], "settings", RIGHTS],
  [[1045, 1698], "settings", LOGIN],
  [[1049], "settings", DATABASE],
  [[1129, 1130], "settings", ADDRESS],
  // A packet that is too large; truncated, wrong, missing or forbidden values; violated constraints of MariaDB.
  [[1153, 1264, 1265, 1292, 1364, 1366, 1367, 1411, 1690, 3140, 3141, 3143, 3156, 3819, 4025], "value"],
  // Disk full, memory, connections.
  [[1021, 1030, 1037, 1038, 1040, 1041, 1114, 1203, 1226], "outage"],
  // Shutdown, network, killed connections.
  [[1053, 1077, 1079, 1080, 1158, 1159, 1160, 1161, 1317, 1927, 2002, 2003, 2006, 2013, 4031], "outage"],
  // Locks, limits of time.
  [[1205, 1206, 1213, 1969, 3024, 3058, 3572], "outage"],
];

/** Codes of the driver `postgres`, which are no SQLSTATE. All others are lost connections. */
const POSTGRESQL_DRIVER: readonly Row[] = [
  [["SASL_SIGNATURE_MISMATCH", "AUTH_TYPE_NOT_IMPLEMENTED"], "settings", LOGIN],
  [["UNDEFINED_VALUE", "MAX_PARAMETERS_EXCEEDED"], "value"],
];

function failureOfPostgresql(code: string): DatabaseFailure {
  return /^[0-9A-Z]{5}$/.test(code) ? failureOfState(code) : (rowOf(POSTGRESQL_DRIVER, code) ?? { reason: "outage" });
}

/** Without a code of the server the connection has failed. */
function failureOfMysql(sqlState: string, errno: number): DatabaseFailure {
  return rowOf(MYSQL_NUMBERS, errno) ?? (sqlState === "" ? { reason: "outage" } : failureOfState(sqlState));
}

const failureOfState = (state: string): DatabaseFailure =>
  rowOf(SQL_STATES, state) ?? rowOf(SQL_STATES, state.slice(0, 2)) ?? { reason: "settings" };

function rowOf(rows: readonly Row[], code: string | number): DatabaseFailure | null {
  const [, reason, advice] = rows.find(([codes]) => codes.includes(code)) ?? [];
  return reason === undefined ? null : { reason, ...(advice !== undefined && { advice }) };
}

/** What the faults of core/faults mean for a database of the application's; those that pass are left out. */
const D1_FAILURES: { readonly [Code in FaultCode]?: DatabaseFailure } = {
  database_constraint: { reason: "value" },
  database_row_too_large: { reason: "value" },
  database_not_migrated: { reason: "settings", advice: TABLE },
  database_full: { reason: "settings" },
  database_read_only: { reason: "settings" },
};
const D1_VALUE = /D1_TYPE_ERROR|SQLITE_RANGE|malformed JSON|integer overflow/i;
const D1_SETTINGS =
  /no such|syntax error|incomplete input|SQLITE_(?:ERROR|AUTH)|not authorized|wrong number of parameter/i;

function failureOfD1(message: string): DatabaseFailure {
  const fault = d1FaultOf(message);
  if (fault !== null) {
    return D1_FAILURES[fault] ?? { reason: "outage", ...(retryableOf(fault) === "yes" && { isRefused: true }) };
  }
  if (D1_VALUE.test(message)) return { reason: "value" };
  return { reason: D1_SETTINGS.test(message) ? "settings" : "outage" };
}

const MAX_DETAIL = 200;

/** Where in the value the fault lies, as PostgreSQL says beside its message: the column, the key, the row. MySQL's message has it. */
export function placeOf(error: unknown): string {
  const [column, detail] = [textOf(error, "column_name"), textOf(error, "detail").replace(/\.$/, "")];
  return [column === "" ? "" : ` Column: ${column}.`, detail === "" ? "" : ` ${detail.slice(0, MAX_DETAIL)}.`].join("");
}

function textOf(error: unknown, member: string): string {
  const found: unknown = typeof error === "object" && error !== null ? Reflect.get(error, member) : undefined;
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}
