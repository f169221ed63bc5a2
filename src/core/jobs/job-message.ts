import * as z from "zod";
import { lazySchema } from "../lazy-schema.ts";
import type { WakeUp } from "./state/jobs-state.ts";

/** A wake-up for one job: ids only, the truth is re-read. Delivered at least once, in any order, or never. */
export const JobMessage = lazySchema(() =>
  z.object({
    v: z.literal(1),
    domain: z.string(),
    job_id: z.string(),
    /** Tries before this one: a late message of an earlier try has another number. */
    attempt: z.int().nonnegative(),
    /** The job has lost a worker: it runs while no other job runs in the isolate. */
    alone: z.literal(true).optional(),
    /** It has lost several of them beside other jobs: those give way to it. */
    stubborn: z.literal(true).optional(),
  }),
);
export type JobMessage = z.infer<ReturnType<typeof JobMessage>>;

export const messageOf = (domain: string, { job_id, attempt, placement, stubborn }: WakeUp): JobMessage => ({
  v: 1,
  domain,
  job_id,
  attempt,
  ...(placement === "alone" && { alone: true }),
  ...(stubborn && { stubborn }),
});

/** Messages that one call of `sendBatch` takes. */
export const SEND_LIMIT = 100;
