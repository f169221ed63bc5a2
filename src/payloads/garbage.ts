import type { Edit } from "../core/entities/edit.ts";
import { forEachChunk } from "../d1/write/insert.ts";

/** The database's own time, in the form of core/time.ts: only whoever sweeps looks at it. */
const NOW = "strftime('%Y-%m-%dT%H:%M:%S', 'now')";

const DOOM_KEYS = `INSERT OR IGNORE INTO doomed_payloads SELECT ${NOW}, value FROM json_each(?1)`;

const DOOM_VALUES_OF_NODES = `INSERT OR IGNORE INTO doomed_payloads SELECT ${NOW}, e.key
  FROM json_each(?1) AS w CROSS JOIN edits AS e ON e.data_node_id = w.value WHERE e.key IS NOT NULL`;

const DOOM_REPLACED_FILES = `INSERT OR IGNORE INTO doomed_payloads SELECT ${NOW}, f.key
  FROM json_each(?1) AS w CROSS JOIN files AS f ON f.path = w.value WHERE f.key IS NOT NULL`;

const DOOM_LOST_VALUES = `INSERT OR IGNORE INTO doomed_payloads SELECT ${NOW}, value ->> 'key' FROM json_each(?1)
  WHERE NOT EXISTS (SELECT 1 FROM data_nodes WHERE id = value ->> 'data_node_id')`;

/** Payloads that nothing may ever have pointed at. */
export const doomKeys = (db: D1Database, keys: readonly string[]): D1PreparedStatement[] =>
  forEachChunk(db, DOOM_KEYS, keys);

/** All values of data nodes, before their edits are deleted in the same batch. A file at a configured path still counts. */
export const doomValuesOf = (db: D1Database, dataNodeIds: readonly string[]): D1PreparedStatement[] =>
  forEachChunk(db, DOOM_VALUES_OF_NODES, dataNodeIds);

/** Values of edits whose data node is gone, so that the edits are not taken. */
export const doomLostValues = (
  db: D1Database,
  edits: readonly Pick<Edit, "data_node_id" | "key">[],
): D1PreparedStatement[] => {
  const values = edits.filter(({ key }) => key !== null).map(({ data_node_id, key }) => ({ data_node_id, key }));
  return forEachChunk(db, DOOM_LOST_VALUES, values);
};

/** What lies at these paths, before it is replaced in the same batch. An edit that wrote it still counts. */
export const doomFilesAt = (db: D1Database, paths: readonly string[]): D1PreparedStatement[] =>
  forEachChunk(db, DOOM_REPLACED_FILES, paths);
