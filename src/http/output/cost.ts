import { priceOf } from "../../core/cost/prices.ts";
import type { SubmissionMetering, Units } from "../../core/cost/usage.ts";
import { lazySchema } from "../../core/lazy-schema.ts";
import { flag } from "../input/query.ts";

export const costFlag = lazySchema(() =>
  flag().describe("Answer with what the submission has used of the platform, too."),
);

/** What a submission has used of the platform, and what that costs. */
export interface Cost {
  /** `cpu_ms` is always null: a Worker can't read its CPU time; the platform's invocation log has it. */
  readonly units: Units & { readonly cpu_ms: null };
  /** US dollars at list prices, without CPU time. */
  readonly price_usd: number;
}

/** null when nothing is known of the submission. */
export async function costOf(
  { metering }: { readonly metering?: SubmissionMetering | undefined },
  domain: string,
  submissionId: string,
): Promise<Cost | null> {
  const units = (await metering?.ofSubmission(domain, submissionId)) ?? null;
  return units === null ? null : { units: { ...units, cpu_ms: null }, price_usd: priceOf(units) };
}
