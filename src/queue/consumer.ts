import { Cancellation } from "../core/cancellation.ts";
import { JobMessage } from "../core/jobs/job-message.ts";
import type { Orchestrators } from "../core/ports/orchestrator.ts";
import type { Clock } from "../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND } from "../core/time.ts";
import { runChain } from "./chain.ts";
import type { WorkerDeps } from "./worker-deps.ts";

export interface ConsumerDeps extends WorkerDeps {
  readonly orchestrators: Orchestrators;
  readonly clock: Clock;
  /** Keeps the invocation alive for work that the batch does not wait for. */
  waitUntil(work: Promise<unknown>): void;
  /** How long a batch waits for its slowest job. */
  readonly batchPatienceMs: number;
}

/** A worker starts no further job of a chain after this time; the platform ends it after 15 minutes. */
const CHAIN_BUDGET_MS = 5 * 60_000;

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
 * job's lease stands in for it. So a long job holds up its batch no longer than `batchPatienceMs`; it goes on behind.
 */
export async function consumeJobs(deps: ConsumerDeps, batch: Batch): Promise<void> {
  const done = new Cancellation();
  const jobs = batch.messages.map((message) => consume(deps, message));
  const all = Promise.all(jobs).then(() => done.abort());
  deps.waitUntil(all);
  await Promise.race([all, deps.sleep(deps.batchPatienceMs, done)]);
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

function consume(deps: ConsumerDeps, message: Message): Promise<void> {
  return settle(deps, message, async ({ domain, job_id }) => {
    const orchestrator = deps.orchestrators(domain);
    const order = await orchestrator.claim(job_id);
    if (order === null) return;
    // docs/decisions/003-a-message-is-acknowledged-at-the-claim.md
    message.ack();
    const startMs = deps.clock() / MICROSECONDS_PER_MILLISECOND;
    const hasTime = () => deps.clock() / MICROSECONDS_PER_MILLISECOND - startMs < CHAIN_BUDGET_MS;
    try {
      const run = () => runChain(deps, orchestrator, order, hasTime);
      await (deps.metering?.chain(run) ?? run());
    } catch (error) {
      // The orchestrator did not get the result: the lease expires, and another worker runs the job again.
      deps.log("chain_broken", { domain, job_id, error: String(error) });
    }
  });
}

/** Acknowledges a message when its work is done, and has it delivered again when the work failed. */
async function settle(
  deps: ConsumerDeps,
  message: Message,
  work: (message: JobMessage) => Promise<void>,
): Promise<void> {
  const parsed = JobMessage().safeParse(message.body);
  if (!parsed.success) {
    deps.log("message_not_understood", { issues: parsed.error.issues.length });
    message.ack();
    return;
  }
  try {
    await work(parsed.data);
    message.ack();
  } catch (error) {
    deps.log("message_failed", { job_id: parsed.data.job_id, error: String(error) });
    message.retry({ delaySeconds: RETRY_DELAY_S });
  }
}
