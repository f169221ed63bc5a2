import type { Microseconds } from "../core/time.ts";
import type { Units } from "../core/usage.ts";
import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";
import type { Sql } from "./sql.ts";

export interface Meta {
  readonly clock: Microseconds;
  readonly revision: number;
  readonly position: number;
}

/** `dispatch`: wake a pending job's worker. `lease`: its worker should have answered. The others speak for themselves. */
export type TimerKind = "dispatch" | "lease" | "editor_lock" | "foreign_wait" | "outbox";

export interface Timer {
  readonly kind: TimerKind;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly due: number;
}

export type OutboxKind = "edit" | "file" | "data_node" | "job" | "submission" | "foreign_wait";

export interface OutboxEntry {
  readonly kind: OutboxKind;
  readonly id: string;
  readonly revision: number;
  /** JSON of the row, null = deleted. */
  readonly row: string | null;
}

/** A job that waits for, or holds, a data node. */
export interface JobPlace {
  readonly job_id: string;
  readonly position: number;
}

type Row<T> = T & Record<string, string | number | null>;

/** Every query of the object, and nothing else. */
export class Store {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  meta(): Meta {
    const [meta] = this.#sql.all<Row<Meta>>("SELECT clock, revision, position FROM meta");
    if (meta === undefined) throw new Error("The orchestrator's meta row is missing");
    return meta;
  }

  saveMeta(meta: Meta): void {
    this.#sql.run("UPDATE meta SET clock = ?, revision = ?, position = ?", meta.clock, meta.revision, meta.position);
  }

  node(id: string): NodeRecord | null {
    return this.#document<NodeRecord>("SELECT node AS document FROM nodes WHERE id = ?", id);
  }

  saveNode(record: NodeRecord): void {
    this.#sql.run("INSERT OR REPLACE INTO nodes VALUES (?, ?)", record.node.id, JSON.stringify(record));
  }

  job(id: string): JobRecord | null {
    return this.#document<JobRecord>("SELECT job AS document FROM jobs WHERE id = ?", id);
  }

