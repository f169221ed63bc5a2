import type { JobMode, RetryPolicy, TaskConfig } from "../../../src/core/config/app-types.ts";
import { within } from "../../../src/core/deadlines.ts";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { Job } from "../../../src/core/entities/job.ts";
import type { Submission } from "../../../src/core/entities/submission.ts";
import type { Task } from "../../../src/core/entities/task.ts";
import { unwrap } from "../../../src/core/errors.ts";
import type { WakeUp } from "../../../src/core/jobs/state/jobs-state.ts";
import type { JobStatus } from "../../../src/core/jobs/statuses.ts";
import type { CompleteAnswer, JobResult, SubmitCommand, WorkOrder } from "../../../src/core/ports/orchestrator.ts";
import { callDeadline } from "../../../src/orchestrator/calls/call-deadlines.ts";
import { Orchestrator } from "../../../src/orchestrator/orchestrator.ts";
import { CachedStore, type StoreOptions } from "../../../src/orchestrator/state/cached-store.ts";
import type { Sql } from "../../../src/orchestrator/state/object-sql.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";
import { command, DOMAIN, dataNode, payload, written } from "./factories.ts";
import { createPlatform, type Platform, type PlatformObject, type Slots } from "./platform.ts";

export const LEASE_MS = 60_000;
export const WORKER_RETRY_LIMIT = 2;
/** The alarm has rung by then. */
const FORGOTTEN_AFTER_MS = 60_000;

export interface WorldOptions extends StoreOptions {
  readonly platform?: Platform;
  readonly domain?: string;
  readonly mode?: JobMode;
  /** What the object has written before. */
  readonly sql?: ObjectSqlite;
  /** The alarm that it has set before. */
  readonly alarmAtMs?: number;
  readonly workerRetryLimit?: number;
  /** Task config id → its retries. */
  readonly retries?: Readonly<Record<string, RetryPolicy>>;
  /** How many jobs of the application may run at a time. */
  readonly concurrency?: number;
  /** The same of task configs. */
  readonly concurrencyOf?: Readonly<Record<string, number>>;
}

type SubmitOptions = Partial<Pick<SubmitCommand, "force" | "actor">> & { entity?: Partial<SubmitCommand["entity"]> };

