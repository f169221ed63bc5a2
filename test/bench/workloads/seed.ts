import { repeatable } from "./repeatable.ts";
import { insertSql, type Template, withMark } from "./template.ts";

/** Copies inserted by one statement. */
const COPIES_AT_A_TIME = 10_000;

/** Numbers each copy, and spreads their ids: an odd factor maps 32-bit numbers one to one. */
const COPIES = `WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ?1)
  INSERT OR IGNORE INTO bench_copies SELECT k, printf('%08x', (k * 2654435761) & 4294967295) FROM n`;

/** Fills an empty database with `size` scenarios, data nodes and jobs each, and all rows that belong to them. */
export async function seed(db: D1Database, template: Template, size: number): Promise<void> {
  await repeatable(() =>
    db.batch([
      db.prepare("CREATE TABLE IF NOT EXISTS bench_copies (k INTEGER PRIMARY KEY, mark TEXT NOT NULL)"),
      db.prepare(COPIES).bind(size),
    ]),
  );
  await copy(db, template, ["scenarios"], size);
  await copy(db, template, ["data_nodes", "tasks", "parents", "edits"], size / (template.data_nodes?.length ?? 1));
  await copy(db, template, ["jobs", "submissions"], size / (template.jobs?.length ?? 1));
  await repeatable(() => db.prepare("DROP TABLE IF EXISTS bench_copies").run());
}

async function copy(db: D1Database, template: Template, tables: readonly string[], copies: number): Promise<void> {
  const source = "bench_copies AS c CROSS JOIN json_each(?1) WHERE c.k > ?2 AND c.k <= ?3";
  for (const table of tables) {
    const rows = template[table] ?? [];
    if (rows.length === 0) continue;
    const sql = insertSql(table, rows, source, withMark("c.mark"), "INSERT OR IGNORE");
    for (let from = 0; from < copies; from += COPIES_AT_A_TIME) {
      const to = Math.min(from + COPIES_AT_A_TIME, Math.ceil(copies));
      await repeatable(() => db.prepare(sql).bind(JSON.stringify(rows), from, to).run());
    }
  }
}

export const FLOOR_TABLES = [
  "CREATE TABLE IF NOT EXISTS floor_entities (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS floor_templates (name TEXT NOT NULL PRIMARY KEY, rows TEXT NOT NULL) STRICT, WITHOUT ROWID",
];

/** Items for one bound value. */
const ENTITIES_AT_A_TIME = 500;

/** The texts of the service's answers: reading them unchanged is the least work for the same answer. */
export async function seedFloor(
  db: D1Database,
  kind: string,
  entities: readonly { readonly id: string }[],
): Promise<void> {
  const rows = entities.map((entity) => [entity.id, JSON.stringify(entity)]);
  for (let from = 0; from < rows.length; from += ENTITIES_AT_A_TIME) {
    const json = JSON.stringify(rows.slice(from, from + ENTITIES_AT_A_TIME));
    await repeatable(() =>
      db
        .prepare("INSERT OR IGNORE INTO floor_entities SELECT ?2, value ->> 0, value ->> 1 FROM json_each(?1)")
        .bind(json, kind)
        .run(),
    );
  }
}
