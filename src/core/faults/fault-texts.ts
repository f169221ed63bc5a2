import { noAnswerText } from "../deadlines.ts";
import type { FaultCode } from "./patterns.ts";

const SHARED_LIMIT = "The account's daily limit of the Workers Free plan is spent";
const TOMORROW = "It begins anew at 00:00 UTC; the Workers Paid plan has none.";
const REPORT = "This is a fault of the service: report it with the request id.";

/**
 * What has failed, and what its reader can do. Those of codes that may be repeated by some requests only go on with what is
 * known of the request: `http/pipeline/failure.ts`, `core-api/calls/coded-failure.ts`.
 */
export const FAULT_TEXTS: Readonly<Record<FaultCode, string>> = {
  database_unavailable: "The database did not answer.",
  database_reset: "The database (D1) was restarted while it worked on this request.",
  database_overloaded:
    "The database (D1) has too much to do, and did not take this request. Try again later, with fewer requests at a time.",
  database_quota_spent: `${SHARED_LIMIT} for rows of the database (D1). ${TOMORROW}`,
  database_query_too_heavy:
    "The database (D1) needed more memory or CPU time for this request than it has. Request less at a time: a page with `limit`, or fewer entities.",
  database_not_migrated:
    "The database (D1) does not have the tables or columns that this release needs. Its operator runs `npx wrangler d1 migrations apply DB --remote` (without `--remote` for a local database), before the release is deployed.",
  database_constraint: `The database (D1) refuses a row that breaks a rule of its table. ${REPORT}`,
  database_row_too_large: `A row or a statement is larger than the database (D1) takes. ${REPORT}`,
  database_read_only:
    "The database (D1) only takes reads at the moment: it is being restored or imported, or Cloudflare has stopped its writes. Its operator finds the reason in Cloudflare's dashboard.",
  database_full:
    "The database (D1) is full. Nothing was changed. Deletions still work: delete versions, scenarios, submissions or data nodes that are not needed any more, then try again.",
  values_unavailable: "The store of values (KV or R2) failed.",
  values_overloaded: "The store of values (KV or R2) gets too many requests at a time. Try again later.",
  values_quota_spent: `${SHARED_LIMIT} for values in KV. ${TOMORROW}`,
  values_misconfigured:
    "The store of values refuses the service: the KV namespace PAYLOADS or the R2 bucket LARGE_PAYLOADS does not exist or may not be used. Its operator corrects wrangler.toml or the account.",
  body_too_large: "The value is larger than its store (KV or R2) takes. Write less.",
  object_unavailable: "The orchestrator object did not answer.",
  object_reset: "The orchestrator object was restarted while it worked on this request.",
  object_overloaded:
    "The orchestrator object has too much to do, and did not take this request. Try again later, with fewer requests at a time; its operator can raise `job.objectsPerRegion`.",
  object_quota_spent: `${SHARED_LIMIT} for Durable Objects. ${TOMORROW}`,
  object_full:
    "The storage of the orchestrator object is full. Delete submissions and scenarios that are not needed any more; its operator reports it.",
  queue_unavailable: "The Queue did not answer.",
  queue_overloaded: "The Queue gets too many messages at a time.",
  queue_quota_spent: `${SHARED_LIMIT} for the Queue. ${TOMORROW}`,
  queue_full: "The Queue holds as many messages as it can: its consumers are too slow, or fail.",
  queue_misconfigured: "The Queue does not exist, is paused, or refuses the service.",
  queue_message_too_large: `A message is larger than the Queue takes. ${REPORT}`,
  platform_unavailable: "A part of the platform did not answer.",
  invocation_limit:
    "The request needs more calls of the platform than one invocation may make (50 on the Workers Free plan). Request less at a time, or use the Workers Paid plan.",
};

/** The text of a failure of the platform; of a call that was not answered in time, it names the part and the seconds. */
export function faultText(code: FaultCode, error: unknown): string {
  const noAnswer = noAnswerText(error);
  return noAnswer === null ? FAULT_TEXTS[code] : `${noAnswer}.`;
}
