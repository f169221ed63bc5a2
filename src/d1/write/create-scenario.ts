import { scenarioId } from "../../core/entities/ids.ts";
import { notFound } from "../../core/missing.ts";
import { planScenario } from "../../core/planning/creation.ts";
import { periodCycle } from "../../core/planning/cycle-plan.ts";
import { lookupFor } from "../../core/planning/lookup.ts";
import { entityJson, selectEntity } from "../read/entity-json.ts";
import type { CreationDeps } from "./deps.ts";
import { create } from "./write-plan.ts";

/** A scenario with its cycle, tasks, data nodes and sequences, created now. */
export async function createScenario(deps: CreationDeps, configId: string): Promise<string> {
  const context = deps.context();
  const { app, now, newUuid } = context;
  const config = app.scenarios.get(configId);
  if (config === undefined) throw notFound("scenario_config", configId);
  const id = scenarioId(config.id, newUuid());
  const newCycle = config.frequency === null ? null : periodCycle(config.frequency, now, newUuid());
  const holder = { scenario: { scenario_id: id, scenario_domain: id }, cycle_id: newCycle?.id ?? null };
  const { results } = await create(deps, now, {
    lookup: lookupFor(config.tasks, config.additionalDataNodes, holder),
    period: newCycle,
    plan: (existing) => {
      const cycle = newCycle === null ? null : (existing.cycle ?? newCycle);
      return { plan: planScenario(context, config, id, cycle, existing) };
    },
    read: () => [selectEntity(deps.db, "scenario", id, now)],
  });
  return entityJson(results);
}
