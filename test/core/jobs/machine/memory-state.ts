import type { Limits } from "../../../../src/core/jobs/slots/limits.ts";
import type { Changes, JobsState, NodePosition } from "../../../../src/core/jobs/state/jobs-state.ts";
import {
  type JobRecord,
  NO_COUNTERS,
  type NodeQueue,
  type NodeRecord,
  type ObjectMeta,
  type OutboxEntry,
  type SubmissionRecord,
  type Timer,
} from "../../../../src/core/jobs/state/records.ts";
import { Transaction } from "../../../../src/core/jobs/state/transaction.ts";
import { isFinished, isUnderWay } from "../../../../src/core/jobs/statuses.ts";
import { DOMAIN } from "../../../orchestrator/world/factories.ts";

export const LEASE_MS = 60_000;
const START = Date.UTC(2026, 10, 23, 6) * 1_000;

/** The state of an object without SQLite: what transactions have changed, in maps. */
export class MemoryState implements JobsState {
  readonly nodes = new Map<string, NodeRecord>();
  readonly jobs = new Map<string, JobRecord>();
  readonly submissions = new Map<string, SubmissionRecord>();
  readonly timers = new Map<string, Timer>();
  readonly outbox: OutboxEntry[] = [];
  locks: readonly NodePosition[] = [];
  waits: readonly NodePosition[] = [];
  nowMs = START / 1_000;
  limitsOf: (taskConfigId: string) => Limits = () => ({ task: null, application: null });
  timeoutMsOf: (taskConfigId: string) => number | null = () => null;
  #meta: ObjectMeta = { ...NO_COUNTERS, clock: 0, revision: 0, position: 0, forgetsScenario: false, slowTasks: [] };

  /** One transaction: its answer, and what follows from it. */
  commit<T>(decide: (transaction: Transaction) => T, callers: ReadonlySet<string> = new Set()) {
    const { limitsOf, timeoutMsOf } = this;
    const policy = { leaseMs: LEASE_MS, workerRetryLimit: 1, retriesOf: () => null, limitsOf, timeoutMsOf };
    const transaction = new Transaction(this, { domain: DOMAIN, wallClock: this.nowMs * 1_000, policy, callers });
    const answer = decide(transaction);
    const { changes, effects } = transaction.end();
    this.#save(changes);
    return { answer, changes, effects };
  }

  meta = (): ObjectMeta => this.#meta;
  node = (id: string) => this.nodes.get(id) ?? null;
  job = (id: string) => this.jobs.get(id) ?? null;
  submission = (id: string) => this.submissions.get(id) ?? null;
  hasTimer = (kind: string, id: string) => this.timers.has(`${kind} ${id}`);
  dueTimers = (nowMs: number, limit: number) =>
    [...this.timers.values()].filter(({ due }) => due <= nowMs).slice(0, limit);
  isOutboxEmpty = () => this.outbox.length === 0;

  activeJobs(submissionId: string): JobRecord[] {
    return [...this.jobs.values()].filter(({ job }) => job.submit_id === submissionId && !isFinished(job.status));
  }

  jobsOf(taskIds: readonly string[], entityIds: readonly string[]): JobRecord[] {
    return [...this.jobs.values()].filter(
      ({ job }) => taskIds.includes(job.task_id) || entityIds.includes(job.submit_entity_id),
    );
  }

  submissionsOf(entityIds: readonly string[]): SubmissionRecord[] {
    return [...this.submissions.values()].filter(({ submission }) => entityIds.includes(submission.entity_id));
  }

  queueAt(nodeId: string): NodeQueue {
    const at = (rows: readonly NodePosition[]) =>
      rows.filter(({ node_id }) => node_id === nodeId).sort((one, other) => one.position - other.position);
    return { holders: at(this.locks), waiters: at(this.waits) };
  }

  jobsUnderWay = () => [...this.jobs.values()].flatMap(({ job }) => (isFinished(job.status) ? [] : [job.id]));
  timersOf = (wanted: string) => [...this.timers.values()].flatMap(({ kind, id }) => (kind === wanted ? [id] : []));
  highestEdit = () => Math.max(0, ...[...this.nodes.values()].map(({ node }) => node.edit_number));

  heldIds(kind: "data_node" | "job" | "submission", after: string, limit: number): string[] {
    const { nodes, jobs, submissions } = this;
    const ids = [...{ data_node: nodes, job: jobs, submission: submissions }[kind].keys()];
    return ids.filter((id) => id > after).slice(0, limit);
  }

  usersOf(nodeId: string): string[] {
    return [...this.jobs.values()]
      .filter(({ job }) => isUnderWay(job.status))
      .filter(({ input_ids, output_ids }) => [...input_ids, ...output_ids].includes(nodeId))
      .map(({ job }) => job.id);
  }

  #save(changes: Changes): void {
    this.#meta = changes.meta;
    for (const record of changes.nodes) this.nodes.set(record.node.id, record);
    for (const record of changes.jobs) this.jobs.set(record.job.id, record);
    for (const record of changes.submissions) this.submissions.set(record.submission.id, record);
    for (const id of changes.deletedNodes) this.nodes.delete(id);
    for (const id of changes.deletedJobs) this.jobs.delete(id);
    for (const id of changes.deletedSubmissions) this.submissions.delete(id);
    this.locks = [...without(this.locks, changes.unlocked), ...changes.locked];
    this.waits = [...without(this.waits, changes.waitedFor), ...changes.waiting];
    for (const { kind, id, due } of changes.timers) {
      if (due === null) this.timers.delete(`${kind} ${id}`);
      else this.timers.set(`${kind} ${id}`, { kind, id, due });
    }
    this.outbox.push(...changes.outbox);
  }
}

const without = (rows: readonly NodePosition[], gone: readonly NodePosition[]): NodePosition[] =>
  rows.filter((row) => !gone.some((one) => one.node_id === row.node_id && one.position === row.position));
