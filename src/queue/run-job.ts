import type { TaskConfig, TaskContext, TaskEnv } from "../core/config/app-types.ts";
import { shownProperties } from "../core/config/secrets/shown-values.ts";
import type { DataNodeSnapshot } from "../core/entities/data-node.ts";
import { isPlatformFailure, TaipyError } from "../core/errors.ts";
import { timeLimitOf } from "../core/job-limits.ts";
import { triesWith } from "../core/jobs/retry.ts";
import type { JobWait } from "../core/ports/memory.ts";
import type { JobResult, PlannedJob } from "../core/ports/orchestrator.ts";
import type { DataNodeValues } from "../core/ports/values.ts";
import { exposed } from "../core/values/exposed-type.ts";
import { discard } from "./discard.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { InvocationOverError, TimeLimits } from "./time-limits.ts";
import { ownTraceOf, traceOf } from "./trace-of.ts";
import type { WorkerDeps } from "./worker-deps.ts";

type Outputs = { data_node_id: string; payload: Awaited<ReturnType<DataNodeValues["write"]>> }[];

/** KV may not show a new value everywhere for a minute: so many tries, with their delays, are longer than that. */
const MISSING_TRIES = 6;

/**
 * Runs one job: reads its inputs, calls the task's function, writes its outputs. When the function throws or
 * returns too many or too few values, or an output can't be written, that becomes the result; this never throws for it.
 * @param leftMs how long it may take, whatever it waits for
 */
export async function runJob(
  deps: WorkerDeps,
  heartbeat: Heartbeat,
  order: PlannedJob,
  leftMs: number,
): Promise<JobResult> {
  const abort = new AbortController();
  const config = deps.app.tasks.get(order.task_config_id);
  const own = timeLimitOf(config?.timeoutMs ?? null);
  const limits = new TimeLimits({ sleep: deps.sleep, expire: (reason) => abort.abort(reason) }, own, leftMs);
  const wait = { signal: abort.signal, waits: () => limits.waits(), begun: () => limits.begun() };
  heartbeat.hold(order, abort);
  try {
    return await Promise.race([execute(deps, config, order, wait), failsOn(deps, abort.signal)]);
  } finally {
    heartbeat.release();
    limits.end();
  }
}

async function execute(
  deps: WorkerDeps,
  config: TaskConfig | undefined,
  order: PlannedJob,
  wait: JobWait & { readonly signal: AbortSignal },
): Promise<JobResult> {
  const { signal } = wait;
  let isReading = false;
  let isUsers = false;
  try {
    if (config?.function == null) {
      throw new Error(`Task config ${order.task_config_id} is not part of this application, or has no function.`);
    }
    isReading = true;
    const inputs = await readInputs(deps.values, config, order.inputs, wait);
    isReading = false;
    const { function: run } = config;
    const call = (): unknown => callTaskFunction(run, inputs, contextOf(deps, order, signal));
    isUsers = true;
    const result: unknown = await (deps.taskScope?.run(order.job_id, call) ?? call());
    isUsers = false;
    // The job may be another worker's by now: a worker that must stop writes nothing.
    signal.throwIfAborted();
    return await writeOutputs(deps, order, resultsOf(order, result), wait);
  } catch (error) {
    const trace = isUsers ? await traceOf(deps, error) : ownTraceOf(deps, error);
    const failed = { kind: "failed", stacktrace: [trace], outputs: [] } as const;
    return isReading && mayComeBack(order, error) ? { ...failed, ...platformFailed([error]) } : failed;
  }
}

/** Its name is the boundary in a stack: frames above it are the user's. docs/decisions/096-traces-show-the-users-lines.md */
async function callTaskFunction(
  call: NonNullable<TaskConfig["function"]>,
  inputs: readonly unknown[],
  context: TaskContext,
): Promise<unknown> {
  return await call(...inputs, context);
}

