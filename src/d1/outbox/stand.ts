import { parseSequenceId } from "../../core/entities/ids.ts";
import type { Asked, Stand } from "../../core/ports/outbox-database.ts";
import { decodeSnapshot, SNAPSHOT_COLUMNS, SNAPSHOT_JOINS } from "../read/snapshots.ts";
import type { SqlRow } from "../rows.ts";
import { forEachChunk } from "../write/insert.ts";
import { counterOf } from "./counter.ts";

const COUNTER = `SELECT ${counterOf("?1")} AS counter`;

const DATA_NODES = `SELECT ${SNAPSHOT_COLUMNS},
    (SELECT coalesce(max(e.number), 0) FROM edits AS e WHERE e.data_node_id = n.id) AS newest_edit
  FROM json_each(?1) AS w CROSS JOIN data_nodes AS n ON n.id = w.value ${SNAPSHOT_JOINS}`;

const ENTITIES = `SELECT w.value ->> 'id' AS entity FROM json_each(?1) AS w
  WHERE EXISTS (SELECT 1 FROM scenarios AS s WHERE s.id = w.value ->> 'id')
    OR EXISTS (SELECT 1 FROM tasks AS t WHERE t.id = w.value ->> 'id')
    OR EXISTS (SELECT 1 FROM sequences AS q WHERE q.scenario_id = w.value ->> 'scenario_id' AND q.name = w.value ->> 'name')`;

/** What D1 has of what a domain has in flight: one transaction, so that all of it belongs to the counter. */
export async function readStand(db: D1Database, domain: string, { dataNodes, entities }: Asked): Promise<Stand> {
  const results = await db.batch<SqlRow>([
    db.prepare(COUNTER).bind(domain),
    ...forEachChunk(db, DATA_NODES, dataNodes),
    ...forEachChunk(
      db,
      ENTITIES,
      entities.map((id) => ({ id, ...parseSequenceId(id) })),
    ),
  ]);
  const rows = results.flatMap((result) => result.results);
  return {
    counter: Number(rows[0]?.counter),
    dataNodes: rows
      .filter((row) => row.newest_edit !== undefined)
      .map((row) => ({ ...decodeSnapshot(row), newest_edit: Number(row.newest_edit) })),
    entities: rows.flatMap((row) => (row.entity === undefined ? [] : [String(row.entity)])),
  };
}
