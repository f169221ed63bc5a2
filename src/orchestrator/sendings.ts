import { type JobMessage, SEND_LIMIT } from "../core/jobs/job-message.ts";
import type { WakeUp } from "../core/jobs/state/jobs-state.ts";

interface Queues<Sender> {
  readonly JOBS: Sender;
  /** Missing in the settings of an earlier release. */
  readonly JOBS_ALONE?: Sender;
}

/** Which queue gets which wake-ups, in portions that one call takes. */
export function* sendings<Sender = Queue<JobMessage>>(
  { JOBS, JOBS_ALONE = JOBS }: Queues<Sender>,
  jobs: readonly WakeUp[],
): Generator<{ readonly queue: Sender; readonly wakeUps: readonly WakeUp[] }> {
  const byQueue = Map.groupBy(jobs, ({ placement }) => (placement === undefined ? JOBS : JOBS_ALONE));
  for (const [queue, wakeUps] of byQueue) {
    for (let from = 0; from < wakeUps.length; from += SEND_LIMIT) {
      yield { queue, wakeUps: wakeUps.slice(from, from + SEND_LIMIT) };
    }
  }
}

// docs/decisions/090-each-waits-for-what-it-needs.md
/**
 * Sends all portions at once: a queue that hangs or refuses holds up no other one.
 * @throws what the first one throws, once all have ended
 */
export async function sendEach<Portion>(
  portions: Iterable<Portion>,
  send: (portion: Portion) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(Array.from(portions, send));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
