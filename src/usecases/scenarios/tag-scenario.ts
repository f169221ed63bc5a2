import type { Scenario } from "../../core/entities/scenario.ts";
import { existing, notFound } from "../../core/missing.ts";
import type { Tagging } from "../../core/planning/promotion/scenario-changes.ts";
import { withTags } from "../../core/planning/scenario-tags.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { ScenarioStore } from "../../core/ports/scenarios/scenario-store.ts";

export interface TagDeps {
  readonly entityReader: Pick<EntityReader, "get">;
  readonly scenarios: Pick<ScenarioStore, "retag">;
}

/**
 * Adds a tag to a scenario, or removes it. Twice is as once.
 * @throws TaipyError `scenario_not_found`, or `validation_failed` for a tag that the scenario may not have
 */
export async function tagScenario({ entityReader, scenarios }: TagDeps, id: string, change: Tagging): Promise<void> {
  if (!change.isRemoved) {
    const scenario: Scenario = JSON.parse(existing("scenario", id, await entityReader.get("scenario", id)));
    withTags("tag", scenario, [change.tag]);
  }
  if (!(await scenarios.retag(id, change))) throw notFound("scenario", id);
}
