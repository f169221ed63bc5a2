import type { Units } from "../../core/cost/usage.ts";
import { DOCUMENTS, type DocumentForm, type Documents } from "../../core/jobs/state/documents.ts";
import type { Changes, NodePosition, TimerChange } from "../../core/jobs/state/jobs-state.ts";
import {
  type JobRecord,
  NO_COUNTERS,
  type NodeQueue,
  type NodeRecord,
  type ObjectCounters,
  type ObjectMeta,
  type QueuePosition,
  type SubmissionRecord,
  type Timer,
} from "../../core/jobs/state/records.ts";
import { isFinished, sqlStatuses } from "../../core/jobs/statuses.ts";
import type { HeldKind } from "../../core/ports/repair/held.ts";
import type { Sql } from "./object-sql.ts";

/** The platform's limit for one statement. */
const MAX_BINDINGS = 100;

// Columns are named, so that a later release may add some.
const LOCKS = "locks (node_id, position, job_id)";
const JOBS = "jobs (id, submit_id, task_id, status, position, job)";
const NODES = "nodes (id, node)";

const HELD_IN: Readonly<Record<HeldKind, string>> = { submission: "submissions", job: "jobs", data_node: "nodes" };

const ACTIVE = sqlStatuses((status) => !isFinished(status));

type Row<T> = T & Record<string, string | number | null>;

interface MetaRow {
  readonly clock: number;
  readonly revision: number;
  readonly position: number;
  readonly doomed: number;
  readonly slow_tasks: string;
  /** {@link ObjectCounters} as JSON; one that is missing is 0. */
  readonly counters: string;
}

/** What {@link Changes} has for the tables; the outbox has a log of its own. */
export type StoredChanges = Omit<Changes, "outbox" | "queues">;

/** The rows of `meta` are written by {@link Store.saveMeta}. */
export type TableChanges = Omit<StoredChanges, "meta">;

/** Every query of the object's tables but those of its outbox and its journal, and nothing else. */
export class Store {
  readonly #sql: Sql;
  readonly #documents: Documents;

  constructor(sql: Sql, documents: Documents = DOCUMENTS) {
    this.#sql = sql;
    this.#documents = documents;
  }

