import { ConfigurationError, issuesOf } from "../check/issue.ts";

/**
 * What the Queue's handler does when it has claimed its jobs. `awaits`: it waits for their end, which the platform
 * bounds at 15 minutes. `returns`: it returns, and they go on behind it; the local runtime runs one batch at a time.
 */
export type QueueHandler = "awaits" | "returns";

// docs/decisions/057-where-jobs-run.md
/**
 * The handler of the variable QUEUE_HANDLER.
 * @throws ConfigurationError for an unknown text: with `returns` on Cloudflare no job could take longer than 30 s
 */
export function queueHandlerOf(text: unknown): QueueHandler {
  if (text === undefined || text === "awaits") return "awaits";
  if (text === "returns") return "returns";
  const message =
    "The variable `QUEUE_HANDLER` must be `awaits` (the default, for Cloudflare) or `returns` (for `npm start`).";
  throw new ConfigurationError([issuesOf("JobConfigChecker").error("QUEUE_HANDLER", text, message)]);
}
