import type { VersionStore } from "../../core/ports/version-store.ts";

export const createVersionStore = (db: D1Database): VersionStore => ({
  async keep(version, creation_date, configuration) {
    const [, found] = await db.batch<{ configuration: string }>([
      db
        .prepare("INSERT OR IGNORE INTO versions (id, creation_date, configuration) VALUES (?, ?, ?)")
        .bind(version, creation_date, configuration),
      db.prepare("SELECT configuration FROM versions WHERE id = ?").bind(version),
    ]);
    return found?.results[0]?.configuration ?? configuration;
  },
  async replace(version, { kept, configuration }) {
    await db
      .prepare("UPDATE versions SET configuration = ?2 WHERE id = ?1 AND configuration = ?3")
      .bind(version, configuration, kept)
      .run();
  },
  async exists(version) {
    return (await db.prepare("SELECT id FROM versions WHERE id = ?").bind(version).first()) !== null;
  },
  async list() {
    const { results } = await db
      .prepare("SELECT id, creation_date FROM versions ORDER BY creation_date, id")
      .all<{ id: string; creation_date: string }>();
    return results;
  },
});