/** One orchestrator object on a platform that only moves when the test says so. */
export class World {
  readonly platform: Platform;
  readonly domain: string;
  sql: Sql;
  /** The store of the living object. */
  cache: CachedStore;
  orchestrator: Orchestrator;
  /** False: the Queue takes no messages. */
  queueIsUp = true;
  /** Calls of this object from another one that are lost, by name. */
  readonly lost = new Set<keyof Slots>();
  readonly #options: WorldOptions;
  readonly #object: PlatformObject;
  #lives = 0;
  #woken: WakeUp[] = [];

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.platform = options.platform ?? createPlatform();
    this.domain = options.domain ?? DOMAIN;
    this.#object = {
      domain: this.domain,
      alarmAtMs: options.alarmAtMs ?? null,
      ring: () => {
        this.#object.alarmAtMs = null;
        return this.orchestrator.alarm();
      },
      poke: (ids) => this.orchestrator.poke(ids),
      slots: {
        requestSlots: async (...call) => this.#called("requestSlots").requestSlots(...call),
        returnSlots: async (...call) => this.#called("returnSlots").returnSlots(...call),
        offerSlots: async (...call) => this.#called("offerSlots").offerSlots(...call),
      },
    };
    this.platform.objects.set(this.domain, this.#object);
    this.sql = options.sql ?? new ObjectSqlite();
    this.cache = this.#newLife();
    this.orchestrator = this.#start();
  }

  /** What SQLite holds: what the object's next life finds. */
  get store(): CachedStore {
    return this.#newCache();
  }

  get database() {
    return this.platform.database;
  }

  get alarmAtMs(): number | null {
    return this.#object.alarmAtMs;
  }

  /** The platform ends the object; its SQLite and its alarm stay. */
  evict(): void {
    this.cache = this.#newLife();
    this.orchestrator = this.#start();
  }

  /** What is at rest leaves the object: its alarm has removed what D1 has, and the platform ends it. */
  async forget(): Promise<void> {
    await this.platform.advance(FORGOTTEN_AFTER_MS);
    this.evict();
  }

  /** Puts data nodes into D1. */
  have(...nodes: DataNodeSnapshot[]): void {
    for (const node of nodes) this.database.dataNodes.set(node.id, node);
  }

  /** A data node as D1 has it, which is what callers pass to the object. */
  node(id: string): DataNodeSnapshot {
    const node = this.database.dataNodes.get(id);
    if (node === undefined) throw new Error(`There is no data node ${id}`);
    return node;
  }

  /** Submits tasks. Data nodes that D1 lacks are put there: written when no task writes them, else not. */
  async submit(tasks: readonly Task[], options: SubmitOptions = {}): Promise<Run> {
    return new Run(this, unwrap(await this.orchestrator.submit(this.command(tasks, options))).submission);
  }

  command(tasks: readonly Task[], options: SubmitOptions = {}): SubmitCommand {
    const outputs = new Set(tasks.flatMap((task) => task.output_ids));
    const ids = new Set(tasks.flatMap((task) => [...task.input_ids, ...task.output_ids]));
    for (const id of ids) {
      if (!this.database.dataNodes.has(id))
        this.have((outputs.has(id) ? dataNode : written)(id, { domain: this.domain }));
    }
    const nodes = [...ids].map((id) => this.node(id));
    return command(tasks, nodes, { ...options, entity: { domain: this.domain, ...options.entity } });
  }

  /** Task names of the jobs that workers were woken for since the last look. */
  async woken(): Promise<string[]> {
    return (await this.messages()).map(({ job_id }) => this.job(job_id).task_config_id);
  }

  async messages(): Promise<readonly WakeUp[]> {
    await this.platform.settle();
    const woken = this.#woken;
    this.#woken = [];
    return woken;
  }

  /** A job as the object has it, or as D1 has one that has left the object. */
  findJob(id: string): Job | null {
    return this.store.job(id)?.job ?? this.database.jobs.get(id) ?? null;
  }

  job(id: string): Job {
    const job = this.findJob(id);
    if (job === null) throw new Error(`There is no job ${id}`);
    return job;
  }

  /** As {@link findJob}. */
  findSubmission(id: string): Submission | null {
    return this.store.submission(id)?.submission ?? this.database.submissions.get(id) ?? null;
  }

  /** Names of the logged events. */
  get events(): string[] {
    return this.platform.log.map(({ event }) => event);
  }

  write(id: string, editor_id: string | null = null, comment: string | null = null) {
    const value = payload(`${id} by hand`);
    return this.orchestrator.writeDataNode({ data_node: this.node(id), payload: value, editor_id, comment });
  }

  /** Ends a job well. */
  complete(order: WorkOrder, wants_next = false): Promise<CompleteAnswer> {
    const outputs = order.outputs.map(({ id }) => ({ data_node_id: id, payload: payload(valueBy(order, id)) }));
    return this.end(order, { kind: "completed", outputs }, wants_next);
  }

  /** Ends a job with a thrown error. */
  fail(order: WorkOrder, trace = "Error: broken", wants_next = false): Promise<CompleteAnswer> {
    return this.end(order, { kind: "failed", stacktrace: [trace], outputs: [] }, wants_next);
  }

  end({ job_id, token }: WorkOrder, result: JobResult, wants_next = false): Promise<CompleteAnswer> {
    return this.orchestrator.complete({ job_id, token, result, wants_next });
  }

  #newCache(): CachedStore {
    return new CachedStore(this.sql, this.#options);
  }

  /** What goes on of an earlier life writes nothing any more. */
  #newLife(): CachedStore {
    this.#lives += 1;
    const life = this.#lives;
    const isAlive = () => life === this.#lives;
    const sql: Sql = {
      run: (...call) => (isAlive() ? this.sql.run(...call) : undefined),
      all: (...call) => this.sql.all(...call),
      transaction: (work) => (isAlive() ? this.sql.transaction(work) : work()),
    };
    return new CachedStore(sql, this.#options);
  }

  #called(method: keyof Slots): Slots {
    if (this.lost.has(method)) throw new Error(`${method} is lost`);
    return this.orchestrator;
  }

  #start(): Orchestrator {
    const { platform, domain } = this;
    const { mode = "standalone", concurrency = null, workerRetryLimit = WORKER_RETRY_LIMIT } = this.#options;
    const life = this.#lives;
    // An evicted object never gets an answer.
    const whileAlive = <T>(answer: T): T | Promise<T> =>
      life === this.#lives ? answer : new Promise<T>(() => undefined);
    // As the stubs of other objects are wrapped.
    const bounded = <T>(method: keyof Slots | "poke", args: readonly unknown[], call: Promise<T>): Promise<T> =>
      within(callDeadline(method, args), platform.sleep, call);
    return new Orchestrator({
      domain,
      app: {
        job: { mode, leaseMs: LEASE_MS, workerRetryLimit, concurrency, objectsPerRegion: 4 },
        tasks: taskConfigs(this.#options),
      },
      store: this.cache,
      database: {
        apply: async (...call) => whileAlive(await platform.database.apply(...call)),
        remove: async (rows) => whileAlive(await platform.database.remove(rows)),
        snapshots: async (ids) => whileAlive(await platform.database.snapshots(ids)),
        job: async (id) => whileAlive(await platform.database.job(id)),
        submission: async (id) => whileAlive(await platform.database.submission(id)),
        stand: async (...call) => whileAlive(await platform.database.stand(...call)),
      },
      wake: async (jobs) => {
        if (!this.queueIsUp) throw new Error("The Queue is down");
        this.#woken.push(...jobs);
      },
      poke: (other, ids) => bounded("poke", [ids], platform.objects.get(other)?.poke(ids) ?? Promise.resolve()),
      peer: (other) => {
        const slots = platform.objects.get(other)?.slots;
        if (slots === undefined) throw new Error(`There is no object ${other}`);
        return {
          requestSlots: (...call) => bounded("requestSlots", call, slots.requestSlots(...call)),
          returnSlots: (...call) => bounded("returnSlots", call, slots.returnSlots(...call)),
          offerSlots: (...call) => bounded("offerSlots", call, slots.offerSlots(...call)),
        };
      },
      setAlarm: async (atMs) => {
        this.#object.alarmAtMs = atMs;
      },
      getAlarm: async () => this.#object.alarmAtMs,
      removeAll: async () => {
        this.#lives += 1;
        this.sql = new ObjectSqlite();
        this.#object.alarmAtMs = null;
        return true;
      },
      alarmAtMs: this.#object.alarmAtMs,
      sleep: platform.sleep,
      clock: platform.clock,
      newUuid: platform.newUuid,
      log: (event, fields) => void platform.log.push({ event, fields }),
    });
  }
}

