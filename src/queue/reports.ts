import { Cancellation } from "../core/cancellation.ts";
import type {
  JobResult,
  Orchestrator,
  PlannedJob,
  ReportAnswer,
  ReportCommand,
  SubmitAnswer,
  Try,
  WorkOrder,
} from "../core/ports/orchestrator.ts";
import { discard } from "./discard.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** An end is reported so much later, together with those that follow it at once. */
const GATHER_MS = 5;

interface End {
  readonly order: PlannedJob;
  readonly result: JobResult;
}

/** What the invocation says with each report. */
export type Circumstances = () => Pick<ReportCommand, "wants_next" | "wait_ms">;

/** What the worker does after its last report. */
export interface AfterChain {
  readonly next: WorkOrder | null;
  /** For a request that waits: the submission has ended, or its time is up. */
  readonly ended: SubmitAnswer | null;
}

const tryOf = ({ job_id, token }: PlannedJob): Try => ({ job_id, token });

const STOPPED = "Another worker has the job that this one follows, or one of its inputs has changed.";

// docs/decisions/067-chains-in-one-order.md
/**
 * The reports of one chain. One is under way at a time; what ends meanwhile travels with the next one. None is sent again: its
 * object may have taken it, and the leases stand in for a worker that does not know.
 */
export class Reports {
  readonly #deps: WorkerDeps;
  readonly #orchestrator: Orchestrator;
  readonly #heartbeat: Heartbeat;
  readonly #circumstances: Circumstances;
  #ends: End[] = [];
  #returned: Try[] = [];
  #running: Try | undefined;
  #underWay: Promise<void> | null = null;
  #planned: Cancellation | null = null;
  #isIdle = false;
  /** What follows when the worker must stop; null = it goes on. */
  #stopped: AfterChain | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(deps: WorkerDeps, orchestrator: Orchestrator, heartbeat: Heartbeat, circumstances: Circumstances) {
    this.#deps = deps;
    this.#orchestrator = orchestrator;
    this.#heartbeat = heartbeat;
    this.#circumstances = circumstances;
  }

  /** Whether what the worker runs now does not count. */
  get isStopped(): boolean {
    return this.#stopped !== null || this.#failure !== null;
  }

  /** A job has ended, and the worker begins the next one. */
  ended(end: End, next: PlannedJob): void {
    this.#ends.push(end);
    this.#running = tryOf(next);
    this.#soon();
  }

  /** The worker will not begin these jobs of its order. */
  giveBack(orders: readonly PlannedJob[], running: PlannedJob): void {
    if (orders.length === 0) return;
    this.#returned = [...this.#returned, ...orders.map(tryOf)];
    this.#running = tryOf(running);
    this.#soon();
  }

  /** The worker holds no job any more, but the one that has ended last, and those that it gives back. */
  async last(end: End, rest: readonly PlannedJob[]): Promise<AfterChain> {
    await this.#idle();
    if (this.isStopped) return this.stopped(end);
    this.#ends.push(end);
    this.#returned = [...this.#returned, ...rest.map(tryOf)];
    this.#running = undefined;
    const { next, ended = null } = await this.#send();
    return { next, ended };
  }

  /**
   * What follows, once the worker has stopped: results that are not reported do not count.
   * @param last of the job that was to stop
   * @throws what a report has thrown
   */
  async stopped(last: End): Promise<AfterChain> {
    await this.#idle();
    const ends = [...this.#ends, last];
    this.#ends = [];
    this.#returned = [];
    for (const { order, result } of ends) await discard(this.#deps, order.job_id, result.outputs);
    if (this.#failure !== null) throw this.#failure.error;
    const after = this.#stopped ?? { next: null, ended: null };
    this.#stopped = null;
    return after;
  }

  /** No report is under way, and none begins by itself. */
  async #idle(): Promise<void> {
    this.#isIdle = true;
    this.#planned?.abort();
    this.#planned = null;
    await this.#underWay;
    this.#isIdle = false;
  }

  #soon(): void {
    if (this.#underWay !== null || this.#planned !== null || this.isStopped) return;
    const planned = new Cancellation();
    this.#planned = planned;
    void this.#deps.sleep(GATHER_MS, planned).then(() => {
      if (this.#planned !== planned) return;
      this.#planned = null;
      this.#underWay = this.#sendAll();
    });
  }

  /** It never rejects. */
  async #sendAll(): Promise<void> {
    try {
      do await this.#send();
      while (!this.isStopped && !this.#isIdle && this.#ends.length + this.#returned.length > 0);
    } catch (error) {
      this.#failure = { error };
      this.#heartbeat.stop(new Error(STOPPED));
    }
    this.#underWay = null;
  }

  async #send(): Promise<ReportAnswer> {
    const [ends, returned, running] = [this.#ends, this.#returned, this.#running];
    this.#ends = [];
    this.#returned = [];
    this.#heartbeat.owe(ends[0]?.order ?? null);
    const usage = this.#deps.metering?.take();
    const answer = await this.#orchestrator.report({
      ends: ends.map(({ order, result }) => ({ ...tryOf(order), result })),
      ...(running !== undefined && { running }),
      ...(returned.length > 0 && { returned }),
      ...(usage !== undefined && { usage }),
      ...this.#circumstances(),
    });
    this.#heartbeat.owe(null);
    if (running !== undefined && !answer.goes_on) {
      this.#stopped = { next: answer.next, ended: answer.ended ?? null };
      this.#heartbeat.stop(new Error(STOPPED));
    }
    for (const [index, { order, result }] of ends.entries()) {
      if (answer.accepted[index] === false) await discard(this.#deps, order.job_id, result.outputs);
    }
    return answer;
  }
}
