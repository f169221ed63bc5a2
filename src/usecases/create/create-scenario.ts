import type { AuditRow } from "../../core/access/audited-call.ts";
import { scenarioId } from "../../core/entities/ids.ts";
import { notFound } from "../../core/missing.ts";
import { planScenario } from "../../core/planning/creation.ts";
import { periodCycle } from "../../core/planning/cycles/cycle-plan.ts";
import { lookupFor } from "../../core/planning/lookup.ts";
import { STALE } from "../../core/planning/plan-and-write.ts";
import type { Region } from "../../core/planning/pool.ts";
import type { ScenarioDescription } from "../../core/planning/scenario-description.ts";
import { type CreationDeps, contextOf, createFromPlan } from "./create-from-plan.ts";
import { submittableOf } from "./submittable-of.ts";

/** Who creates a scenario, and what they choose about it. */
export interface ScenarioCreation extends ScenarioDescription {
  /** Of the caller: the scenario's object is created there. */
  readonly region: Region;
  /** The row of the call, which is written with the scenario. */
  readonly audit?: AuditRow | undefined;
}

/**
 * A scenario with its cycle, tasks, data nodes and sequences.
 * @returns its JSON text
 */
export async function createScenario(
  deps: CreationDeps,
  configId: string,
  { region, audit, ...description }: ScenarioCreation,
): Promise<string> {
  const admitted = await deps.admit();
  const context = contextOf(deps);
  const { app, now, newUuid } = context;
  const config = app.scenarios.get(configId);
  if (config === undefined) throw notFound("scenario_config", configId);
  const id = scenarioId(config.id, newUuid());
  const newCycle =
    config.frequency === null ? null : periodCycle(config.frequency, description.creation_date ?? now, newUuid());
  const holder = { scenario: { scenario_id: id, scenario_domain: id }, cycle_id: newCycle?.id ?? null };
  return createFromPlan(deps, admitted, {
    context,
    lookup: lookupFor(config.tasks, config.additionalDataNodes, holder),
    period: newCycle,
    plan: (existing) => {
      const cycle = newCycle === null ? null : (existing.cycle ?? newCycle);
      return { plan: planScenario(context, config, { id, region, description }, cycle, existing) };
    },
    write: async (creation) => {
      const written = await deps.creations.writeAndRead(admitted, creation, { kind: "scenario", id, now }, audit);
      if (written === STALE) return STALE;
      const submittable = submittableOf(creation, written.as_of);
      if (submittable !== null) deps.knownScenarios.keep(submittable);
      return written.json;
    },
  });
}