  saveJob(record: JobRecord): void {
    const { job, position } = record;
    this.#sql.run(
      "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?)",
      job.id,
      job.submit_id,
      job.task_id,
      job.status,
      position,
      JSON.stringify(record),
    );
  }

  deleteJob(id: string): void {
    this.#sql.run("DELETE FROM jobs WHERE id = ?", id);
    this.#sql.run("DELETE FROM timers WHERE kind IN ('dispatch', 'lease') AND id = ?", id);
  }

  /** Jobs of a submission that have not ended, in the order of acceptance. */
  activeJobs(submissionId: string): JobRecord[] {
    return this.#documents<JobRecord>(
      `SELECT job AS document FROM jobs
       WHERE submit_id = ? AND status IN ('SUBMITTED', 'BLOCKED', 'PENDING', 'RUNNING') ORDER BY position`,
      submissionId,
    );
  }

  /** Jobs of the given tasks, and jobs of submissions of the given entities. */
  jobsOf(taskIds: readonly string[], entityIds: readonly string[]): JobRecord[] {
    return this.#documents<JobRecord>(
      `SELECT job AS document FROM jobs WHERE task_id IN (SELECT value FROM json_each(?1))
       OR submit_id IN (SELECT id FROM submissions WHERE entity_id IN (SELECT value FROM json_each(?2)))`,
      JSON.stringify(taskIds),
      JSON.stringify(entityIds),
    );
  }

  submission(id: string): SubmissionRecord | null {
    return this.#document<SubmissionRecord>("SELECT submission AS document FROM submissions WHERE id = ?", id);
  }

  submissionsOf(entityIds: readonly string[]): SubmissionRecord[] {
    return this.#documents<SubmissionRecord>(
      "SELECT submission AS document FROM submissions WHERE entity_id IN (SELECT value FROM json_each(?))",
      JSON.stringify(entityIds),
    );
  }

  saveSubmission(record: SubmissionRecord): void {
    const { submission } = record;
    this.#sql.run(
      "INSERT OR REPLACE INTO submissions VALUES (?, ?, ?)",
      submission.id,
      submission.entity_id,
      JSON.stringify(record),
    );
  }

  deleteSubmission(id: string): void {
    this.#sql.run("DELETE FROM submissions WHERE id = ?", id);
    this.#sql.run("DELETE FROM usage WHERE id = ?", id);
  }

  lock(nodeId: string, place: JobPlace): void {
    this.#sql.run("INSERT OR IGNORE INTO locks VALUES (?, ?, ?)", nodeId, place.position, place.job_id);
  }

  unlock(nodeId: string, position: number): void {
    this.#sql.run("DELETE FROM locks WHERE node_id = ? AND position = ?", nodeId, position);
  }

  /** The earliest job that holds the node. */
  firstLock(nodeId: string): JobPlace | null {
    return this.#first<JobPlace>(
      "SELECT job_id, position FROM locks WHERE node_id = ? ORDER BY position LIMIT 1",
      nodeId,
    );
  }

  /** Jobs before `position` that hold the node. */
  locksBefore(nodeId: string, position: number): JobPlace[] {
    return this.#sql.all<Row<JobPlace>>(
      "SELECT job_id, position FROM locks WHERE node_id = ? AND position < ? ORDER BY position",
      nodeId,
      position,
    );
  }

  wait(nodeId: string, place: JobPlace): void {
    this.#sql.run("INSERT OR IGNORE INTO waits VALUES (?, ?, ?)", nodeId, place.position, place.job_id);
  }

  stopWaiting(nodeIds: readonly string[], position: number): void {
    this.#sql.run(
      "DELETE FROM waits WHERE position = ? AND node_id IN (SELECT value FROM json_each(?))",
      position,
      JSON.stringify(nodeIds),
    );
  }

  /** Jobs that wait for the node, up to and including `position`, earliest first. */
  waiters(nodeId: string, position: number): JobPlace[] {
    return this.#sql.all<Row<JobPlace>>(
      "SELECT job_id, position FROM waits WHERE node_id = ? AND position <= ? ORDER BY position",
      nodeId,
      position,
    );
  }

  /** Whether any job waits for the node. */
  isAwaited(nodeId: string): boolean {
    return this.#first<{ one: number }>("SELECT 1 AS one FROM waits WHERE node_id = ? LIMIT 1", nodeId) !== null;
  }

  /** Whether a job that has not ended reads or writes the node. Looks at all of them: for nodes that are deleted. */
  isUsed(nodeId: string): boolean {
    const used = this.#first<{ one: number }>(
      `SELECT 1 AS one FROM jobs WHERE status IN ('SUBMITTED', 'BLOCKED', 'PENDING', 'RUNNING') AND EXISTS (
         SELECT 1 FROM json_each(job, '$.input_ids') WHERE value = ?1
         UNION ALL SELECT 1 FROM json_each(job, '$.output_ids') WHERE value = ?1) LIMIT 1`,
      nodeId,
    );
    return used !== null;
  }

  setTimer(timer: Timer): void {
    this.#sql.run("INSERT OR REPLACE INTO timers VALUES (?, ?, ?)", timer.kind, timer.id, timer.due);
  }

  clearTimer(kind: TimerKind, id: string): void {
    this.#sql.run("DELETE FROM timers WHERE kind = ? AND id = ?", kind, id);
  }

  dueTimers(now: number): Timer[] {
    return this.#sql.all<Row<Timer>>("SELECT kind, id, due FROM timers WHERE due <= ? ORDER BY due", now);
  }

  nextDue(): number | null {
    return this.#first<{ due: number | null }>("SELECT min(due) AS due FROM timers")?.due ?? null;
  }

  post(entry: OutboxEntry): void {
    this.#sql.run("INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?)", entry.kind, entry.id, entry.revision, entry.row);
  }

  /** The oldest entries that D1 has not confirmed. */
  outbox(limit: number): OutboxEntry[] {
    return this.#sql.all<Row<OutboxEntry>>(
      "SELECT kind, id, revision, row FROM outbox ORDER BY revision LIMIT ?",
      limit,
    );
  }

  outboxIsEmpty(): boolean {
    return this.#first<{ one: number }>("SELECT 1 AS one FROM outbox LIMIT 1") === null;
  }

  /** Removes what D1 has confirmed; an entry that has changed meanwhile stays. */
  confirm(entries: readonly OutboxEntry[]): void {
    this.#sql.run(
      `DELETE FROM outbox WHERE (kind, id, revision) IN
       (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))`,
      JSON.stringify(entries.map(({ kind, id, revision }) => [kind, id, revision])),
    );
  }

  usage(submissionId: string): Units | null {
    return this.#document<Units>("SELECT units AS document FROM usage WHERE id = ?", submissionId);
  }

  /** Keeps what a submission has used, unless that is kept already or the submission is gone. */
  saveUsage(submissionId: string, units: Units): void {
    this.#sql.run(
      "INSERT OR IGNORE INTO usage SELECT id, ? FROM submissions WHERE id = ?",
      JSON.stringify(units),
      submissionId,
    );
  }

  #first<T>(query: string, ...bindings: (string | number)[]): T | null {
    return (this.#sql.all<Row<T>>(query, ...bindings)[0] as T | undefined) ?? null;
  }

  #document<T>(query: string, id: string): T | null {
    const row = this.#first<{ document: string }>(query, id);
    return row === null ? null : (JSON.parse(row.document) as T);
  }

  #documents<T>(query: string, ...bindings: string[]): T[] {
    return this.#sql.all<{ document: string }>(query, ...bindings).map((row) => JSON.parse(row.document) as T);
  }
}
