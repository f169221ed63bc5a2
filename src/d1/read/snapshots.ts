import { configuredPath, type DataNodeSnapshot, dataNodeTable } from "../../core/entities/data-node.ts";
import { type PayloadRef, payloadFields } from "../../core/entities/payload.ts";
import { counterOf } from "../outbox/counter.ts";
import { columnsOf, decodeRow, type SqlRow } from "../rows.ts";

/** A payload as JSON. */
const payload = (alias: string): string =>
  `json_object(${Object.keys(payloadFields)
    .map((name) => `'${name}', ${alias}.${name}`)
    .join(", ")})`;

/** Columns of a snapshot, for a query that calls the data node `n` and joins {@link SNAPSHOT_JOINS}. */
export const SNAPSHOT_COLUMNS = `${columnsOf(dataNodeTable, "n")},
  ${counterOf("n.domain")} AS as_of, iif(v.number IS NULL, NULL, ${payload("v")}) AS edit_payload, f.path AS file_path, f.modified AS file_modified, iif(f.path IS NULL, NULL, ${payload("f")}) AS file_payload`;

/** The current edit, and the file at what may be a configured path: {@link decodeSnapshot} decides. */
export const SNAPSHOT_JOINS = `LEFT JOIN edits AS v ON v.data_node_id = n.id AND v.number = n.edit_number
  LEFT JOIN files AS f ON f.path = coalesce(n.properties ->> 'path', n.properties ->> 'default_path')`;

/**
 * A node with a configured path has the file there as its value, whichever node has written that, and the time of that write.
 * All other nodes have the value of their current edit.
 */
export function decodeSnapshot(record: SqlRow): DataNodeSnapshot {
  const node = { ...decodeRow(dataNodeTable, record), as_of: Number(record.as_of) };
  const path = configuredPath(node.properties);
  // What an object of release 0.1.0 sends does not say that the node has a file of its own: its last write shows it.
  const found = typeof record.file_modified === "string" ? record.file_modified : "";
  const hasLeft = node.edit_number > 0 && found < (node.last_edit_date ?? "");
  const isFile = path !== null && path === record.file_path && !hasLeft;
  const text = isFile ? record.file_payload : record.edit_payload;
  const payload = typeof text === "string" ? (JSON.parse(text) as PayloadRef) : null;
  const modified = isFile ? found : null;
  if (modified === null || modified <= (node.last_edit_date ?? "")) return { ...node, payload };
  return { ...node, last_edit_date: modified, payload };
}

/** Data nodes with their current values; those that do not exist are left out. */
export async function readSnapshots(db: D1Database, ids: readonly string[]): Promise<DataNodeSnapshot[]> {
  const sql = `SELECT ${SNAPSHOT_COLUMNS} FROM json_each(?) AS w CROSS JOIN data_nodes AS n ON n.id = w.value ${SNAPSHOT_JOINS}`;
  const { results } = await db.prepare(sql).bind(JSON.stringify(ids)).all<SqlRow>();
  return results.map(decodeSnapshot);
}

/** A page of all data nodes with their current values. */
export async function readSnapshotPage(db: D1Database, after: string | null, limit: number) {
  const sql = `SELECT ${SNAPSHOT_COLUMNS} FROM data_nodes AS n ${SNAPSHOT_JOINS} WHERE n.id > ?1 ORDER BY n.id LIMIT ?2 + 0`;
  const { results } = await db
    .prepare(sql)
    .bind(after ?? "", limit + 1)
    .all<SqlRow>();
  const dataNodes = results.slice(0, limit).map(decodeSnapshot);
  return { dataNodes, next: results.length > limit ? (dataNodes.at(-1)?.id ?? null) : null };
}
