import type { Edit } from "../../core/entities/edit.ts";
import type { Garbage } from "../../core/ports/garbage.ts";
import { forEachChunk } from "./insert.ts";

// Payloads that may be garbage are marked in the table `doomed_payloads`, in the batch that removes a reference to them.
// The sweep deletes those that nothing refers to a day later.

/** The database's own time, in the form of core/time.ts: only the sweep compares it. */
export const NOW = "strftime('%Y-%m-%dT%H:%M:%S', 'now')";

const markKeys = (since: string): string =>
  `INSERT OR IGNORE INTO doomed_payloads (since, key) SELECT ${since}, value FROM json_each(?1)`;
const MARK_KEYS = markKeys(NOW);
/** An object whose outbox can't be drained for so long, such as while D1 is full, still finds its values. */
const MARK_KEYS_THAT_MAY_COUNT = markKeys(`strftime('%Y-%m-%dT%H:%M:%S', ${NOW}, '+7 days')`);

const MARK_VALUES_OF_NODES = `INSERT OR IGNORE INTO doomed_payloads (since, key) SELECT ${NOW}, e.key
  FROM json_each(?1) AS w CROSS JOIN edits AS e ON e.data_node_id = w.value WHERE e.key IS NOT NULL`;

const MARK_REPLACED_FILES = `INSERT OR IGNORE INTO doomed_payloads (since, key) SELECT ${NOW}, f.key
  FROM json_each(?1) AS w CROSS JOIN files AS f ON f.path = w.value WHERE f.key IS NOT NULL`;

const MARK_LOST_VALUES = `INSERT OR IGNORE INTO doomed_payloads (since, key) SELECT ${NOW}, value ->> 'key' FROM json_each(?1)
  WHERE NOT EXISTS (SELECT 1 FROM data_nodes WHERE id = value ->> 'data_node_id')`;

export const createGarbage = (db: D1Database): Garbage => ({
  async discardLater(payloads, mayCount) {
    const keys = payloads.flatMap((payload) => payload.key ?? []);
    const mark = mayCount ? MARK_KEYS_THAT_MAY_COUNT : MARK_KEYS;
    if (keys.length > 0) await db.batch(forEachChunk(db, mark, keys));
  },
});

/** All values of data nodes, before their edits are deleted in the same batch. */
export const markValuesOf = (db: D1Database, dataNodeIds: readonly string[]): D1PreparedStatement[] =>
  forEachChunk(db, MARK_VALUES_OF_NODES, dataNodeIds);

/** Values of edits whose data node was deleted, so that the edits are not inserted. */
export const markLostValues = (
  db: D1Database,
  edits: readonly Pick<Edit, "data_node_id" | "key">[],
): D1PreparedStatement[] => {
  const values = edits.filter(({ key }) => key !== null).map(({ data_node_id, key }) => ({ data_node_id, key }));
  return forEachChunk(db, MARK_LOST_VALUES, values);
};

/** The values of files, before they are replaced in the same batch. An edit that wrote one still counts. */
export const markFilesAt = (db: D1Database, paths: readonly string[]): D1PreparedStatement[] =>
  forEachChunk(db, MARK_REPLACED_FILES, paths);
