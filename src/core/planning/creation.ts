import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../config/app-types.ts";
import type { Cycle } from "../entities/cycle.ts";
import { sequenceId } from "../entities/ids.ts";
import type { Scenario } from "../entities/scenario.ts";
import type { Sequence } from "../entities/sequence.ts";
import type { Task } from "../entities/task.ts";
import { TaipyError } from "../errors.ts";
import { isAcyclic } from "../jobs/task-graph.ts";
import type { CreationPlan, Existing } from "./creation-plan.ts";
import { type CreationContext, createDraft } from "./draft.ts";
import { NO_HOLDER } from "./owner.ts";
import type { Region } from "./pool.ts";
import { describedScenario, type ScenarioDescription } from "./scenario-description.ts";
import { newSequence, pythonList } from "./sequence-plan.ts";

/** A scenario that is about to be created. */
export interface NewScenario {
  readonly id: string;
  /** Of the caller who creates it. */
  readonly region: Region;
  /** What the caller chooses. */
  readonly description?: ScenarioDescription | undefined;
}

/**
 * A new scenario with its sequences, tasks and data nodes. Existing shared tasks and data nodes are reused.
 * @param cycle the scenario's cycle, existing or new; null = the config has no frequency
 * @throws TaipyError `invalid_scenario` or `invalid_sequence` when the graph or a sequence is not valid, `invalid_value` when a
 *   task has no function, `configuration_changed` when a shared data node was created with other wiring, and what
 *   {@link describedScenario} throws
 */
export function planScenario(
  context: CreationContext,
  config: ScenarioConfig,
  { id, region, description = {} }: NewScenario,
  cycle: Cycle | null,
  existing: Existing,
): CreationPlan {
  const cycleId = cycle?.id ?? null;
  const domain = context.domains.scenarioDomain(config.id, id, cycleId, region);
  const holder = { scenario: { scenario_id: id, scenario_domain: domain }, cycle_id: cycleId };
  const draft = createDraft(context, holder, existing);

  const tasks = new Map(config.tasks.map((task) => [task.id, draft.task(task)]));
  const additional = new Set(config.additionalDataNodes.map((node) => draft.dataNode(node).id));
  const scenario: Scenario = {
    id,
    config_id: config.id,
    version: context.app.core.versionNumber,
    domain,
    cycle: cycleId,
    tasks: [...tasks.values()].map((task) => task.id),
    additional_data_nodes: [...additional],
    ...describedScenario(config, description),
    creation_date: description.creation_date ?? context.now,
    primary_scenario: cycle !== null && !existing.cycle_has_scenarios,
    subscribers: [],
  };
  for (const child of [...scenario.tasks, ...additional]) draft.addParent(child, id);
  if (!isAcyclic([...tasks.values()])) {
    throw new TaipyError("invalid_scenario", `Scenario: ${id} is not a Directed Acyclic Graph.`);
  }
  const sequences = Object.entries(config.sequences).map(([name, members]) =>
    configuredSequence(config, scenario, name, members, tasks),
  );
  for (const sequence of sequences) {
    for (const task of sequence.tasks) draft.addParent(task, sequenceId(sequence.name, id));
  }
  const cycles = cycle !== null && existing.cycle === null ? [cycle] : [];
  return { ...draft.plan(), cycles, scenarios: [scenario], sequences };
}

/** A task without an owner, and its data nodes without an owner. */
export function planTask(
  context: CreationContext,
  config: TaskConfig,
  existing: Existing,
): { plan: CreationPlan; task: Task } {
  const draft = createDraft(context, NO_HOLDER, existing);
  const task = draft.task(config);
  return { plan: draft.plan(), task };
}

/** A data node without an owner, whatever its scope. */
export function planDataNode(
  context: CreationContext,
  config: DataNodeConfig,
  existing: Existing,
): { plan: CreationPlan; id: string } {
  const draft = createDraft(context, NO_HOLDER, existing);
  const { id } = draft.dataNode(config);
  return { plan: draft.plan(), id };
}

function configuredSequence(
  config: ScenarioConfig,
  scenario: Scenario,
  name: string,
  members: readonly TaskConfig[],
  tasks: ReadonlyMap<string, Task>,
): Sequence {
  const foreign = members.filter((member) => !tasks.has(member.id)).map((member) => member.id);
  if (foreign.length > 0) {
    throw new TaipyError(
      "invalid_scenario",
      `TaskConfig ${pythonList(foreign)} of Sequence name ${name} does not exist in ScenarioConfig ${config.id}.`,
    );
  }
  const found = new Map(members.flatMap((member) => [[member.id, tasks.get(member.id)]] as const));
  return newSequence(
    scenario,
    name,
    [...found.values()].filter((task) => task !== undefined),
  );
}
