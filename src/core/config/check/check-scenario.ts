import { FREQUENCIES } from "../../entities/cycle.ts";
import { sequenceNameProblem } from "../../entities/identifier.ts";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { configsOf, isConfigList } from "../collect-configs.ts";
import { checkGraphs } from "./check-graph.ts";
import { checkConfig, DEFAULT_ID, IDENTIFIER_ADVICE } from "./check-id.ts";
import { type ConfigurationIssue, issuesOf, listed } from "./issue.ts";

const issues = issuesOf("ScenarioConfigChecker");

/**
 * The problems of one scenario config. As in Taipy, `default` is not checked, except for what creating a scenario of it would
 * refuse. @param known the ids of all data node configs
 */
export function* checkScenario(config: ScenarioConfig, known: ReadonlySet<string>): Generator<ConfigurationIssue> {
  yield* checkFunctions(config);
  if (isMap(config.sequences)) yield* checkGraphs(config);
  if (config.id === DEFAULT_ID) {
    if (isMap(config.sequences)) yield* checkSequences(config, partsOf(config));
    return;
  }
  yield* checkConfig(config, "scenario", issues);
  const parts = partsOf(config);
  yield* checkLists(config);
  yield* checkDataNodes(config, parts);
  yield* checkNames(config, parts);
  yield* checkSequences(config, parts);
  yield* checkComparators(config, known);
}

/** The check of tasks, as Taipy's, leaves out the task `default`, which may lack its function where no scenario has it. */
function* checkFunctions({ id, tasks }: ScenarioConfig): Generator<ConfigurationIssue> {
  for (const task of configsOf<TaskConfig>(tasks, "TASK")) {
    if (task.id !== DEFAULT_ID || typeof task.function === "function") continue;
    const message = `The scenario \`${id}\` has the task \`${DEFAULT_ID}\`, which has no function. Give it one, or remove it from \`tasks\`.`;
    yield issues.refusal("tasks", DEFAULT_ID, message);
  }
}

/** The ids of the configs that a scenario consists of. */
interface Parts {
  readonly tasks: ReadonlySet<string>;
  /** The inputs and outputs of the tasks. */
  readonly wired: ReadonlySet<string>;
  readonly dataNodes: ReadonlySet<string>;
}

function partsOf({ tasks, additionalDataNodes }: ScenarioConfig): Parts {
  const all = configsOf<TaskConfig>(tasks, "TASK");
  const wired = all.flatMap(({ inputs, outputs }) => [inputs, outputs].flatMap(ids));
  return {
    tasks: new Set(all.map(({ id }) => id)),
    wired: new Set(wired),
    dataNodes: new Set([...wired, ...ids(additionalDataNodes)]),
  };
}

const ids = (nodes: readonly DataNodeConfig[]) => configsOf<DataNodeConfig>(nodes, "DATA_NODE").map(({ id }) => id);

function* checkLists({ id, tasks, additionalDataNodes, frequency }: ScenarioConfig): Generator<ConfigurationIssue> {
  if (!isConfigList(tasks, "TASK")) {
    yield issues.error("tasks", tasks, `\`tasks\` of scenario \`${id}\` must be a list of task configs.`);
  } else if (tasks.length === 0) {
    yield issues.warning("tasks", tasks, `\`tasks\` of scenario \`${id}\` is empty. Add tasks, unless it needs none.`);
  }
  if (!isConfigList(additionalDataNodes, "DATA_NODE")) {
    const message = `\`additional_data_nodes\` of scenario \`${id}\` must be a list of data node configs.`;
    yield issues.error("additional_data_nodes", additionalDataNodes, message);
  }
  if (frequency !== null && !(FREQUENCIES as readonly string[]).includes(frequency)) {
    yield issues.error(
      "frequency",
      frequency,
      `\`frequency\` of scenario \`${id}\` must be one of ${listed(FREQUENCIES)}.`,
    );
  }
}

