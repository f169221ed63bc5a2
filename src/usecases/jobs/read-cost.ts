import { priceOf } from "../../core/cost/prices.ts";
import type { SubmissionMetering, Units } from "../../core/cost/usage.ts";
import type { Submission } from "../../core/entities/submission.ts";
import { isPlatformFailure } from "../../core/errors.ts";
import { faultOf } from "../../core/faults/fault.ts";

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

/**
 * The cost of a submission; null when nothing is known of it. D1 has the units of one that has ended; as long as it does not
 * have them, the object is called.
 */
export async function readCost(
  { metering }: ReadCostDeps,
  submission: Pick<Submission, "id" | "domain" | "units">,
): Promise<Cost | null> {
  if (metering === undefined) return null;
  const units = submission.units ?? (await metering.ofSubmission(submission.domain, submission.id));
  return units === null ? null : { units: { ...units, cpu_ms: null }, price_usd: priceOf(units) };
}

/** As {@link readCost}, for a submission that was just accepted: null also when the platform fails, or it would be repeated. */
export async function costIfKnown(
  deps: ReadCostDeps,
  submission: Parameters<typeof readCost>[1],
): Promise<Cost | null> {
  try {
    return await readCost(deps, submission);
  } catch (error) {
    if (faultOf(error) === null && !isPlatformFailure(error)) throw error;
    return null;
  }
}
