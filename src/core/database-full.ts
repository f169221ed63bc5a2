/** D1's words when it takes nothing that makes it larger, and those of the SQLite in it. */
const FULL = /Exceeded maximum (?:DB size|account storage limit)|SQLITE_FULL|database or disk is full/i;

// docs/decisions/071-deletions-make-room.md
/** Whether D1 refused a statement or a batch because it is full. Nothing was written; deletions still work. */
export const isDatabaseFull = (error: unknown): boolean => error instanceof Error && FULL.test(error.message);
