/** The part of a Queue's batch by which its owner is known. */
export interface QueueBatch {
  readonly queue: string;
  readonly messages: readonly { readonly body: unknown }[];
}

/** The names in wrangler.toml; an environment's name may stand before or behind: `staging-taipy-jobs`, `taipy-jobs-staging`. */
const NAME = /(?:^|[-_])taipy-jobs(?:$|[-_])/;
const DEAD = /(?:^|[-_])taipy-jobs-dead(?:$|[-_])|-dead$/;

// docs/decisions/083-a-queue-is-known-by-name-or-messages.md
/** Whether the service's consumer handles a batch: its queue has one of our names, or all its messages are wake-ups for jobs. */
export const isOwnQueue = ({ queue, messages }: QueueBatch): boolean =>
  NAME.test(queue) || (messages.length > 0 && messages.every(({ body }) => looksLikeWakeUp(body)));

/** Whether the messages of one of our queues were given up by another one. */
export const isDeadLetterQueue = (queue: string): boolean => DEAD.test(queue);

/** Of any release: each has these two. */
function looksLikeWakeUp(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false;
  const { domain, job_id } = body as { readonly domain?: unknown; readonly job_id?: unknown };
  return typeof domain === "string" && typeof job_id === "string";
}

/** The service's handler has got a batch of another queue: it acknowledges none of its messages. */
export class UnknownQueueError extends Error {
  override readonly name = "UnknownQueueError";

  constructor(queue: string) {
    super(
      `The queue \`${queue}\` is not one of taipy-edge's: its name has no \`taipy-jobs\`, and its messages are no wake-ups for jobs. Handle it in your own queue() before \`taipy.worker.queue\`, for which \`taipy.handlesQueue(batch)\` asks. Nothing of the batch was acknowledged: the Queue delivers it again.`,
    );
  }
}