/** Whether an input could not be read for a time only. */
function mayComeBack({ attempt }: PlannedJob, error: unknown): boolean {
  if (isPlatformFailure(error)) return true;
  return error instanceof TaipyError && error.code === "payload_missing" && attempt <= MISSING_TRIES;
}

/** The values as the function's data node configs expose them. */
function readInputs(
  values: DataNodeValues,
  task: TaskConfig,
  nodes: readonly DataNodeSnapshot[],
  wait: JobWait,
): Promise<readonly unknown[]> {
  const expose = (found: readonly unknown[]) => nodes.map((node, index) => exposedInput(task, node, found[index]));
  return nodes.length === 0 ? Promise.resolve([]) : values.read(nodes, expose, wait);
}

function exposedInput(task: TaskConfig, node: DataNodeSnapshot, value: unknown): unknown {
  const config = task.inputs.find(({ id }) => id === node.config_id) ?? null;
  if (value !== undefined || node.payload !== null) return exposed(config, value);
  throw new Error(`Data node ${node.id} from config ${node.config_id} has not been written yet.`);
}

// docs/decisions/025-only-arrays-are-split.md
/** One value an output: the result itself for one output, the items of an array for several. */
function resultsOf(order: PlannedJob, result: unknown): readonly unknown[] {
  const { length } = order.outputs;
  if (length === 0) return [];
  if (length === 1) return [result];
  if (Array.isArray(result) && result.length === length) return result;
  throw new Error("Error: wrong number of result or task output");
}

/**
 * Writes every output that can be written, and says which could not. When only the store of the values has failed, no output
 * counts: the function runs again and writes them all.
 */
async function writeOutputs(
  deps: WorkerDeps,
  order: PlannedJob,
  results: readonly unknown[],
  wait: JobWait,
): Promise<JobResult> {
  const errors: unknown[] = [];
  const stacktrace: string[] = [];
  const outputs: Outputs = [];
  for (const [index, node] of order.outputs.entries()) {
    try {
      outputs.push({ data_node_id: node.id, payload: await deps.values.write(node, results[index], wait) });
    } catch (error) {
      errors.push(error);
      stacktrace.push(`Error writing in datanode id ${node.id}: ${ownTraceOf(deps, error)}`);
    }
  }
  if (errors.length === 0) return { kind: "completed", outputs };
  if (!errors.every(isPlatformFailure)) return { kind: "failed", stacktrace, outputs };
  await discard(deps, order.job_id, outputs);
  return { kind: "failed", stacktrace, outputs: [], ...platformFailed(errors) };
}

/** A fault that may never pass is named only when no other one may be the reason. */
function platformFailed(errors: readonly unknown[]) {
  const codes = errors.map((error) =>
    error instanceof TaipyError && triesWith(error.code) !== null ? error.code : null,
  );
  const [fault] = codes;
  return { platform_failed: true, ...(fault != null && !codes.includes(null) && { fault }) } as const;
}

function contextOf(deps: WorkerDeps, order: PlannedJob, signal: AbortSignal): TaskContext {
  const ids = { job_id: order.job_id, submission_id: order.submission_id, attempt: order.attempt };
  return {
    jobId: order.job_id,
    submissionId: order.submission_id,
    attempt: order.attempt,
    signal,
    log: (message, fields = {}) => deps.log("task_log", { ...shownProperties(fields), ...ids, message }),
    // What the project has declared of it (`wrangler types`).
    env: deps.env as TaskEnv,
    get core() {
      if (deps.taskScope === undefined) throw new Error("This worker has no core for tasks");
      return deps.taskScope.core(order.job_id);
    },
  };
}

function failsOn(deps: WorkerDeps, signal: AbortSignal): Promise<JobResult> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      const failed = { kind: "failed", stacktrace: [ownTraceOf(deps, signal.reason)], outputs: [] } as const;
      resolve(signal.reason instanceof InvocationOverError ? { ...failed, ...overBy(signal.reason) } : failed);
    });
  });
}

const overBy = (reason: InvocationOverError) =>
  ({ platform_failed: true, ...(reason.isHandedOver && { handed_over: true }) }) as const;
