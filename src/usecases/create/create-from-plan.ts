import type { NewUuid } from "../../core/entities/ids.ts";
import type { Admitted } from "../../core/planning/admission.ts";
import type { Creation, CreationPlan, Existing, Period } from "../../core/planning/creation-plan.ts";
import type { Domains } from "../../core/planning/domain.ts";
import type { CreationContext } from "../../core/planning/draft.ts";
import type { Lookup } from "../../core/planning/lookup.ts";
import { planAndWrite, STALE, type Stale } from "../../core/planning/plan-and-write.ts";
import type { CreationStore } from "../../core/ports/creation-store.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import type { KnownScenarios } from "../jobs/known-scenarios.ts";
import { createFirstValues, type FirstValueDeps } from "./first-values.ts";

export interface CreationDeps extends FirstValueDeps {
  readonly domains: Domains;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  /** See usecases/admit.ts; a creation asks first of all. */
  readonly admit: () => Promise<Admitted>;
  readonly creations: CreationStore;
  /** Gets new scenarios, so that submitting one reads nothing that this isolate has just written. */
  readonly knownScenarios: Pick<KnownScenarios, "keep">;
}

/** What a creation plans with; its time is that of the call. */
export const contextOf = ({ app, domains, newUuid, clock }: CreationDeps): CreationContext => ({
  app,
  domains,
  newUuid,
  now: formatTime(clock()),
});

interface PlannedCreation<Planned, Answer> {
  readonly context: CreationContext;
  readonly lookup: Lookup;
  readonly period: Period | null;
  readonly plan: (existing: Existing) => Planned;
  readonly write: (creation: Creation, planned: Planned) => Promise<Answer | Stale>;
}

/** Reads what may be shared, plans, stores the first values, and writes the plan; again while other callers overtake it. */
export async function createFromPlan<Planned extends { readonly plan: CreationPlan }, Answer>(
  deps: CreationDeps,
  admitted: Admitted,
  { context, lookup, period, plan, write }: PlannedCreation<Planned, Answer>,
): Promise<Answer> {
  const firstValues = createFirstValues(deps);
  const answer = await planAndWrite(async () => {
    const existing = await deps.creations.readExisting(admitted, lookup, period);
    const planned = plan(existing);
    const values = await firstValues.store(planned.plan, context.now);
    return write({ plan: planned.plan, values, existing, period }, planned);
  });
  await firstValues.discardUnused();
  return answer;
}

/** Writes a creation. @returns the JSON text of the entity that the answer shows */
export async function writeAndShow(
  { creations }: Pick<CreationDeps, "creations">,
  ...call: Parameters<CreationStore["writeAndRead"]>
): Promise<string | Stale> {
  const written = await creations.writeAndRead(...call);
  return written === STALE ? STALE : written.json;
}
