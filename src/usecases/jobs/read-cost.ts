import { priceOf } from "../../core/cost/prices.ts";
import type { SubmissionMetering, Units } from "../../core/cost/usage.ts";

export interface ReadCostDeps {
  /** Without it no cost is known. */
  readonly metering?: Pick<SubmissionMetering, "ofSubmission"> | undefined;
}

/** What a submission has used of the platform, and its price. */
export interface Cost {
  /** `cpu_ms` is always null: a Worker can't read its CPU time; the platform's invocation log has it. */
  readonly units: Units & { readonly cpu_ms: null };
  /** US dollars at list prices, without CPU time. */
  readonly price_usd: number;
}

/** The cost of a submission; null when nothing is known of it. */
export async function readCost({ metering }: ReadCostDeps, domain: string, submissionId: string): Promise<Cost | null> {
  const units = (await metering?.ofSubmission(domain, submissionId)) ?? null;
  return units === null ? null : { units: { ...units, cpu_ms: null }, price_usd: priceOf(units) };
}
