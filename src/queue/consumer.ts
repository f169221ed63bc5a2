import type { QueueHandler } from "../core/config/settings/queue-handler.ts";
import { doubled } from "../core/doubled.ts";
import { leftForJobMs, mayBeginJob } from "../core/job-limits.ts";
import { JobMessage } from "../core/jobs/job-message.ts";
import type { Orchestrator, Orchestrators, WorkOrder } from "../core/ports/orchestrator.ts";
import type { Clock } from "../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";
import { runChain } from "./chain.ts";
import type { Stay } from "./room.ts";
import { guestOf, type WorkerDeps } from "./worker-deps.ts";

export interface ConsumerDeps extends WorkerDeps {
  readonly orchestrators: Orchestrators;
  readonly clock: Clock;
  readonly queueHandler: QueueHandler;
  /** Keeps the invocation alive for work that the handler does not wait for. */
  waitUntil(work: Promise<unknown>): void;
  /** Counts messages that the Queue has given up, for `GET /health`; optional. */
  countDeadLetters?(count: number): Promise<void>;
}

/** An object that does not answer gets time to come back before the Queue gives the message up. */
const RETRY_DELAY_S = 10;

/**
 * The delays of a message that was given up while its object does not answer: they double, up to an hour. With the 100 retries
 * of wrangler.toml that is as long as the Queue keeps a message, four days. After that the watchdog finds the job.
 */
const DEAD_RETRY_DELAY_S = 30;
const MAX_DEAD_RETRY_DELAY_S = 3_600;

/** A job that has lost a worker looks for an isolate without other jobs again after this time, multiplied by its deliveries, and so does a job that must give way to it. */
const BUSY_DELAY_S = 5;

/** From this delivery on it runs beside other jobs; a stubborn one only when the Queue is about to give its message up. */
const COMPANY_FROM = 4;
const STUBBORN_COMPANY_FROM = 6;

/** The message is to be delivered again, though nothing has failed. */
const LATER = Symbol("later");
type Later = typeof LATER;

/** The part of a Queue's batch that the consumer uses. */
export interface Batch {
  readonly messages: readonly Message[];
}

export interface Message {
  readonly body: unknown;
  /** How often the Queue has delivered it, with this time. */
  readonly attempts: number;
  ack(): void;
  retry(options: { readonly delaySeconds: number }): void;
}

/**
 * Runs the jobs of a batch side by side. A message is acknowledged as soon as its job is claimed: from then on the
 * job's lease stands in for it.
 */
export async function consumeJobs(deps: ConsumerDeps, batch: Batch): Promise<void> {
  const claims = batch.messages.map((message) => settle(deps, message, (body) => claim(deps, body, message.attempts)));
  const ends = Promise.all(claims.map((claimed) => claimed.then((run) => run?.())));
  if (deps.queueHandler === "awaits") {
    await ends;
    return;
  }
  deps.waitUntil(ends);
  await Promise.all(claims);
}

/** Messages that were given up: the objects of their jobs look after these. */
export async function consumeDeadLetters(deps: ConsumerDeps, batch: Batch): Promise<void> {
  const report = ({ domain, job_id, attempt }: JobMessage) =>
    deps.orchestrators(domain).reportDeadLetter(job_id, attempt);
  await Promise.all([
    ...batch.messages.map((message) => settle(deps, message, report, deadRetryDelayS(message))),
    countNew(deps, batch),
  ]);
}

/** A message whose object does not answer comes back, and counts once. */
async function countNew(deps: ConsumerDeps, { messages }: Batch): Promise<void> {
  const count = messages.filter(({ attempts }) => attempts === 1).length;
  if (count === 0) return;
  try {
    await deps.countDeadLetters?.(count);
  } catch (error) {
    deps.log("dead_letters_not_counted", { count, error: String(error) });
  }
}

const deadRetryDelayS = ({ attempts }: Message): number =>
  doubled(DEAD_RETRY_DELAY_S, MAX_DEAD_RETRY_DELAY_S, attempts - 1);

