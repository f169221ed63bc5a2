import { STALE, type Stale } from "../../core/planning/plan-and-write.ts";

type Value = string | number | null;

/**
 * Refuses the batch that it is part of when the condition holds. D1 runs a batch as one transaction, but has no statement
 * that rolls back on a condition; so this one inserts a cycle without an id, which violates the table's key.
 * @param condition an SQL expression; `?1`, `?2`, … are the values
 */
export const abortIf = (db: D1Database, condition: string, ...values: readonly Value[]): D1PreparedStatement =>
  db.prepare(`INSERT INTO cycles (id) SELECT NULL WHERE ${condition}`).bind(...values);

/**
 * As {@link abortIf}, for a batch that must not make the database larger: this statement inserts nothing, whatever its table
 * would say. It asks for a path that no JSON has, once for each row, of which there is one when the condition holds.
 */
export const refuseIf = (db: D1Database, condition: string, ...values: readonly Value[]): D1PreparedStatement =>
  db
    .prepare(`SELECT json_extract('{}', w.value) FROM json_each('["stale plan"]') AS w WHERE ${condition}`)
    .bind(...values);

/** Refuses the batch unless the condition holds; see {@link abortIf}. */
export const abortUnless = (db: D1Database, condition: string, ...values: readonly Value[]): D1PreparedStatement =>
  abortIf(db, `NOT (${condition})`, ...values);

const ABORTED = /NOT NULL constraint failed: cycles\.id|bad JSON path: 'stale plan'/;
const CONTRADICTION = /UNIQUE constraint failed/;

/** Whether D1 refused a batch, because it aborted itself or inserts a key that is taken. Nothing of it was done. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && (ABORTED.test(error.message) || CONTRADICTION.test(error.message));

/** What a batch answers; `STALE` when D1 refused it ({@link isRefusal}). */
export async function unlessRefused<T>(batch: Promise<T>): Promise<T | Stale> {
  try {
    return await batch;
  } catch (error) {
    if (isRefusal(error)) return STALE;
    throw error;
  }
}
