import { codeIn, type FaultTable } from "./patterns.ts";

// https://developers.cloudflare.com/queues/reference/error-codes/
/** What a Queue says of messages that it does not take: the text of a status, or of a number. */
const QUEUE_FAULTS: FaultTable = [
  [/free tier limit/i, "queue_quota_spent"],
  [/storage limit/i, "queue_full"],
  [/too many requests|overloaded/i, "queue_overloaded"],
  [/too large|out of bounds/i, "queue_message_too_large"],
  [/disabled|not found|unauthorized|forbidden/i, "queue_misconfigured"],
  [/internal|unavailable|bad gateway|timeout|unknown/i, "queue_unavailable"],
];
const OF_QUEUE = /^Queue send(?:Batch)? failed: (.*)/s;

/** undefined = the error is none of a Queue's. */
export function queueFaultOf(message: string) {
  const [, said] = OF_QUEUE.exec(message) ?? [];
  return said === undefined ? undefined : codeIn(QUEUE_FAULTS, said);
}
