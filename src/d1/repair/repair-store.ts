import { editTable } from "../../core/entities/edit.ts";
import { jobTable } from "../../core/entities/job.ts";
import { payloadOf } from "../../core/entities/payload.ts";
import { submissionTable } from "../../core/entities/submission.ts";
import type { UnfinishedSubmission } from "../../core/ports/cron/watchdog-store.ts";
import type { HeldKind } from "../../core/ports/repair/held.ts";
import type { RepairStore, StoredRow } from "../../core/ports/repair/repair-store.ts";
import type { Log } from "../../core/ports/runtime.ts";
import { readSnapshots } from "../read/snapshots.ts";
import { columnsOf, decodeRow, type SqlRow } from "../rows.ts";
import { deleteBatch } from "../write/delete-batch.ts";
import { markValuesOf } from "../write/garbage.ts";
import { forEachChunk } from "../write/insert.ts";
import { createNamedValues } from "./named-values.ts";
import { createOddRows } from "./odd-rows.ts";

/** What the check and the resync read and write in D1. */
export const createRepairStore = (db: D1Database, log: Log): RepairStore => ({
  ...createOddRows(db),
  ...createNamedValues(db),
  async unfinished(after, limit, domain) {
    const { domain: last = "", creation_date = "", id = "" } = after ?? {};
    const { results } = await db
      .prepare(UNFINISHED)
      .bind(last, creation_date, id, limit, domain)
      .all<UnfinishedSubmission & Record<string, unknown>>();
    return results;
  },
  async rows(entities) {
    const idsOf = (kind: HeldKind) =>
      JSON.stringify(entities.flatMap((entity) => (entity.kind === kind ? entity.id : [])));
    const { results } = await db
      .prepare(ROWS)
      .bind(idsOf("submission"), idsOf("job"), idsOf("data_node"))
      .all<RowRecord>();
    return results.map(({ is_locked, is_ended, ...row }) => ({
      ...row,
      is_locked: is_locked === 1,
      is_ended: is_ended === 1,
    }));
  },
  async domains(after, limit) {
    const sql = "SELECT domain FROM outbox_fences WHERE domain > ?1 ORDER BY domain LIMIT ?2 + 0";
    const { results } = await db.prepare(sql).bind(after, limit).all<{ domain: string }>();
    return results.map(({ domain }) => domain);
  },
  async lost(submissionIds) {
    const ids = JSON.stringify(submissionIds);
    const [submissions, jobs] = await db.batch<SqlRow>([
      db
        .prepare(
          `SELECT ${columnsOf(submissionTable, "s")} FROM json_each(?1) AS w CROSS JOIN submissions AS s ON s.id = w.value`,
        )
        .bind(ids),
      db
        .prepare(`SELECT ${columnsOf(jobTable, "j")} FROM json_each(?1) AS w CROSS JOIN submissions AS s ON s.id = w.value
        CROSS JOIN json_each(s.job_ids) AS i CROSS JOIN jobs AS j ON j.id = i.value`)
        .bind(ids),
    ]);
    const all = (jobs?.results ?? []).map((row) => decodeRow(jobTable, row));
    const jobsOf = Map.groupBy(all, ({ submit_id }) => submit_id);
    return (submissions?.results ?? [])
      .map((row) => decodeRow(submissionTable, row))
      .map((submission) => ({ submission, jobs: jobsOf.get(submission.id) ?? [] }));
  },
  async latest(dataNodeIds) {
    const nodes = await readSnapshots(db, dataNodeIds);
    const { results } = await db.prepare(LATEST_EDITS).bind(JSON.stringify(dataNodeIds)).all<SqlRow>();
    const edits = new Map(results.map((row) => [row.data_node_id, row]));
    return nodes.map((node) => {
      const edit = edits.get(node.id);
      if (edit === undefined || Number(edit.number) <= node.edit_number) return node;
      const newest = decodeRow(editTable, edit);
      return { ...node, edit_number: newest.number, last_edit_date: newest.timestamp, payload: payloadOf(newest) };
    });
  },
  async removeJobs(ids) {
    await db.batch(
      forEachChunk(
        db,
        `DELETE FROM jobs WHERE id IN (SELECT value FROM json_each(?1))
      AND NOT EXISTS (SELECT 1 FROM submissions AS s WHERE s.id = jobs.submit_id)`,
        ids,
      ),
    );
  },
  async removeEdits(dataNodeIds) {
    const { results } = await db.prepare(MISSING_NODES).bind(JSON.stringify(dataNodeIds)).all<{ id: string }>();
    const ids = results.map(({ id }) => id);
    if (ids.length === 0) return;
    const remove = (table: string) =>
      forEachChunk(db, `DELETE FROM ${table} WHERE data_node_id IN (SELECT value FROM json_each(?1))`, ids);
    const deletions = [...remove("edits"), ...remove("swept_edits")];
    await deleteBatch(db, { notes: markValuesOf(db, ids), deletions }, log);
  },
});

type RowRecord = Omit<StoredRow, "is_locked" | "is_ended"> & {
  readonly is_locked: number;
  readonly is_ended: number;
} & Record<string, unknown>;

// All of the first is in the index of unfinished submissions.
const UNFINISHED = `SELECT domain, creation_date, id FROM submissions WHERE finished_at IS NULL
  AND (domain, creation_date, id) > (coalesce(nullif(?1, ''), ?5, ''), ?2, ?3) AND (?5 IS NULL OR domain = ?5)
  ORDER BY domain, creation_date, id LIMIT ?4 + 0`;

const ROWS = `SELECT 'submission' AS kind, t.id, t.domain, t.revision, t.submission_status AS status, NULL AS edit_number,
    0 AS is_locked, t.finished_at IS NOT NULL AS is_ended FROM json_each(?1) AS w CROSS JOIN submissions AS t ON t.id = w.value
  UNION ALL SELECT 'job', t.id, t.domain, t.revision, t.status, NULL, 0, 0
    FROM json_each(?2) AS w CROSS JOIN jobs AS t ON t.id = w.value
  UNION ALL SELECT 'data_node', t.id, t.domain, t.revision, NULL, t.edit_number, t.edit_in_progress, 0
    FROM json_each(?3) AS w CROSS JOIN data_nodes AS t ON t.id = w.value`;

const LATEST_EDITS = `SELECT ${columnsOf(editTable, "e")} FROM json_each(?1) AS w CROSS JOIN edits AS e ON e.data_node_id = w.value
  AND e.number = (SELECT max(number) FROM edits WHERE data_node_id = w.value)`;

const MISSING_NODES = `SELECT value AS id FROM json_each(?1) WHERE NOT EXISTS (SELECT 1 FROM data_nodes WHERE id = value)`;
