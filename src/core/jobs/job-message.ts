import * as z from "zod";
import { lazySchema } from "../lazy-schema.ts";

/** A wake-up for one job: ids only, the truth is re-read. Delivered at least once, in any order, or never. */
export const JobMessage = lazySchema(() =>
  z.object({
    v: z.literal(1),
    domain: z.string(),
    job_id: z.string(),
    /** Tries before this one: a late message of an earlier try has another number. */
    attempt: z.int().nonnegative(),
  }),
);
export type JobMessage = z.infer<ReturnType<typeof JobMessage>>;

/** Messages that one call of `sendBatch` takes. */
export const SEND_LIMIT = 100;
