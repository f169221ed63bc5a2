import { DATA_NODE_STATE } from "../../core/entities/data-node.ts";
import { editTable, fileTable } from "../../core/entities/edit.ts";
import { jobTable } from "../../core/entities/job.ts";
import { submissionTable } from "../../core/entities/submission.ts";
import type { Table } from "../../core/entities/table.ts";
import type { DeletedRows, OutboxRows } from "../../core/ports/outbox-database.ts";
import { insertAuditRows } from "../audit/audit-row.ts";
import { noteDeletedNodes } from "../write/deleted.ts";
import { markFilesAt, markLostValues } from "../write/garbage.ts";
import { forEachChunk, insertRows } from "../write/insert.ts";

/** The domains whose jobs wait for a data node, as a JSON array. */
const waitingFor = (id: string): string =>
  `(SELECT json_group_array(f.domain) FROM foreign_waits AS f WHERE f.data_node_id = ${id}) AS waiting`;

// An update, not an insert: a data node that was deleted stays deleted. One that is newer than the object knows gets no
// revision, which its table refuses, and with it the batch.
// docs/decisions/009-d1-says-whether-a-written-node-exists.md
const UPDATE_DATA_NODES = `UPDATE data_nodes SET ${DATA_NODE_STATE.map((column) => `${column} = value ->> '${column}'`).join(", ")},
    properties = iif(value ->> 'has_own_file', json_set(properties, '$.is_generated', json('true')), properties),
    revision = iif(data_nodes.revision < value ->> 'revision', value ->> 'revision', NULL)
  FROM json_each(?1) WHERE data_nodes.id = value ->> 'id' AND data_nodes.revision <> value ->> 'revision'
  RETURNING id, 1 AS exists_now, ${waitingFor("data_nodes.id")}`;

const FIND_DATA_NODES = `SELECT w.value AS id, n.id IS NOT NULL AS exists_now, ${waitingFor("w.value")}
  FROM json_each(?1) AS w LEFT JOIN data_nodes AS n ON n.id = w.value`;

/** A data node as a statement of the batch found it. */
export interface DataNodeFinding {
  readonly id: string;
  readonly exists_now: 0 | 1;
  /** The domains whose jobs wait for it, a JSON array. */
  readonly waiting: string;
}

export const findDataNodes = (db: D1Database, ids: readonly string[]): D1PreparedStatement[] =>
  forEachChunk(db, FIND_DATA_NODES, ids);

// docs/decisions/005-the-outbox-keeps-the-newest-row.md
interface Unassigned<Row> {
  /** Columns that never change: to assign one would write the row of its index again. */
  readonly indexed?: readonly (keyof Row & string)[];
  /** Columns that stay as they are when the copy has nothing for them. */
  readonly kept?: readonly (keyof Row & string)[];
}

/** Replaces a row only by a copy that is newer by the given column. */
const newer = <Row>(
  { name, key, columns }: Table<Row>,
  by: keyof Row & string,
  { indexed = [], kept = [] }: Unassigned<Row> = {},
): string => {
  const assigned = Object.keys(columns).filter((column) => ![...key, ...indexed].some((part) => part === column));
  const newValue = (column: string): string =>
    kept.some((part) => part === column) ? `coalesce(excluded.${column}, ${name}.${column})` : `excluded.${column}`;
  const assignments = assigned.map((column) => `${column} = ${newValue(column)}`).join(", ");
  return `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${assignments} WHERE excluded.${by} > ${name}.${by}`;
};

const NEWER_JOB = newer(jobTable, "revision", { indexed: ["task_id", "submit_entity_id", "version"] });
// An object that has sent the end once does not know the units any more after an eviction.
const NEWER_SUBMISSION = newer(submissionTable, "revision", {
  indexed: ["entity_id", "version", "domain", "creation_date"],
  kept: ["units"],
});
const NEWER_FILE = newer(fileTable, "modified");

/** The same edit may come again. Another one with its number gets no number, which the table refuses, and with it the batch. */
const SAME_EDIT = `ON CONFLICT (data_node_id, number) DO UPDATE SET number = NULL WHERE excluded.timestamp <> edits.timestamp`;

const NODE_EXISTS = "EXISTS (SELECT 1 FROM data_nodes WHERE id = value ->> 'data_node_id')";

/**
 * Writes the rows of entities that have changed, and returns a {@link DataNodeFinding} for each data node whose state was
 * older. The statements may run twice: an old copy never replaces a newer one. Deletions come last, so that a row that is written
 * and deleted in one batch is deleted.
 */
export function outboxStatements(db: D1Database, rows: Omit<OutboxRows, "foreignWaits">): D1PreparedStatement[] {
  return [
    ...insertRows(db, editTable, rows.edits, { where: NODE_EXISTS, rest: SAME_EDIT }),
    ...markLostValues(db, rows.edits),
    ...markFilesAt(
      db,
      rows.files.map((file) => file.path),
    ),
    ...insertRows(db, fileTable, rows.files, { rest: NEWER_FILE }),
    ...forEachChunk(db, UPDATE_DATA_NODES, rows.dataNodes),
    ...insertAuditRows(db, rows.audit),
    ...insertRows(db, jobTable, rows.jobs, { rest: NEWER_JOB }),
    ...insertRows(db, submissionTable, rows.submissions, { rest: NEWER_SUBMISSION }),
    ...noteDeletedNodes(db, rows.deletedDataNodes),
    ...removals(db, rows),
  ];
}

/** Deletes rows, and writes none. */
export function removals(db: D1Database, rows: DeletedRows): D1PreparedStatement[] {
  const remove = (from: string, ids: readonly string[]) =>
    forEachChunk(db, `DELETE FROM ${from} IN (SELECT value FROM json_each(?1))`, ids);
  return [
    ...remove("jobs WHERE id", rows.deletedJobs),
    ...remove("submissions WHERE id", rows.deletedSubmissions),
    ...remove("edits WHERE data_node_id", rows.deletedDataNodes),
    ...remove("swept_edits WHERE data_node_id", rows.deletedDataNodes),
    ...remove("parents WHERE child_id", rows.deletedDataNodes),
    ...remove("data_nodes WHERE id", rows.deletedDataNodes),
  ];
}
