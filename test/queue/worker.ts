import type { AnyTaskFunction, TaskConfig } from "../../src/core/config/app-types.ts";
import type { DataNodeIdentity, DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import { INVOCATION_MS } from "../../src/core/job-limits.ts";
import type {
  CompleteCommand,
  JobResult,
  Orchestrator,
  ReportCommand,
  WorkOrder,
} from "../../src/core/ports/orchestrator.ts";
import type { Invocation } from "../../src/queue/chain.ts";
import type { ConsumerDeps, Message } from "../../src/queue/consumer.ts";
import { Heartbeat } from "../../src/queue/heartbeat.ts";
import { Room } from "../../src/queue/room.ts";
import { runJob } from "../../src/queue/run-job.ts";
import { aWorkOrder } from "../harness/factories.ts";
import { readingEach } from "../harness/values.ts";
import { dataNode, payload, written } from "../orchestrator/world/factories.ts";
import { createPlatform, type Platform } from "../orchestrator/world/platform.ts";

export const LEASE_MS = 30_000;

/** An invocation that has all time, in an isolate of its own. */
export const ENDLESS: Invocation = { hasTime: () => true, leftMs: () => INVOCATION_MS, touch: async () => {} };

export const order = (overrides: Partial<WorkOrder> = {}): WorkOrder =>
  aWorkOrder({ lease_ms: LEASE_MS, ...overrides });

/** Inputs that hold these values, as {@link createWorker}'s values read them. */
export const holding = (...values: readonly unknown[]): DataNodeSnapshot[] =>
  values.map((value, index) => written(`in${index}`, { payload: payload(JSON.stringify(value)) }));

export const outputs = (...ids: readonly string[]): DataNodeIdentity[] => ids.map((id) => dataNode(id));

type Functions = Readonly<Record<string, AnyTaskFunction | Partial<TaskConfig>>>;

export interface TestWorker {
  readonly platform: Platform;
  readonly deps: ConsumerDeps;
  readonly orchestrator: Orchestrator;
  /** Answers to `claim`, by job id; jobs that are not in it have nothing to do. */
  readonly orders: Map<string, WorkOrder | Error>;
  /** What each completed job hands over. */
  readonly next: Map<string, WorkOrder>;
  /** The ends that were reported. */
  readonly completions: CompleteCommand[];
  readonly reported: ReportCommand[];
  /** Jobs that were to be claimed. */
  readonly claims: string[];
  /** What was reported of the jobs beside a job. */
  readonly reports: { readonly job_id: string; readonly room: "alone" | "company" }[];
  readonly heartbeats: { readonly job_id: string; readonly token: number }[];
  readonly deadLetters: (readonly [string, number])[];
  /** Data node ids whose value can't be written. */
  readonly unwritable: Set<string>;
  /** Data node ids in the order of the writes. */
  readonly written: string[];
  readonly background: Promise<unknown>[];
  /** Payloads that were handed over because nothing points at them. */
  readonly discarded: PayloadRef[];
  /** Whether results count. */
  accepted: boolean;
  /** What a heartbeat answers; an error = it can't be told. */
  heartbeat: { readonly aborted: boolean } | Error;
  /** What `report` and `reportDeadLetter` throw. */
  broken: Error | null;
}

/** A worker whose orchestrator is a recorder, and whose values are JSON texts in the snapshots themselves. */
export function createWorker(functions: Functions = {}, given: Partial<ConsumerDeps> = {}): TestWorker {
  const platform = createPlatform();
  const orchestrator: Pick<Orchestrator, "claim" | "report" | "heartbeat" | "reportDeadLetter"> = {
    async claim(job_id) {
      worker.claims.push(job_id);
      const answer = worker.orders.get(job_id) ?? null;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async report(command) {
      if (worker.broken !== null) throw worker.broken;
      worker.reported.push(command);
      const { ends, running, wants_next } = command;
      for (const end of ends) worker.completions.push({ ...end, wants_next });
      const goes_on = running !== undefined && worker.accepted;
      const next = wants_next && !goes_on ? (worker.next.get(ends.at(-1)?.job_id ?? "") ?? null) : null;
      return { accepted: ends.map(() => worker.accepted), goes_on, next };
    },
    async heartbeat(job_id, token, room) {
      if (room === undefined) worker.heartbeats.push({ job_id, token });
      if (worker.heartbeat instanceof Error) throw worker.heartbeat;
      if (room !== undefined) worker.reports.push({ job_id, room });
      return worker.heartbeat;
    },
    async reportDeadLetter(job_id, attempt) {
      if (worker.broken !== null) throw worker.broken;
      worker.deadLetters.push([job_id, attempt]);
    },
  };
  const worker: TestWorker = {
    platform,
    orchestrator: orchestrator as Orchestrator,
    orders: new Map(),
    next: new Map(),
    completions: [],
    reported: [],
    claims: [],
    reports: [],
    heartbeats: [],
    deadLetters: [],
    unwritable: new Set(),
    written: [],
    background: [],
    discarded: [],
    accepted: true,
    heartbeat: { aborted: false },
    broken: null,
    deps: {
      app: { tasks: configsOf(functions) },
      values: {
        read: readingEach(async (node) => (node.payload?.body == null ? undefined : JSON.parse(node.payload.body))),
        write: async (node, value) => {
          if (worker.unwritable.has(node.id)) throw new TypeError(`no room for ${node.id}`);
          worker.written.push(node.id);
          return payload(JSON.stringify(value) ?? "undefined");
        },
      },
      redact: (text) => text.replaceAll("hunter2-known", "***"),
      log: (event, fields) => void platform.log.push({ event, fields }),
      env: { STAGE: "test" },
      sleep: platform.sleep,
      discardLater: async (payloads) => void worker.discarded.push(...payloads),
      clock: platform.clock,
      orchestrators: () => worker.orchestrator,
      waitUntil: (work) => void worker.background.push(work),
      queueHandler: "awaits",
      room: new Room({ nowMs: () => platform.nowMs, leaseMs: LEASE_MS }),
      ...given,
    },
  };
  return worker;
}

/** Runs one job as a chain of its own does. */
export async function runWith(worker: TestWorker, work: WorkOrder, leftMs = ENDLESS.leftMs()): Promise<JobResult> {
  const heartbeat = new Heartbeat(worker.deps, worker.orchestrator, ENDLESS.touch);
  try {
    return await runJob(worker.deps, heartbeat, work, leftMs);
  } finally {
    heartbeat.end();
  }
}

export interface TestMessage extends Message {
  /** What was decided about it first; platforms ignore the rest. */
  outcome: "acked" | "retried" | null;
  /** How long the Queue is to wait before it delivers the message again. */
  delaySeconds: number;
}

export function message(body: unknown, attempts = 1): TestMessage {
  const made: TestMessage = {
    body,
    attempts,
    outcome: null,
    delaySeconds: 0,
    ack: () => {
      made.outcome ??= "acked";
    },
    retry: ({ delaySeconds }) => {
      made.outcome ??= "retried";
      made.delaySeconds = delaySeconds;
    },
  };
  return made;
}

export const wakeUp = (job_id: string, attempt = 0): TestMessage =>
  message({ v: 1, domain: "SCENARIO_s", job_id, attempt });

function configsOf(functions: Functions): Map<string, TaskConfig> {
  const base = {
    kind: "TASK" as const,
    inputs: [],
    outputs: [],
    skippable: false,
    retries: null,
    timeoutMs: null,
    concurrency: null,
  };
  return new Map(
    Object.entries(functions).map(([id, given]) => {
      const config = typeof given === "function" ? { function: given } : given;
      return [id, { ...base, id, properties: {}, function: () => undefined, ...config }];
    }),
  );
}