  /** Writes what a transaction has changed. */
  save(changes: TableChanges): void {
    this.#replace(LOCKS, changes.locked.map(rowOfPosition));
    for (const { node_id, position } of changes.unlocked) this.#unlock(node_id, position);
    for (const { node_id, position, job_id } of changes.waiting) {
      this.#sql.run(
        "INSERT OR IGNORE INTO waits (node_id, position, job_id) VALUES (?, ?, ?)",
        node_id,
        position,
        job_id,
      );
    }
    for (const [position, rows] of Map.groupBy(changes.waitedFor, (row) => row.position)) {
      this.#stopWaiting(
        rows.map(({ node_id }) => node_id),
        position,
      );
    }
    this.remove("nodes", changes.deletedNodes);
    this.remove("jobs", changes.deletedJobs);
    this.remove("submissions", changes.deletedSubmissions);
    this.#replace(
      JOBS,
      changes.jobs.map((record) => this.#rowOfJob(record)),
    );
    for (const record of changes.submissions) this.#saveSubmission(record);
    for (const timer of changes.timers) this.#saveTimer(timer);
    this.#replace(
      NODES,
      changes.nodes.map((record) => [record.node.id, this.#documents.node.encode(record)]),
    );
  }

  remove(table: "nodes" | "jobs" | "submissions" | "usage", ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#sql.run(`DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids));
  }

  /** Whether there are no records, locks and waits. */
  isEmpty(): boolean {
    const queries = ["nodes", "jobs", "submissions", "locks", "waits"].map((table) => `SELECT 1 FROM ${table}`);
    return this.#sql.all(`SELECT 1 WHERE EXISTS (${queries.join(") OR EXISTS (")})`).length === 0;
  }

  /** null = the journal has it. */
  meta(): ObjectMeta | null {
    const meta = this.#first<MetaRow>("SELECT clock, revision, position, doomed, slow_tasks, counters FROM meta");
    if (meta === null) return null;
    const { clock, revision, position, doomed, slow_tasks } = meta;
    return {
      ...NO_COUNTERS,
      ...(JSON.parse(meta.counters) as Partial<ObjectCounters>),
      clock,
      revision,
      position,
      forgetsScenario: doomed === 1,
      slowTasks: JSON.parse(slow_tasks) as string[],
    };
  }

  node(id: string): NodeRecord | null {
    return this.#one(this.#documents.node, "SELECT node AS document FROM nodes WHERE id = ?", id);
  }

  job(id: string): JobRecord | null {
    return this.#one(this.#documents.job, "SELECT job AS document FROM jobs WHERE id = ?", id);
  }

  /** Ids of all records of one kind, in their order, from after an id on. */
  heldIds(kind: HeldKind, after: string, limit: number): string[] {
    const query = `SELECT id FROM ${HELD_IN[kind]} WHERE id > ? ORDER BY id LIMIT ?`;
    return this.#sql.all<{ id: string }>(query, after, limit).map(({ id }) => id);
  }

  /** Those of the given jobs that have not ended, in the order of acceptance. */
  activeJobs(ids: readonly string[]): JobRecord[] {
    return this.#all(
      this.#documents.job,
      `SELECT j.job AS document FROM json_each(?) AS w CROSS JOIN jobs AS j ON j.id = w.value
       WHERE j.status IN ${ACTIVE} ORDER BY j.position`,
      JSON.stringify(ids),
    );
  }

  /** Jobs of the given tasks, and jobs of the given submissions. */
  jobsOf(taskIds: readonly string[], submissionIds: readonly string[]): JobRecord[] {
    return this.#all(
      this.#documents.job,
      `SELECT job AS document FROM jobs WHERE task_id IN (SELECT value FROM json_each(?1))
       OR submit_id IN (SELECT value FROM json_each(?2))`,
      JSON.stringify(taskIds),
      JSON.stringify(submissionIds),
    );
  }

  submission(id: string): SubmissionRecord | null {
    return this.#one(this.#documents.submission, "SELECT submission AS document FROM submissions WHERE id = ?", id);
  }

  submissionsOf(entityIds: readonly string[]): SubmissionRecord[] {
    return this.#all(
      this.#documents.submission,
      "SELECT submission AS document FROM submissions WHERE entity_id IN (SELECT value FROM json_each(?))",
      JSON.stringify(entityIds),
    );
  }

  /** Jobs that hold the node, and jobs that wait for it, earliest first. */
  queueAt(nodeId: string): NodeQueue {
    const rows = this.#sql.all<Row<QueuePosition & { holds: number }>>(
      `SELECT 1 AS holds, job_id, position FROM locks WHERE node_id = ?1
       UNION ALL SELECT 0, job_id, position FROM waits WHERE node_id = ?1 ORDER BY position`,
      nodeId,
    );
    const positions = (holds: number) =>
      rows.filter((row) => row.holds === holds).map(({ job_id, position }) => ({ job_id, position }));
    return { holders: positions(1), waiters: positions(0) };
  }

  /** Jobs, and the data nodes that each of them reads or writes: the given jobs, and those that wait. */
  usesOf(jobIds: readonly string[]): { readonly id: string; readonly nodes: readonly string[] }[] {
    return this.#sql
      .all<{ id: string; inputs: string; outputs: string }>(
        `SELECT id, job ->> '$.input_ids' AS inputs, job ->> '$.output_ids' AS outputs FROM jobs
         WHERE id IN (SELECT value FROM json_each(?) UNION SELECT job_id FROM waits)`,
        JSON.stringify(jobIds),
      )
      .map(({ id, inputs, outputs }) => ({
        id,
        nodes: [inputs, outputs].flatMap((ids) => JSON.parse(ids) as string[]),
      }));
  }

  timers(): Timer[] {
    return this.#sql.all<Row<Timer>>("SELECT kind, id, due FROM timers");
  }

  highestEdit(): number {
    const query = "SELECT max(node ->> '$.node.edit_number') AS most FROM nodes";
    return this.#first<{ most: number | null }>(query)?.most ?? 0;
  }

  usage(submissionId: string): Units | null {
    const row = this.#first<{ units: string }>("SELECT units FROM usage WHERE id = ?", submissionId);
    return row === null ? null : (JSON.parse(row.units) as Units);
  }

  /** @param isThere whether there is a row already */
  saveMeta({ clock, revision, position, forgetsScenario, slowTasks, ...counters }: ObjectMeta, isThere: boolean): void {
    this.#sql.run(
      isThere
        ? "UPDATE meta SET clock = ?, revision = ?, position = ?, doomed = ?, slow_tasks = ?, counters = ?"
        : "INSERT INTO meta (id, clock, revision, position, doomed, slow_tasks, counters) VALUES (1, ?, ?, ?, ?, ?, ?)",
      clock,
      revision,
      position,
      forgetsScenario ? 1 : 0,
      JSON.stringify(slowTasks),
      JSON.stringify(counters),
    );
  }

  removeMeta(): void {
    this.#sql.run("DELETE FROM meta");
  }

  #saveSubmission(record: SubmissionRecord): void {
    const { id, entity_id } = record.submission;
    this.#sql.run(
      "INSERT OR REPLACE INTO submissions (id, entity_id, submission) VALUES (?, ?, ?)",
      id,
      entity_id,
      this.#documents.submission.encode(record),
    );
  }

  #saveTimer({ kind, id, due }: TimerChange): void {
    if (due === null) this.#sql.run("DELETE FROM timers WHERE kind = ? AND id = ?", kind, id);
    else this.#sql.run("INSERT OR REPLACE INTO timers (kind, id, due) VALUES (?, ?, ?)", kind, id, due);
  }

  #unlock(nodeId: string, position: number): void {
    this.#sql.run("DELETE FROM locks WHERE node_id = ? AND position = ?", nodeId, position);
  }

  #stopWaiting(nodeIds: readonly string[], position: number): void {
    this.#sql.run(
      "DELETE FROM waits WHERE position = ? AND node_id IN (SELECT value FROM json_each(?))",
      position,
      JSON.stringify(nodeIds),
    );
  }

  /** Writes rows of one table in as few statements as can carry them. */
  #replace(columns: string, rows: readonly (readonly (string | number)[])[]): void {
    const width = rows[0]?.length ?? 0;
    const tuple = `(${Array(width).fill("?").join(", ")})`;
    const most = Math.floor(MAX_BINDINGS / width);
    for (let from = 0; from < rows.length; from += most) {
      const part = rows.slice(from, from + most);
      const tuples = Array(part.length).fill(tuple).join(", ");
      this.#sql.run(`INSERT OR REPLACE INTO ${columns} VALUES ${tuples}`, ...part.flat());
    }
  }

  #first<T>(query: string, ...bindings: (string | number)[]): T | null {
    return (this.#sql.all<Row<T>>(query, ...bindings)[0] as T | undefined) ?? null;
  }

  #one<T>(form: DocumentForm<T>, query: string, id: string): T | null {
    const row = this.#first<{ document: string }>(query, id);
    return row === null ? null : form.decode(row.document);
  }

  #all<T>(form: DocumentForm<T>, query: string, ...bindings: string[]): T[] {
    return this.#sql.all<{ document: string }>(query, ...bindings).map((row) => form.decode(row.document));
  }

  #rowOfJob(record: JobRecord): (string | number)[] {
    const { job, position } = record;
    return [job.id, job.submit_id, job.task_id, job.status, position, this.#documents.job.encode(record)];
  }
}

const rowOfPosition = ({ node_id, position, job_id }: NodePosition): (string | number)[] => [node_id, position, job_id];
