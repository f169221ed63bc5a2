import type { TaipyClient } from "./create-client.ts";
import { dataOf } from "./data.ts";
import type { SubmissionDetail } from "./schema.ts";

export interface EndOptions {
  /** Ends the waiting when it is aborted. The submission itself goes on. */
  readonly signal?: AbortSignal;
  /** The time between two requests, in milliseconds. Default: 1,000. */
  readonly intervalMs?: number;
}

const INTERVAL_MS = 1_000;

/**
 * Waits, without a time limit, until all jobs of a submission have ended, and returns the submission. It reads the submission
 * at each interval. A submit with `wait: true` needs no such call if the jobs end within its `timeout`.
 * @throws RefusedError when the submission does not exist or a request is refused; the reason of the signal when it is aborted;
 *   errors of `fetch`
 */
export async function submissionEnd(
  client: TaipyClient,
  id: string,
  { signal, intervalMs = INTERVAL_MS }: EndOptions = {},
): Promise<SubmissionDetail> {
  for (;;) {
    const request = { params: { path: { id } }, ...(signal === undefined ? {} : { signal }) };
    const { submission } = await dataOf(client.GET("/api/v1/submissions/{id}/", request));
    if (submission.finished_at !== null || submission.job_ids.length === 0) return submission;
    await passed(intervalMs, signal);
  }
}

function passed(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