function* checkDataNodes(config: ScenarioConfig, { wired }: Parts): Generator<ConfigurationIssue> {
  const { id, tasks, additionalDataNodes, frequency } = config;
  for (const node of ids(additionalDataNodes)) {
    if (!wired.has(node)) continue;
    const message = `The additional data node \`${node}\` of scenario \`${id}\` is also an input or output of its tasks. Remove it from the list.`;
    yield issues.warning("additional_data_nodes", node, message);
  }
  const nodes = [
    ...configsOf<TaskConfig>(tasks, "TASK").flatMap(({ inputs, outputs }) => [inputs, outputs]),
    additionalDataNodes,
  ].flatMap((list) => configsOf<DataNodeConfig>(list, "DATA_NODE"));
  const cyclic = new Set(nodes.filter(({ scope }) => scope === "CYCLE").map((node) => node.id));
  if (frequency !== null || cyclic.size === 0) return;
  const message = `Scenario \`${id}\` has no frequency: all its scenarios share the data nodes of scope CYCLE (${listed(cyclic)}).`;
  yield issues.warning("frequency", frequency, message);
}

function* checkNames({ id, properties }: ScenarioConfig, { tasks, dataNodes }: Parts): Generator<ConfigurationIssue> {
  for (const [kind, names] of [
    ["task", tasks],
    ["data node", dataNodes],
  ] as const) {
    for (const name of names) {
      if (!Object.hasOwn(properties, name)) continue;
      yield issues.error(
        "id",
        name,
        `The ${kind} id \`${name}\` is also the name of a property of scenario \`${id}\`. Rename one of them.`,
      );
    }
  }
  for (const name of tasks) {
    if (!dataNodes.has(name)) continue;
    yield issues.error(
      "id",
      name,
      `The task id \`${name}\` is also the id of a data node of scenario \`${id}\`. Rename one of them.`,
    );
  }
}

function* checkSequences(config: ScenarioConfig, parts: Parts): Generator<ConfigurationIssue> {
  const { id, sequences, properties } = config;
  if (!isMap(sequences)) {
    const message = `\`sequences\` of scenario \`${id}\` must be a map of names to lists of task configs.`;
    yield issues.error("sequences", sequences, message);
    return;
  }
  for (const [name, tasks] of Object.entries(sequences)) {
    const owner = `Sequence \`${name}\` of scenario \`${id}\``;
    const problem = sequenceNameProblem(name);
    if (problem !== null) yield issues.error("sequences", name, `${problem} ${IDENTIFIER_ADVICE}`);
    if (Object.hasOwn(properties, name))
      yield issues.error("sequences", name, `${owner} has the name of a property. Rename it.`);
    if (parts.dataNodes.has(name))
      yield issues.error("sequences", name, `${owner} has the id of a data node. Rename it.`);
    if (parts.tasks.has(name)) yield issues.error("sequences", name, `${owner} has the id of a task. Rename it.`);
    if (!isConfigList(tasks, "TASK"))
      yield issues.error("sequences", tasks, `${owner} must be a list of task configs.`);
    for (const task of configsOf<TaskConfig>(tasks, "TASK")) {
      if (config.tasks.includes(task)) continue;
      yield issues.error(
        "sequences",
        task.id,
        `${owner} uses the task \`${task.id}\`, which the scenario does not have. Add the task to the scenario, or remove it here.`,
      );
    }
  }
}

function* checkComparators(config: ScenarioConfig, known: ReadonlySet<string>): Generator<ConfigurationIssue> {
  const { id, comparators } = config;
  if (!isMap(comparators)) {
    const message = `\`comparators\` of scenario \`${id}\` must be a map of data node ids to functions.`;
    yield issues.error("comparators", comparators, message);
    return;
  }
  for (const [name, functions] of Object.entries(comparators)) {
    if (!known.has(name)) {
      const message = `\`comparators\` of scenario \`${id}\` names \`${name}\`, which is the id of no data node config. Add one, or correct the name.`;
      yield issues.error("comparators", name, message);
    }
    if (functions.every((comparator) => typeof comparator === "function")) continue;
    const message = `\`comparators\` of scenario \`${id}\` must have a function or a list of functions for \`${name}\`.`;
    yield issues.error("comparators", functions, message);
  }
}

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
