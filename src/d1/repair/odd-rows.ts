import { isFinished, sqlStatuses } from "../../core/jobs/statuses.ts";
import type { OddJob, OddNode, OddRows, StrayEdits } from "../../core/ports/repair/repair-store.ts";
import { truth } from "../read/json-object.ts";

interface PageRow {
  readonly count: number;
  readonly last: string | null;
  /** A JSON array. */
  readonly odd: string;
}

/** Reads so many rows of a table behind a key, and answers those that something is odd about, in the order of their keys. */
async function readPage<Row>(
  db: D1Database,
  { page, odd }: { readonly page: string; readonly odd: string },
  after: string,
  limit: number,
): Promise<OddRows<Row>> {
  const sql = `WITH page AS MATERIALIZED (${page} LIMIT ?2 + 0) SELECT (SELECT count(*) FROM page) AS count,
    (SELECT max(key) FROM page) AS last, (SELECT json_group_array(json(odd)) FROM (${odd})) AS odd`;
  const found = await db.prepare(sql).bind(after, limit).first<PageRow>();
  const { count = 0, last = null, odd: rows = "[]" } = found ?? {};
  return { odd: JSON.parse(rows) as Row[], count, next: count < limit ? null : last };
}

const jsonTruth = (condition: string): string => `json(${truth(condition)})`;

/** The object of such a domain may have sent something to D1 that a restore has lost. A scenario of release 0.1.0 has its own. */
const IS_UNCOUNTED =
  "NOT EXISTS (SELECT 1 FROM outbox_fences AS c WHERE c.domain = n.domain) AND n.domain NOT GLOB 'SCENARIO_*'";

const NODES = {
  page: `SELECT n.id AS key, n.domain, n.revision, n.edit_number, n.edit_in_progress, ${IS_UNCOUNTED} AS is_uncounted,
      coalesce((SELECT max(e.number) FROM edits AS e WHERE e.data_node_id = n.id), 0) AS highest
    FROM data_nodes AS n WHERE n.id > ?1 ORDER BY n.id`,
  odd: `SELECT json_object('id', key, 'domain', domain, 'revision', revision, 'edit_number', edit_number,
      'highest_edit', highest, 'is_locked', ${jsonTruth("edit_in_progress")},
      'is_uncounted', ${jsonTruth("is_uncounted")}) AS odd
    FROM page WHERE edit_in_progress OR highest <> edit_number OR is_uncounted ORDER BY key`,
};

/** A job that a caller made by hand has no submission: it was never to run. */
const WAS_TO_RUN = "coalesce(status_change_records ->> 'PENDING', status_change_records ->> 'BLOCKED') IS NOT NULL";

const JOBS = {
  page: `SELECT j.id AS key, j.domain, j.revision, j.status, j.submit_id, j.status_change_records, s.id AS owner, s.finished_at
    FROM (SELECT * FROM jobs WHERE id > ?1 ORDER BY id LIMIT ?2 + 0) AS j
    LEFT JOIN submissions AS s ON s.id = j.submit_id ORDER BY j.id`,
  odd: `SELECT json_object('id', key, 'domain', domain, 'revision', revision, 'status', status, 'submit_id', submit_id,
      'has_submission', ${jsonTruth("owner IS NOT NULL")}) AS odd
    FROM page WHERE iif(owner IS NULL, ${WAS_TO_RUN},
      finished_at IS NOT NULL AND status IN ${sqlStatuses((status) => !isFinished(status))}) ORDER BY key`,
};

/** The key of an edit, as one text that sorts as the table does. */
const EDIT_KEY = "e.data_node_id || ' ' || printf('%010d', e.number)";

const EDITS = {
  page: `SELECT ${EDIT_KEY} AS key, e.data_node_id,
      EXISTS (SELECT 1 FROM data_nodes AS n WHERE n.id = e.data_node_id) AS has_node
    FROM edits AS e WHERE (e.data_node_id, e.number) > (substr(?1, 1, max(length(?1) - 11, 0)),
      CAST(substr(?1, -10) AS INTEGER)) ORDER BY e.data_node_id, e.number`,
  odd: `SELECT json_object('data_node_id', data_node_id, 'edits', count(*)) AS odd FROM page WHERE NOT has_node
    GROUP BY data_node_id`,
};

export const createOddRows = (db: D1Database) => ({
  dataNodes: (after: string, limit: number) => readPage<OddNode>(db, NODES, after, limit),
  jobs: (after: string, limit: number) => readPage<OddJob>(db, JOBS, after, limit),
  edits: (after: string, limit: number) => readPage<StrayEdits>(db, EDITS, after, limit),
});
