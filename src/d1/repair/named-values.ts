import type { NamedValue, OverdueNotes } from "../../core/ports/repair/repair-store.ts";

/**
 * One edit or file a key, in the order of the keys: the indexes by key have that order, and each half reads no more than the
 * page needs.
 */
const half = (table: string, columns: string): string => `SELECT * FROM (SELECT key, ${columns} FROM ${table}
  WHERE key IS NOT NULL AND key > ?1 AND key <= ?2 GROUP BY key ORDER BY key LIMIT ?3 + 0)`;

const NAMED = `SELECT key, data_node_id, edit_number, path FROM (
    ${half("edits", "data_node_id, min(number) AS edit_number, NULL AS path")}
    UNION ALL ${half("files", "NULL, NULL, min(path)")})
  GROUP BY key ORDER BY key LIMIT ?3 + 0`;

const UNNAMED = `SELECT w.value AS key FROM json_each(?1) AS w WHERE NOT EXISTS (SELECT 1 FROM edits WHERE key = w.value)
  AND NOT EXISTS (SELECT 1 FROM files WHERE key = w.value) AND w.value NOT IN (SELECT key FROM doomed_payloads)`;

/** Tables whose rows the sweep takes, the oldest first. */
const NOTES = ["doomed_payloads", "deleted_nodes", "deleted_paths"] as const;

export const createNamedValues = (db: D1Database) => ({
  async named(prefix: string, after: string, upTo: string | null, limit: number): Promise<readonly NamedValue[]> {
    // Behind every key that begins like the prefix, and before all others.
    const end = upTo ?? `${prefix}\u{10ffff}`;
    const from = after === "" ? prefix : after;
    return (await db.prepare(NAMED).bind(from, end, limit).all<NamedValue & Record<string, unknown>>()).results;
  },
  async unnamed(keys: readonly string[]): Promise<readonly string[]> {
    if (keys.length === 0) return [];
    const { results } = await db.prepare(UNNAMED).bind(JSON.stringify(keys)).all<{ key: string }>();
    return results.map(({ key }) => key);
  },
  async overdue(before: string): Promise<readonly OverdueNotes[]> {
    const counts = NOTES.map(
      (table) =>
        `SELECT '${table}' AS "table", count(*) AS rows, min(since) AS oldest FROM (SELECT since FROM ${table} WHERE since < ?1 LIMIT 1000)`,
    );
    const { results } = await db
      .prepare(counts.join(" UNION ALL "))
      .bind(before)
      .all<OverdueNotes & Record<string, unknown>>();
    return results.filter(({ rows }) => rows > 0);
  },
});
