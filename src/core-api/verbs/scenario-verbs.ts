import type { DataNode, Scenario, Sequence } from "../../client/schema.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import { type Place, regionOf } from "../../core/planning/pool.ts";
import { type Verdict, verdictOf } from "../../core/planning/promotion/scenario-changes.ts";
import { compareScenarios } from "../../usecases/scenarios/compare-scenarios.ts";
import { setPrimary } from "../../usecases/scenarios/set-primary.ts";
import { tagScenario } from "../../usecases/scenarios/tag-scenario.ts";
import { isPromotable } from "../../usecases/scenarios/verdicts.ts";
import type { Calls } from "../calls/calls.ts";
import type { CoreDeps } from "../core-deps.ts";
import type { CreationOptions, ListOptions, Ref, ScenarioListOptions, SortOptions } from "../core-types.ts";
import { listOf } from "./entity-verbs.ts";
import { checkLimit, MOST, tooMany } from "./list-limits.ts";
import { idOf, kindAmong } from "./refs.ts";
import { createdWithin, sorted } from "./sorted.ts";
import { timestampOf } from "./timestamps.ts";

type ConfigRef = string | { readonly id: string };

const configIdOf = (config: ConfigRef): string => (typeof config === "string" ? config : config.id);

export function scenarioVerbs(deps: CoreDeps, calls: Calls, place: Place) {
  const scenarioId = (ref: Ref): string => {
    const id = idOf(ref);
    kindAmong(id, ["scenario"]);
    return id;
  };
  type Keep = (scenario: Scenario) => boolean;
  const listed = (options: ListOptions, keep?: Keep) => listOf<Scenario>(deps, "scenario", options, keep);
  async function ofCycle(cycle: Ref, { version, limit, after = "" }: ListOptions, keep: Keep): Promise<Scenario[]> {
    checkLimit(limit);
    const only = version === undefined ? undefined : await deps.versions.resolve(version);
    const all: Scenario[] = JSON.parse(`[${await deps.scenarios.ofCycle(idOf(cycle), MOST + 1)}]`);
    if (all.length > MOST) throw tooMany();
    const isListed: Keep = (found) => found.id > after && (only == null || found.version === only) && keep(found);
    return all.filter(isListed).slice(0, limit);
  }

  return {
    createScenario: (
      config: ConfigRef,
      { name, creationDate, tags, properties }: CreationOptions = {},
    ): Promise<Scenario> =>
      calls.change("createScenario", null, async ({ audit }) => {
        const creation_date = creationDate === undefined ? undefined : timestampOf("creationDate", creationDate);
        const creation = { region: regionOf(place), audit, name, creation_date, tags, properties };
        const value: Scenario = JSON.parse(await deps.entityWriter.createScenario(configIdOf(config), creation));
        return { value, audited: true };
      }),
    createGlobalDataNode: (config: ConfigRef): Promise<DataNode> =>
      calls.change("createDataNode", null, async () => {
        const id = configIdOf(config);
        const scope = deps.app.dataNodes.get(id)?.scope;
        if (scope === undefined) throw notFound("data_node_config", id);
        if (scope !== "GLOBAL") throw notGlobal(id, scope);
        const value: DataNode = JSON.parse(await deps.entityWriter.createDataNode(id));
        return { value, entityId: value.id };
      }),
    createSequence: (scenario: Ref, name: string, tasks: readonly Ref[]): Promise<Sequence> =>
      calls.change("createSequence", null, async () => {
        const input = { scenario_id: scenarioId(scenario), sequence_name: name, task_ids: tasks.map(idOf) };
        const value: Sequence = JSON.parse(await deps.entityWriter.createSequence(input));
        return { value, entityId: value.id };
      }),
    canCreate: (config?: ConfigRef): Promise<Verdict> =>
      calls.read("getConfiguration", () => mayCreate(deps, config === undefined ? null : configIdOf(config))),
    getScenarios: ({ cycle, tag, ...options }: ScenarioListOptions = {}): Promise<Scenario[]> =>
      calls.read("listScenarios", async () => {
        const isInTime = createdWithin(options);
        const keep: Keep = (found) => isInTime(found) && (tag === undefined || found.tags.includes(tag));
        const { createdStartTime, createdEndTime } = options;
        const isFiltered = [tag, createdStartTime, createdEndTime].some((given) => given !== undefined);
        const list = () => listed(options, isFiltered ? keep : undefined);
        return sorted(await (cycle === undefined ? list() : ofCycle(cycle, options, keep)), options);
      }),
    getPrimaryScenarios: (options: ListOptions & SortOptions = {}): Promise<Scenario[]> =>
      calls.read("listScenarios", async () => {
        const isInTime = createdWithin(options);
        return sorted(await listed(options, (found) => found.primary_scenario && isInTime(found)), options);
      }),
    getCyclesScenarios: (options: ListOptions = {}): Promise<Record<string, Scenario[]>> =>
      calls.read("listScenarios", async () =>
        Object.fromEntries(Map.groupBy(await listed(options), ({ cycle }) => cycle ?? "")),
      ),
    getPrimary: (cycle: Ref): Promise<Scenario | null> =>
      calls.read("getScenario", async () => {
        const json = await deps.scenarios.primaryOf(idOf(cycle));
        return json === null ? null : JSON.parse(json);
      }),
    async setPrimary(scenario: Ref): Promise<void> {
      const id = scenarioId(scenario);
      await calls.change("setPrimary", id, async () => ({ value: await setPrimary(deps, id) }));
    },
    isPromotable: async (scenario: Ref): Promise<Verdict> => {
      const id = scenarioId(scenario);
      return calls.read("getScenario", () => isPromotable(deps, id));
    },
    async tag(scenario: Ref, tag: string): Promise<void> {
      const id = scenarioId(scenario);
      await calls.change("tagScenario", id, async () => ({
        value: await tagScenario(deps, id, { tag, isRemoved: false }),
      }));
    },
    async untag(scenario: Ref, tag: string): Promise<void> {
      const id = scenarioId(scenario);
      await calls.change("untagScenario", id, async () => ({
        value: await tagScenario(deps, id, { tag, isRemoved: true }),
      }));
    },
    compareScenarios: async (
      scenarios: readonly Ref[],
      { dataNodeConfigId }: { readonly dataNodeConfigId?: string } = {},
    ): Promise<Record<string, Record<string, unknown>>> => {
      const ids = scenarios.map(scenarioId);
      return calls.read("compareScenarios", () => compareScenarios(deps, ids, dataNodeConfigId ?? null));
    },
  };
}

function notGlobal(id: string, scope: string): TaipyError {
  const message = `Data node configuration \`${id}\` has the scope ${scope}, and a data node without a scenario needs GLOBAL.`;
  return new TaipyError("validation_failed", message, { errors: { config: [message] } });
}

/** Whether the configuration is admitted, and has the config. */
async function mayCreate({ app, admit }: CoreDeps, id: string | null): Promise<Verdict> {
  try {
    await admit();
  } catch (error) {
    if (!(error instanceof TaipyError) || error.code !== "configuration_changed") throw error;
    return verdictOf([{ code: error.code, entity_id: null, message: error.message }]);
  }
  const scope = id === null ? null : app.dataNodes.get(id)?.scope;
  if (id === null || app.scenarios.has(id) || scope === "GLOBAL") return verdictOf([]);
  if (scope !== undefined) {
    return verdictOf([
      { code: "DataNodeConfigIsNotGlobal", entity_id: id, message: notGlobal(id, scope ?? "").message },
    ]);
  }
  return verdictOf([
    {
      code: "NotInstanceOfConfig",
      entity_id: id,
      message: `There is no configuration \`${id}\` to create a scenario or a data node from.`,
    },
  ]);
}
