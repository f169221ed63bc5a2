import { codeIn, type FaultTable, TOO_MANY_CALLS, withoutClass } from "./patterns.ts";

// https://developers.cloudflare.com/d1/observability/debug-d1/#error-list
// https://developers.cloudflare.com/d1/platform/limits/
/** What D1 says after `D1_ERROR: `, in its own words and those of the SQLite in it. */
const D1_FAULTS: FaultTable = [
  [TOO_MANY_CALLS, "invocation_limit"],
  [
    /exceeded (?:D1's )?maximum (?:DB size|account storage limit)|SQLITE_FULL|database or disk is full/i,
    "database_full",
  ],
  [/exceeded D1's free tier/i, "database_quota_spent"],
  [/no such (?:table|column|index|view)|has no column named/i, "database_not_migrated"],
  [/SQLITE_READONLY|readonly database|read-only/i, "database_read_only"],
  [/D1 DB is overloaded|too many requests queued|requests queued for too long/i, "database_overloaded"],
  [/SQLITE_(?:BUSY|LOCKED)|database (?:table )?is locked/i, "database_overloaded"],
  [/exceeded its (?:CPU time|memory) limit|SQLITE_NOMEM|out of memory/i, "database_query_too_heavy"],
  [/exceeded timeout|caused object to be reset|reset because its code was updated/i, "database_reset"],
  [/network connection lost|due to transient issue|client disconnected|internal error/i, "database_unavailable"],
  [
    /SQLITE_TOOBIG|too big|statement too long|too many (?:SQL variables|terms|columns|arguments|parameters)|pattern too complex|expression tree is too large|parser stack overflow/i,
    "database_row_too_large",
  ],
  [/SQLITE_(?:CONSTRAINT|MISMATCH)|constraint failed|datatype mismatch/i, "database_constraint"],
];

/** D1's errors begin like this. */
const OF_D1 = /^D1_\w{1,40}: /;

export const isOfD1 = (message: string): boolean => OF_D1.test(withoutClass(message));

/** null = D1 says something else: a wrong statement, for example. */
export const d1FaultOf = (message: string) => codeIn(D1_FAULTS, message);

// docs/decisions/071-deletions-make-room.md
/** Whether D1 refused a statement or a batch because it is full. Nothing was written; deletions still work. */
export const isDatabaseFull = (error: unknown): boolean =>
  error instanceof Error && isOfD1(error.message) && d1FaultOf(error.message) === "database_full";
