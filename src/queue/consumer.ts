import type { QueueHandler } from "../core/config/settings/queue-handler.ts";
import { mayBeginJob } from "../core/job-limits.ts";
import { JobMessage } from "../core/jobs/job-message.ts";
import type { Orchestrators } from "../core/ports/orchestrator.ts";
import type { Clock } from "../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";
import { runChain } from "./chain.ts";
import type { WorkerDeps } from "./worker-deps.ts";

export interface ConsumerDeps extends WorkerDeps {
  readonly orchestrators: Orchestrators;
  readonly clock: Clock;
  readonly queueHandler: QueueHandler;
  /** Keeps the invocation alive for work that the handler does not wait for. */
  waitUntil(work: Promise<unknown>): void;
}

/** An object that does not answer gets time to come back before the Queue gives the message up. */
const RETRY_DELAY_S = 10;

/** The part of a Queue's batch that the consumer uses. */
export interface Batch {
  readonly messages: readonly Message[];
}

export interface Message {
  readonly body: unknown;
  ack(): void;
  retry(options: { readonly delaySeconds: number }): void;
}

/**
 * Runs the jobs of a batch side by side. A message is acknowledged as soon as its job is claimed: from then on the
 * job's lease stands in for it.
 */
export async function consumeJobs(deps: ConsumerDeps, batch: Batch): Promise<void> {
  const claims = batch.messages.map((message) => settle(deps, message, (body) => claim(deps, body)));
  const ends = Promise.all(claims.map((claimed) => claimed.then((run) => run?.())));
  if (deps.queueHandler === "awaits") {
    await ends;
    return;
  }
  deps.waitUntil(ends);
  await Promise.all(claims);
}

/** Messages that were given up: their jobs fail, with the reason. */
export async function consumeDeadLetters(deps: ConsumerDeps, batch: Batch): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      settle(deps, message, ({ domain, job_id, attempt }) =>
        deps.orchestrators(domain).reportDeadLetter(job_id, attempt),
      ),
    ),
  );
}

/**
 * Claims the job of a message.
 * @returns what runs it, and the jobs that follow it; null = there is nothing to do
 */
async function claim(deps: ConsumerDeps, { domain, job_id }: JobMessage): Promise<(() => Promise<void>) | null> {
  const orchestrator = deps.orchestrators(domain);
  const startMs = deps.clock() / MICROSECONDS_PER_MILLISECOND;
  const order = await orchestrator.claim(job_id);
  if (order === null) return null;
  const hasTime = () => mayBeginJob(deps.clock() / MICROSECONDS_PER_MILLISECOND - startMs);
  const chain = () => runChain(deps, orchestrator, order, hasTime);
  return async () => {
    try {
      await (deps.metering?.chain(chain) ?? chain());
    } catch (error) {
      // The orchestrator did not get the result: the lease expires, and another worker runs the job again.
      deps.log("chain_broken", { domain, job_id, error: String(error) });
    }
  };
}

/** Acknowledges a message when its work is done, and has it delivered again when the work failed. */
async function settle<T>(
  deps: ConsumerDeps,
  message: Message,
  work: (message: JobMessage) => Promise<T>,
): Promise<T | null> {
  const parsed = JobMessage().safeParse(message.body);
  if (!parsed.success) {
    deps.log("message_not_understood", { issues: parsed.error.issues.length });
    message.ack();
    return null;
  }
  try {
    const done = await work(parsed.data);
    // docs/decisions/003-a-message-is-acknowledged-at-the-claim.md
    message.ack();
    return done;
  } catch (error) {
    deps.log("message_failed", { job_id: parsed.data.job_id, error: String(error) });
    message.retry({ delaySeconds: RETRY_DELAY_S });
    return null;
  }
}