/** One submission, its jobs called by their tasks' names. */
export class Run {
  readonly id: string;
  readonly jobIds: readonly string[];
  readonly #world: World;

  constructor(world: World, submission: Submission) {
    this.#world = world;
    this.id = submission.id;
    this.jobIds = submission.job_ids;
  }

  jobId(task: string): string {
    const id = this.jobIds.find((job) => job.startsWith(`JOB_${task}_`));
    if (id === undefined) throw new Error(`The submission has no job of ${task}`);
    return id;
  }

  job(task: string): Job {
    return this.#world.job(this.jobId(task));
  }

  get submission(): Submission {
    const submission = this.#world.findSubmission(this.id);
    if (submission === null) throw new Error(`There is no submission ${this.id}`);
    return submission;
  }

  /** Task name → status, for the jobs that still exist. */
  get statuses(): Record<string, JobStatus> {
    const jobs = this.jobIds.flatMap((id) => this.#world.findJob(id) ?? []);
    return Object.fromEntries(jobs.map((job) => [job.task_config_id, job.status]));
  }

  async claim(task: string): Promise<WorkOrder> {
    const order = await this.#world.orchestrator.claim(this.jobId(task));
    if (order === null) throw new Error(`There is nothing to do for ${task}`);
    return order;
  }

  /** Takes a job and ends it well. */
  async run(task: string): Promise<void> {
    await this.#world.complete(await this.claim(task));
  }

  async cancel(task: string, force = false): Promise<void> {
    unwrap(await this.#world.orchestrator.cancelJob(this.jobId(task), force));
  }
}

/** What the try of a job writes to an output. */
export const valueBy = ({ job_id, attempt }: Pick<WorkOrder, "job_id" | "attempt">, nodeId: string): string =>
  `${nodeId} by ${job_id}, try ${attempt}`;

function taskConfigs({ retries = {}, concurrencyOf = {} }: WorldOptions): Map<string, TaskConfig> {
  return new Map(
    Object.keys({ ...retries, ...concurrencyOf }).map((id) => [
      id,
      {
        kind: "TASK",
        id,
        function: () => undefined,
        inputs: [],
        outputs: [],
        skippable: false,
        retries: retries[id] ?? null,
        timeoutMs: null,
        concurrency: concurrencyOf[id] ?? null,
        properties: {},
      },
    ]),
  );
}
