import { d1FaultOf } from "../../core/faults/d1-faults.ts";
import type { FaultCode } from "../../core/faults/patterns.ts";
import type { DatabaseEngine } from "../../core/storage-options/sql-options.ts";
import type { Reason } from "../settings/outside-failure.ts";

/** Why a database has failed, by its own codes. What no table names is the operator's: 400 is for values alone. */
export const reasonOfDatabase = (engine: DatabaseEngine, error: unknown): Reason =>
  isOfJavaScript(error) ? "value" : REASONS[engine](error);

/** What a driver throws for a value that it can't send, before it calls the server. */
const isOfJavaScript = (error: unknown): boolean =>
  error instanceof Error && !("code" in error) && (error instanceof TypeError || error instanceof RangeError);

const REASONS: Readonly<Record<DatabaseEngine, (error: unknown) => Reason>> = {
  sqlite: (error) => reasonOfD1(error instanceof Error ? error.message : String(error)),
  postgresql: (error) => reasonOfPostgresql(textOf(error, "code")),
  mysql: (error) => reasonOfMysql(textOf(error, "sqlState"), Number(textOf(error, "errno"))),
};

/** Without a code of the server the connection has failed. */
function reasonOfPostgresql(code: string): Reason {
  if (/^(?:SASL_SIGNATURE_MISMATCH|AUTH_TYPE_NOT_IMPLEMENTED)$/.test(code)) return "settings";
  if (/^(?:UNDEFINED_VALUE|MAX_PARAMETERS_EXCEEDED)$/.test(code)) return "value";
  return /^[0-9A-Z]{5}$/.test(code) ? reasonOfClass(code) : "outage";
}

/**
 * Classes of SQLSTATE. Values: data exceptions, violated constraints and limits of a row, refusals of triggers. Outages: lost
 * connections, rollbacks, missing resources, locks, interventions of the operator, failures of the server's system.
 */
function reasonOfClass(sqlState: string): Reason {
  const ofClass = sqlState.slice(0, 2);
  if (["22", "23", "44", "45", "54", "P0"].includes(ofClass)) return "value";
  return ["08", "40", "53", "55", "57", "58"].includes(ofClass) ? "outage" : "settings";
}

/** MySQL's own numbers of errors whose SQLSTATE says nothing (HY000), or something else. */
const MYSQL_VALUES: ReadonlySet<number> = new Set([
  // A packet that is too large; truncated, wrong, missing or forbidden values; violated constraints of MariaDB.
  ...[1153, 1264, 1265, 1292, 1364, 1366, 1367, 1411, 1690, 3140, 3141, 3143, 3156, 3819, 4025],
]);
const MYSQL_OUTAGES: ReadonlySet<number> = new Set([
  // Disk full, memory, connections, shutdown, table full, network, locks, limits of time.
  ...[1021, 1030, 1037, 1038, 1040, 1041, 1053, 1077, 1079, 1080, 1114, 1158, 1159, 1160, 1161, 1203, 1205, 1206],
  ...[1213, 1226, 1317, 1927, 1969, 2002, 2003, 2006, 2013, 3024, 3058, 3572, 4031],
]);

/** Without a code of the server the connection has failed. */
function reasonOfMysql(sqlState: string, errno: number): Reason {
  if (MYSQL_VALUES.has(errno)) return "value";
  if (MYSQL_OUTAGES.has(errno) || sqlState === "") return "outage";
  return reasonOfClass(sqlState);
}

/** What the faults of core/faults mean for a database of the application's; those that pass are left out. */
const D1_REASONS: { readonly [Code in FaultCode]?: Reason } = {
  database_constraint: "value",
  database_row_too_large: "value",
  database_not_migrated: "settings",
  database_full: "settings",
  database_read_only: "settings",
};
const D1_VALUE = /D1_TYPE_ERROR|SQLITE_RANGE|malformed JSON|integer overflow/i;
const D1_SETTINGS =
  /no such|syntax error|incomplete input|SQLITE_(?:ERROR|AUTH)|not authorized|wrong number of parameter/i;

function reasonOfD1(message: string): Reason {
  const fault = d1FaultOf(message);
  if (fault !== null) return D1_REASONS[fault] ?? "outage";
  if (D1_VALUE.test(message)) return "value";
  return D1_SETTINGS.test(message) ? "settings" : "outage";
}

function textOf(error: unknown, member: string): string {
  const found: unknown = typeof error === "object" && error !== null ? Reflect.get(error, member) : undefined;
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}
