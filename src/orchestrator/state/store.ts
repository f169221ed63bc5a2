import type { Units } from "../../core/cost/usage.ts";
import { isFinished, sqlStatuses } from "../../core/jobs/statuses.ts";
import type { Microseconds } from "../../core/time.ts";
import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";
import type { Sql } from "./sql.ts";

export interface Meta {
  readonly clock: Microseconds;
  readonly revision: number;
  readonly position: number;
  /** 1 = something of the object's scenario was about to be deleted. */
  readonly doomed: 0 | 1;
}

/** `job`: wake a pending job's worker again, or end the lease of a running one. The others speak for themselves. */
export type TimerKind = "job" | "editor_lock" | "foreign_wait" | "outbox";

export interface Timer {
  readonly kind: TimerKind;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly due: number;
}

/** A job that waits for, or holds, a data node. */
export interface JobPlace {
  readonly job_id: string;
  readonly position: number;
}

/** A data node that a job holds from now on. */
export interface LockedNode extends JobPlace {
  readonly node_id: string;
}

export interface PlacesAt {
  readonly holders: readonly JobPlace[];
  readonly waiters: readonly JobPlace[];
}

/** What the platform takes with one statement. */
const MAX_BINDINGS = 100;

const ACTIVE = sqlStatuses((status) => !isFinished(status));

type Row<T> = T & Record<string, string | number | null>;

/** Every query of the object, and nothing else. */
export class Store {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  meta(): Meta {
    const [meta] = this.#sql.all<Row<Meta>>("SELECT clock, revision, position, doomed FROM meta");
    if (meta === undefined) throw new Error("The orchestrator's meta row is missing");
    return meta;
  }

  saveMeta({ clock, revision, position, doomed }: Meta): void {
    this.#sql.run(
      "UPDATE meta SET clock = ?, revision = ?, position = ?, doomed = ?",
      clock,
      revision,
      position,
      doomed,
    );
  }

  node(id: string): NodeRecord | null {
    return this.#document<NodeRecord>("SELECT node AS document FROM nodes WHERE id = ?", id);
  }

  saveNodes(records: readonly NodeRecord[]): void {
    this.#replace(
      "nodes",
      records.map((record) => [record.node.id, JSON.stringify(record)]),
    );
  }

  job(id: string): JobRecord | null {
    return this.#document<JobRecord>("SELECT job AS document FROM jobs WHERE id = ?", id);
  }

  saveJobs(records: readonly JobRecord[]): void {
    this.#replace("jobs", records.map(rowOfJob));
  }

  deleteJob(id: string): void {
    this.#sql.run("DELETE FROM jobs WHERE id = ?", id);
  }

  /** Jobs of a submission that have not ended, in the order of acceptance. */
  activeJobs(submissionId: string): JobRecord[] {
    return this.#documents<JobRecord>(
      `SELECT j.job AS document FROM submissions AS s
       CROSS JOIN json_each(s.submission, '$.submission.job_ids') AS w CROSS JOIN jobs AS j ON j.id = w.value
       WHERE s.id = ? AND j.status IN ${ACTIVE} ORDER BY j.position`,
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

  lock(locked: readonly LockedNode[]): void {
    this.#replace(
      "locks",
      locked.map(({ node_id, position, job_id }) => [node_id, position, job_id]),
    );
  }

  unlock(nodeId: string, position: number): void {
    this.#sql.run("DELETE FROM locks WHERE node_id = ? AND position = ?", nodeId, position);
  }

  /** Jobs that hold the node, and jobs that wait for it, earliest first. */
  placesAt(nodeId: string): PlacesAt {
    const rows = this.#sql.all<Row<JobPlace & { holds: number }>>(
      `SELECT 1 AS holds, job_id, position FROM locks WHERE node_id = ?1
       UNION ALL SELECT 0, job_id, position FROM waits WHERE node_id = ?1 ORDER BY position`,
      nodeId,
    );
    const places = (holds: number) =>
      rows.filter((row) => row.holds === holds).map(({ job_id, position }) => ({ job_id, position }));
    return { holders: places(1), waiters: places(0) };
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

  /**
   * Whether a job that has not ended reads or writes the node. Looks at all of them: for nodes that are deleted. Such a job
   * waits, or it has a timer.
   */
  isUsed(nodeId: string): boolean {
    const used = this.#first<{ one: number }>(
      `SELECT 1 AS one FROM (SELECT job_id FROM waits UNION SELECT id FROM timers WHERE kind = 'job') AS w
       CROSS JOIN jobs ON jobs.id = w.job_id WHERE EXISTS (
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

  /** Writes rows of one table in as few statements as can carry them. */
  #replace(table: string, rows: readonly (readonly (string | number)[])[]): void {
    const width = rows[0]?.length ?? 0;
    const tuple = `(${Array(width).fill("?").join(", ")})`;
    const most = Math.floor(MAX_BINDINGS / width);
    for (let from = 0; from < rows.length; from += most) {
      const part = rows.slice(from, from + most);
      const tuples = Array(part.length).fill(tuple).join(", ");
      this.#sql.run(`INSERT OR REPLACE INTO ${table} VALUES ${tuples}`, ...part.flat());
    }
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

const rowOfJob = (record: JobRecord): (string | number)[] => {
  const { job, position } = record;
  return [job.id, job.submit_id, job.task_id, job.status, position, JSON.stringify(record)];
};
