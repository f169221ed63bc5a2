import { text } from "../../core/entities/fields.ts";
import { type Table, tableOf } from "../../core/entities/table.ts";
import type { Parent } from "../../core/planning/creation-plan.ts";

/** D1 limits one bound value to 2 MB; a character takes up to 3 bytes of UTF-8. */
const MAX_CHUNK_CHARACTERS = 600_000;

/** JSON arrays that together hold all items in order, each small enough to be bound; none for no items. */
export function jsonChunks(items: readonly unknown[]): string[] {
  const chunks: string[] = [];
  let chunk: string[] = [];
  let size = 0;
  for (const item of items) {
    const json = JSON.stringify(item);
    if (chunk.length > 0 && size + json.length > MAX_CHUNK_CHARACTERS) {
      chunks.push(`[${chunk.join(",")}]`);
      chunk = [];
      size = 0;
    }
    chunk.push(json);
    size += json.length + 1;
  }
  if (chunk.length > 0) chunks.push(`[${chunk.join(",")}]`);
  return chunks;
}

/** One statement for each chunk of the items, which is bound as `?1`; `more` is bound after it. */
export const forEachChunk = (
  db: D1Database,
  sql: string,
  items: readonly unknown[],
  ...more: readonly string[]
): D1PreparedStatement[] => jsonChunks(items).map((chunk) => db.prepare(sql).bind(chunk, ...more));

/**
 * Inserts rows, with as few statements as their size allows. `verb` and `rest` decide about a row whose key exists, `where`
 * selects rows; SQL in `where` calls a row of the parameter `value`.
 */
export function insertRows<Row>(
  db: D1Database,
  { name, columns: kinds }: Table<Row>,
  rows: readonly Row[],
  { verb = "INSERT", where = "true", rest = "" } = {},
): D1PreparedStatement[] {
  if (rows.length === 0) return [];
  const columns = Object.keys(kinds);
  const values = columns.map((column) => `value ->> '${column}'`);
  const sql = `${verb} INTO ${name} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM json_each(?1) WHERE ${where} ${rest}`;
  return forEachChunk(db, sql, rows);
}

// docs/decisions/021-parents-are-a-link-table.md
/** Who uses an entity: tasks use data nodes; scenarios and sequences use tasks; scenarios use additional data nodes. */
export const parentTable = tableOf("parents", ["child_id", "parent_id"], { child_id: text(), parent_id: text() });

/** Inserts the pairs that are not stored yet. */
export const insertParents = (db: D1Database, parents: readonly Parent[]): D1PreparedStatement[] =>
  insertRows(db, parentTable, parents, { verb: "INSERT OR IGNORE" });