/**
 * Claims the job of a message.
 * @returns what runs it, and the jobs that follow it; null = there is nothing to do
 */
async function claim(
  deps: ConsumerDeps,
  body: JobMessage,
  attempts: number,
): Promise<(() => Promise<void>) | Later | null> {
  const { domain, job_id } = body;
  const orchestrator = deps.orchestrators(domain);
  const startMs = nowMs(deps);
  const stay = await enter(deps, body, attempts);
  if (stay === null) return LATER;
  let order: WorkOrder | null = null;
  try {
    order = await orchestrator.claim(job_id, { chain: true });
  } finally {
    if (order === null) stay.leave();
  }
  if (order === null) return null;
  const first = order;
  stay.begin(domain, first);
  // What follows a job that may end its worker runs elsewhere.
  const elapsedMs = () => nowMs(deps) - startMs;
  const hasTime = () => first.quiet_ms === undefined && mayBeginJob(elapsedMs());
  const leftMs = () => leftForJobMs(elapsedMs());
  const chain = () => runChain(deps, orchestrator, first, { hasTime, leftMs, touch: stay.touch });
  return async () => {
    try {
      if (stay.isAlone) await reportAlone(deps, orchestrator, first);
      await (deps.metering?.chain(chain) ?? chain());
    } catch (error) {
      // The orchestrator did not get the result: the lease expires, and another worker runs the job again.
      deps.log("chain_broken", { domain, job_id, error: String(error) });
      // This worker lives: its loss is not the job's.
      if (stay.isAlone) await uncounted(deps, domain, first);
    } finally {
      stay.leave();
    }
  };
}

const nowMs = ({ clock }: ConsumerDeps): number => clock() / MICROSECONDS_PER_MILLISECOND;

function enter(deps: ConsumerDeps, { alone, stubborn }: JobMessage, attempts: number): Promise<Stay | null> {
  const guest = guestOf(deps, deps.orchestrators);
  const isAlone = alone === true && attempts < (stubborn === true ? STUBBORN_COMPANY_FROM : COMPANY_FROM);
  return isAlone ? deps.room.enterAlone(guest, stubborn) : deps.room.enter(guest);
}

/** The try counts from now on if its worker is lost. If this is not reported, it does not: the job runs all the same. */
async function reportAlone(
  { log }: ConsumerDeps,
  orchestrator: Orchestrator,
  { job_id, token, quiet_ms }: WorkOrder,
): Promise<void> {
  if (quiet_ms === undefined) return;
  try {
    await orchestrator.heartbeat(job_id, token, "alone");
  } catch (error) {
    log("heartbeat_failed", { job_id, error: String(error) });
  }
}

async function uncounted(deps: ConsumerDeps, domain: string, order: WorkOrder): Promise<void> {
  if (order.quiet_ms === undefined) return;
  try {
    await guestOf(deps, deps.orchestrators).reportCompany(domain, order);
  } catch (error) {
    deps.log("heartbeat_failed", { job_id: order.job_id, error: String(error) });
  }
}

/** Acknowledges a message when its work is done, and has it delivered again when the work failed. */
async function settle<T>(
  deps: ConsumerDeps,
  message: Message,
  work: (message: JobMessage) => Promise<T | Later>,
  delaySeconds = RETRY_DELAY_S,
): Promise<T | null> {
  const parsed = JobMessage().safeParse(message.body);
  if (!parsed.success) {
    deps.log("message_not_understood", { issues: parsed.error.issues.length });
    message.ack();
    return null;
  }
  try {
    const done = await work(parsed.data);
    if (done === LATER) {
      message.retry({ delaySeconds: BUSY_DELAY_S * message.attempts });
      return null;
    }
    // docs/decisions/003-a-message-is-acknowledged-at-the-claim.md
    message.ack();
    return done;
  } catch (error) {
    deps.log("message_failed", { job_id: parsed.data.job_id, error: String(error) });
    message.retry({ delaySeconds });
    return null;
  }
}
