import { TaipyError } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { ScenarioStore } from "../../core/ports/scenarios/scenario-store.ts";

export interface SetPrimaryDeps {
  readonly entityReader: Pick<EntityReader, "get">;
  readonly scenarios: Pick<ScenarioStore, "setPrimary">;
}

/**
 * Makes a scenario the primary one of its cycle. The one before it, of any version, is it no longer.
 * @throws TaipyError `scenario_not_found`, or `invalid_scenario` for one without a cycle
 */
export async function setPrimary({ entityReader, scenarios }: SetPrimaryDeps, id: string): Promise<void> {
  if (await scenarios.setPrimary(id)) return;
  existing("scenario", id, await entityReader.get("scenario", id));
  throw new TaipyError(
    "invalid_scenario",
    `Can't set scenario ${id} to primary because it doesn't belong to a cycle: its configuration has no frequency.`,
  );
}
