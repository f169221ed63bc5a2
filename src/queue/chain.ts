import { Cancellation } from "../core/cancellation.ts";
import type { PayloadRef } from "../core/entities/payload.ts";
import { HAND_OVER_MS, HANDED_OVER, leftForJobMs } from "../core/job-limits.ts";
import type {
  JobResult,
  Orchestrator,
  Orchestrators,
  PlannedJob,
  SubmitAnswer,
  WorkOrder,
} from "../core/ports/orchestrator.ts";
import type { WaitingRequest } from "../core/ports/waiting-request.ts";
import { Heartbeat } from "./heartbeat.ts";
import { type AfterChain, Reports } from "./reports.ts";
import { runJob } from "./run-job.ts";
import { InvocationOverError } from "./time-limits.ts";
import { guestOf, type WorkerDeps } from "./worker-deps.ts";

/** What a chain needs of the invocation that runs it. */
export interface Invocation {
  /** Whether one more job may begin. */
  hasTime(): boolean;
  /** How long a job that begins now may take in all. */
  leftMs(): number;
  /** Gives the isolate's record of jobs a sign of life. */
  touch(): Promise<void>;
  /** The request that runs the chain, when it waits for the end of the submission. */
  readonly request?: WaitingRequest;
}

export interface ChainEnd {
  /** Whether the platform has failed none of the jobs. */
  readonly isUp: boolean;
  /** For a request that waits: the submission has ended, or its time is up. null = it must ask. */
  readonly ended: SubmitAnswer | null;
}

/** Runs a job and then, while there is time, the jobs that it makes runnable: a chain of tasks stays in one worker. */
export async function runChain(
  deps: WorkerDeps,
  orchestrator: Orchestrator,
  first: WorkOrder,
  invocation: Invocation,
): Promise<ChainEnd> {
  const heartbeat = new Heartbeat(deps, orchestrator, invocation.touch);
  const chain = new Chain(deps, orchestrator, heartbeat, invocation);
  try {
    return await chain.run(first);
  } finally {
    chain.end();
    heartbeat.end();
  }
}

class Chain {
  readonly #deps: WorkerDeps;
  readonly #orchestrator: Orchestrator;
  readonly #heartbeat: Heartbeat;
  readonly #invocation: Invocation;
  readonly #reports: Reports;
  readonly #ended = new Cancellation();
  /** What the worker may begin after the job that runs. */
  #following: readonly PlannedJob[] = [];
  #running: PlannedJob | null = null;
  #isUp = true;

