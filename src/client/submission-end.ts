import type { TaipyClient } from "./create-client.ts";
import { dataOf } from "./data.ts";
import type { SubmissionDetail } from "./schema.ts";

export interface EndOptions {
  /** Ends the waiting; what runs goes on. */
  readonly signal?: AbortSignal;
  /** Between two looks. Default: a second. */
  readonly intervalMs?: number;
}

const INTERVAL_MS = 1_000;

/**
 * The submission once its last job has ended, however long that takes. A submit with `wait: true` spares the waiting for what
 * ends within its `timeout`.
 * @throws RefusedError when there is no such submission, and the signal's reason when it was aborted
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
