import type { App, ScenarioConfig } from "../../core/config/app-types.ts";
import type { Scenario } from "../../core/entities/scenario.ts";
import { TaipyError } from "../../core/errors.ts";
import { existing, notFound } from "../../core/missing.ts";
import type { EntityReader } from "../../core/ports/entity-reader.ts";
import type { ScenarioStore } from "../../core/ports/scenarios/scenario-store.ts";
import type { DataNodeValues } from "../../core/ports/values.ts";
import { exposed } from "../../core/values/exposed-type.ts";

export interface CompareDeps {
  readonly app: Pick<App, "scenarios" | "dataNodes">;
  readonly entityReader: Pick<EntityReader, "get">;
  readonly scenarios: Pick<ScenarioStore, "dataNodeOf">;
  readonly values: Pick<DataNodeValues, "read">;
}

/** Data node's config → comparator's name → what it has returned. */
type Comparison = Record<string, Record<string, unknown>>;

const MOST = 100;

/**
 * Compares a data node of several scenarios of one configuration by its comparators; null = all that have some.
 * @throws TaipyError `validation_failed` for scenarios or a data node that can't be compared, and what a comparator throws
 */
export async function compareScenarios(
  deps: CompareDeps,
  ids: readonly string[],
  dataNodeConfigId: string | null,
): Promise<Comparison> {
  if (ids.length < 2 || ids.length > MOST) throw wrong(`Two to ${MOST} scenarios can be compared, not ${ids.length}.`);
  const { comparators } = await configOf(deps, ids);
  const names = dataNodeConfigId === null ? Object.keys(comparators) : [dataNodeConfigId];
  const compared: Comparison = {};
  for (const name of names) {
    const functions = Object.hasOwn(comparators, name) ? comparators[name] : undefined;
    if (functions === undefined) {
      throw wrong(
        `Data node config ${name} has no comparator. Those of the scenarios are for: ${Object.keys(comparators).join(", ") || "none"}.`,
      );
    }
    const nodes = await Promise.all(
      ids.map(async (id) => existing("data_node", `${name} of ${id}`, await deps.scenarios.dataNodeOf(id, name))),
    );
    const config = deps.app.dataNodes.get(name) ?? null;
    const values = await deps.values.read(nodes, (found) => found.map((value) => exposed(config, value ?? null)));
    const results = await Promise.all(
      functions.map(async (compare) => [compare.name, await compare(...values)] as const),
    );
    compared[name] = Object.fromEntries(results);
  }
  return compared;
}

async function configOf({ app, entityReader }: CompareDeps, ids: readonly string[]): Promise<ScenarioConfig> {
  const texts = await Promise.all(
    ids.map(async (id) => existing("scenario", id, await entityReader.get("scenario", id))),
  );
  const configs = new Set(texts.map((text) => (JSON.parse(text) as Scenario).config_id));
  const [first = ""] = configs;
  if (configs.size > 1)
    throw wrong(`Scenarios to compare must have the same configuration. These have: ${[...configs].join(", ")}.`);
  const config = app.scenarios.get(first);
  if (config === undefined) throw notFound("scenario_config", first);
  return config;
}

const wrong = (message: string): TaipyError =>
  new TaipyError("validation_failed", message, { errors: { scenarios: [message] } });