  constructor(deps: WorkerDeps, orchestrator: Orchestrator, heartbeat: Heartbeat, invocation: Invocation) {
    const { request } = invocation;
    this.#deps = deps;
    this.#orchestrator = orchestrator;
    this.#heartbeat = heartbeat;
    this.#invocation = invocation;
    this.#reports = new Reports(deps, orchestrator, heartbeat, () => ({
      wants_next: invocation.hasTime(),
      ...(request !== undefined && { wait_ms: request.over.aborted ? 0 : request.leftMs() }),
    }));
    request?.over.addEventListener("abort", () => this.#handOver());
  }

  async run(first: WorkOrder): Promise<ChainEnd> {
    const { request, hasTime } = this.#invocation;
    let ended: SubmitAnswer | null = null;
    for (let order: WorkOrder | null = first; order !== null; ) {
      if (request !== undefined && !hasTime()) {
        await giveBack(this.#orchestrator, order);
        return { isUp: this.#isUp, ended: null };
      }
      const after: AfterChain = await this.#runOrder(order);
      ended = after.ended;
      order = after.next;
    }
    return { isUp: this.#isUp, ended };
  }

  end(): void {
    this.#ended.abort();
  }

  async #runOrder({ following = [], ...first }: WorkOrder): Promise<AfterChain> {
    const made = new Map<string, PayloadRef>();
    this.#following = following;
    for (let order: PlannedJob = first; ; ) {
      this.#running = order;
      const result = await runJob(this.#deps, this.#heartbeat, withMade(order, made), this.#invocation.leftMs());
      this.#running = null;
      const end = { order, result };
      if (this.#reports.isStopped) return this.#reports.stopped(end);
      if (result.kind === "failed" && result.platform_failed) this.#isUp = false;
      const [next, ...rest] = this.#following;
      if (next === undefined || !this.#mayGoOn(result)) return this.#reports.last(end, this.#takeFollowing());
      this.#following = rest;
      for (const { data_node_id, payload } of result.outputs) made.set(data_node_id, payload);
      this.#reports.ended(end, next);
      order = next;
    }
  }

  #mayGoOn = (result: JobResult): boolean => result.kind === "completed" && this.#invocation.hasTime();

  #takeFollowing(): readonly PlannedJob[] {
    const following = this.#following;
    this.#following = [];
    return following;
  }

  // docs/decisions/068-the-waiting-caller-works.md
  /** The request is about to end: the Queue gets what has not begun at once, and what runs when the request has no more time. */
  #handOver(): void {
    if (this.#ended.aborted) return;
    if (this.#running !== null) this.#reports.giveBack(this.#takeFollowing(), this.#running);
    void this.#deps.sleep(HAND_OVER_MS, this.#ended).then(() => {
      if (!this.#ended.aborted) this.#heartbeat.stop(new InvocationOverError(HANDED_OVER, true));
    });
  }
}

/** Nothing of the order has begun. */
async function giveBack(orchestrator: Orchestrator, { following = [], ...first }: WorkOrder): Promise<void> {
  const returned = [first, ...following].map(({ job_id, token }) => ({ job_id, token }));
  await orchestrator.report({ ends: [], returned, wants_next: false });
}

/** A job of a chain reads the values that the jobs before it have written, whether or not these are recorded yet. */
function withMade(order: PlannedJob, made: ReadonlyMap<string, PayloadRef>): PlannedJob {
  if (made.size === 0) return order;
  const inputs = order.inputs.map((node) => {
    const payload = made.get(node.id);
    return payload === undefined ? node : { ...node, payload };
  });
  return { ...order, inputs };
}

/**
 * Runs the jobs of one submission in this request, until none of them can make progress any more. While the platform fails,
 * the request does not wait: the jobs' timers hand them over to the Queue.
 * @param first what the request has taken already
 */
export async function runSubmission(
  deps: WorkerDeps,
  orchestrators: Orchestrators,
  domain: string,
  submissionId: string,
  first: WorkOrder | null = null,
): Promise<void> {
  const orchestrator = orchestrators(domain);
  for (let given = first; ; given = null) {
    const order = given ?? (await orchestrator.nextWork(submissionId, { chain: true }));
    if (order === null) return;
    const invocation = { hasTime: () => true, leftMs: () => leftForJobMs(0) };
    if (!(await runHere(deps, orchestrators, domain, order, invocation)).isUp) return;
  }
}

/**
 * Runs the first jobs of a submission in the request that waits for its end. It never rejects: what breaks off is the timers'.
 * @returns null when the request must ask for the submission
 */
export async function runForRequest(
  deps: WorkerDeps,
  orchestrators: Orchestrators,
  domain: string,
  first: WorkOrder,
  request: WaitingRequest,
): Promise<SubmitAnswer | null> {
  try {
    if (request.over.aborted) {
      await giveBack(orchestrators(domain), first);
      return null;
    }
    const hasTime = () => !request.over.aborted && request.leftMs() > 0;
    const invocation = { hasTime, leftMs: () => leftForJobMs(0), request };
    return (await runHere(deps, orchestrators, domain, first, invocation)).ended;
  } catch (error) {
    deps.log("chain_broken", { domain, job_id: first.job_id, error: String(error) });
    return null;
  }
}

/** As a job of the isolate. */
async function runHere(
  deps: WorkerDeps,
  orchestrators: Orchestrators,
  domain: string,
  order: WorkOrder,
  invocation: Omit<Invocation, "touch">,
): Promise<ChainEnd> {
  const stay = await deps.room.enterAtOnce(guestOf(deps, orchestrators));
  try {
    stay.begin(domain, order);
    return await runChain(deps, orchestrators(domain), order, { ...invocation, touch: stay.touch });
  } finally {
    stay.leave();
  }
}
