import { text } from "../../core/entities/fields.ts";
import { type Table, tableOf } from "../../core/entities/table.ts";
import type { Parent } from "../../core/planning/creation-plan.ts";
import type { Insertion } from "../../core/ports/creation-store.ts";

/** D1 limits one bound value to 2 MB; a character takes up to 3 bytes of UTF-8. */
const MAX_CHUNK_CHARACTERS = 600_000;

/** JSON arrays that together hold all items in order, each small enough to be bound, with their lengths; none for no items. */
function* chunksOf(items: readonly unknown[]): Generator<Pick<Insertion, "json" | "rows">> {
  let chunk: string[] = [];
  let size = 0;
  for (const item of items) {
    const json = JSON.stringify(item);
    if (chunk.length > 0 && size + json.length > MAX_CHUNK_CHARACTERS) {
      yield { json: `[${chunk.join(",")}]`, rows: chunk.length };
      chunk = [];
      size = 0;
    }
    chunk.push(json);
    size += json.length + 1;
  }
  if (chunk.length > 0) yield { json: `[${chunk.join(",")}]`, rows: chunk.length };
}

export const jsonChunks = (items: readonly unknown[]): string[] => Array.from(chunksOf(items), ({ json }) => json);

/** One statement for each chunk of the items, which is bound as `?1`; `more` is bound after it. */
export const forEachChunk = (
  db: D1Database,
  sql: string,
  items: readonly unknown[],
  ...more: readonly string[]
): D1PreparedStatement[] => jsonChunks(items).map((chunk) => db.prepare(sql).bind(chunk, ...more));

/** As {@link forEachChunk}, before there are statements. */
export const insertionsOfEach = (sql: string, rows: readonly unknown[]): Insertion[] =>
  Array.from(chunksOf(rows), (chunk) => ({ sql, ...chunk }));

/** The statements of insertions. */
export const statementsOf = (db: D1Database, insertions: readonly Insertion[]): D1PreparedStatement[] =>
  insertions.map(({ sql, json }) => db.prepare(sql).bind(json));

/**
 * Inserts rows, with as few statements as their size allows. `verb` and `rest` decide about a row whose key exists, `where`
 * selects rows; SQL in `where` calls a row of the parameter `value`.
 */
export function insertionsOfRows<Row>(
  { name, columns: kinds }: Table<Row>,
  rows: readonly Row[],
  { verb = "INSERT", where = "true", rest = "" } = {},
): Insertion[] {
  if (rows.length === 0) return [];
  const columns = Object.keys(kinds);
  const values = columns.map((column) => `value ->> '${column}'`);
  const sql = `${verb} INTO ${name} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM json_each(?1) WHERE ${where} ${rest}`;
  return insertionsOfEach(sql, rows);
}

/** The statements of {@link insertionsOfRows}. */
export const insertRows = <Row>(
  db: D1Database,
  table: Table<Row>,
  rows: readonly Row[],
  how: { readonly verb?: string; readonly where?: string; readonly rest?: string } = {},
): D1PreparedStatement[] => statementsOf(db, insertionsOfRows(table, rows, how));

// docs/decisions/021-parents-are-a-link-table.md
/** Who uses an entity: tasks use data nodes; scenarios and sequences use tasks; scenarios use additional data nodes. */
export const parentTable = tableOf("parents", ["child_id", "parent_id"], { child_id: text(), parent_id: text() });

/** Inserts the pairs that are not stored yet. */
export const parentInsertions = (parents: readonly Parent[]): Insertion[] =>
  insertionsOfRows(parentTable, parents, { verb: "INSERT OR IGNORE" });
