import type { DataNodeSnapshot } from "../../../../src/core/entities/data-node.ts";
import type { Task } from "../../../../src/core/entities/task.ts";
import { unwrap } from "../../../../src/core/errors.ts";
import { reportEnds } from "../../../../src/core/jobs/chain/report.ts";
import { acceptSubmission } from "../../../../src/core/jobs/machine/accept-submission.ts";
import { cancelJob } from "../../../../src/core/jobs/machine/cancel.ts";
import { claimJob, firstOf, heartbeat } from "../../../../src/core/jobs/machine/claim.ts";
import { completeJob, expireLease } from "../../../../src/core/jobs/machine/complete.ts";
import { acceptWrite, lockDataNode, unlockDataNode } from "../../../../src/core/jobs/machine/edit-node.ts";
import type { JobStatus } from "../../../../src/core/jobs/statuses.ts";
import type { JobResult, ReportCommand, WorkOrder } from "../../../../src/core/ports/orchestrator.ts";
import { command, dataNode, payload, task, written } from "../../../orchestrator/world/factories.ts";
import { MemoryState } from "../machine/memory-state.ts";

/** Three jobs, each of which reads what the one before writes. */
export const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"]), task("three", ["c"], ["d"])];

type Report = Omit<Partial<ReportCommand>, "ends" | "running" | "returned"> & {
  /** Task names, each with its result: "completed" unless it says otherwise. */
  readonly ends?: readonly (string | readonly [name: string, result: JobResult])[];
  readonly running?: string;
  readonly returned?: readonly string[];
};

export const THROWN: JobResult = { kind: "failed", stacktrace: ["Error: broken"], outputs: [] };

/** A submission, and a worker that runs its chains. Inputs that no task writes are written. */
export class Chained {
  readonly state = new MemoryState();
  readonly id: string;
  readonly jobIds: readonly string[];
  /** The first jobs, for a request that runs them; null unless it does. */
  readonly first: WorkOrder | null;
  /** Jobs for which workers were woken, by task name. */
  readonly woken: string[] = [];
  /** The tries that the worker holds, by task name. */
  readonly tokens = new Map<string, number>();
  readonly #tasks: readonly Task[];

  constructor(tasks: readonly Task[] = CHAIN, setUp: (state: MemoryState) => void = () => {}, runsJobs = false) {
    setUp(this.state);
    this.#tasks = tasks;
    const outputs = new Set(tasks.flatMap(({ output_ids }) => output_ids));
    const ids = new Set(tasks.flatMap(({ input_ids, output_ids }) => [...input_ids, ...output_ids]));
    const nodes = [...ids].map((id) => (outputs.has(id) ? dataNode(id) : written(id)));
    let uuids = 0;
    const newUuid = () => `uuid-${++uuids}`;
    const { outcome, order } = this.#commit((transaction) => {
      const outcome = acceptSubmission(transaction, command(tasks, nodes), { newUuid, isRunByCaller: false });
      return { outcome, order: runsJobs && outcome.ok ? firstOf(transaction, outcome.value.id) : null };
    });
    const submission = unwrap(outcome);
    this.id = submission.id;
    this.jobIds = submission.job_ids;
    this.first = this.#take(order);
    this.#note();
  }

  jobId(name: string): string {
    return this.jobIds.find((id) => id.startsWith(`JOB_${name}_`)) ?? "";
  }

  record(name: string) {
    const record = this.state.job(this.jobId(name));
    if (record === null) throw new Error(`There is no job of ${name}`);
    return record;
  }

  get statuses(): Record<string, JobStatus> {
    return Object.fromEntries(this.#tasks.map(({ config_id }) => [config_id, this.record(config_id).job.status]));
  }

  get attempts(): Record<string, number> {
    return Object.fromEntries(this.#tasks.map(({ config_id }) => [config_id, this.record(config_id).job.attempt]));
  }

  node(id: string): DataNodeSnapshot {
    const record = this.state.node(id);
    if (record === null) throw new Error(`There is no node ${id}`);
    return record.node;
  }

  claim(name: string, chain = true): WorkOrder | null {
    return this.#take(this.#commit((transaction) => claimJob(transaction, this.jobId(name), { chain })).order);
  }

  report({ ends = [], running, returned = [], wants_next = false }: Report) {
    const ended = ends.map((end) => (typeof end === "string" ? ([end, this.result(end)] as const) : end));
    const answer = this.#commit((transaction) =>
      reportEnds(transaction, {
        ends: ended.map(([name, result]) => ({ ...this.#tryOf(name), result })),
        ...(running !== undefined && { running: this.#tryOf(running) }),
        returned: returned.map((name) => this.#tryOf(name)),
        wants_next,
      }),
    );
    this.#take(answer.order);
    return answer;
  }

  /** The end of a job that a worker of the last release reports. */
  complete(name: string): boolean {
    const ended = { ...this.#tryOf(name), result: this.result(name), wants_next: false };
    return this.#commit((transaction) => completeJob(transaction, ended)).accepted;
  }

  heartbeat(name: string): boolean {
    const { job_id, token } = this.#tryOf(name);
    return this.#commit((transaction) => heartbeat(transaction, job_id, token)).aborted;
  }

  loseWorkerOf(name: string): void {
    this.#commit((transaction) => {
      const record = transaction.job(this.jobId(name));
      if (record !== null) expireLease(transaction, record);
    });
  }

  cancel(name: string, force = false): void {
    this.#commit((transaction) => unwrap(cancelJob(transaction, this.jobId(name), force)));
  }

  write(id: string): void {
    const value = { data_node: this.node(id), payload: payload(`${id} by hand`), editor_id: null, comment: null };
    this.#commit((transaction) => unwrap(acceptWrite(transaction, value)));
  }

  lock(id: string): void {
    const caller = { actor: null, is_admin: false } as never;
    const reservation = { editor_id: "ann", duration: 60_000_000 as never, comment: null, caller };
    this.#commit((transaction) => unwrap(lockDataNode(transaction, this.node(id), reservation)));
  }

  unlock(id: string): void {
    const editor = { editor_id: "ann", caller: { actor: null, is_admin: false } as never };
    this.#commit((transaction) => unwrap(unlockDataNode(transaction, this.node(id), editor)));
  }

  /** What the try of a job writes. */
  result(name: string): JobResult {
    const { output_ids } = this.record(name);
    const value = payload(`by ${name}, try ${this.tokens.get(name)}`);
    return { kind: "completed", outputs: output_ids.map((id) => ({ data_node_id: id, payload: value })) };
  }

  #tryOf(name: string) {
    return { job_id: this.jobId(name), token: this.tokens.get(name) ?? 0 };
  }

  #take(order: WorkOrder | null): WorkOrder | null {
    for (const { task_config_id, token } of order === null ? [] : [order, ...(order.following ?? [])]) {
      this.tokens.set(task_config_id, token);
    }
    return order;
  }

  #effects: readonly { readonly job_id: string }[] = [];

  #commit<T>(decide: Parameters<typeof this.state.commit<T>>[0]): T {
    this.state.nowMs += 10;
    const { answer, effects } = this.state.commit(decide);
    this.#effects = effects.wake;
    if (this.jobIds !== undefined) this.#note();
    return answer;
  }

  #note(): void {
    const names = this.#effects.map(({ job_id }) => this.state.job(job_id)?.job.task_config_id ?? job_id);
    this.woken.push(...names);
    this.#effects = [];
  }
}

/** The task names of an order, in the order in which a worker may run them. */
export const planOf = (order: WorkOrder | null): string[] =>
  order === null ? [] : [order, ...(order.following ?? [])].map(({ task_config_id }) => task_config_id);
