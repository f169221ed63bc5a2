import { isAcyclic, isConnected, type TaskNode, taskCycle } from "../../jobs/task-graph.ts";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { configsOf } from "../collect-configs.ts";
import { type ConfigurationIssue, issuesOf, listed } from "./issue.ts";

const issues = issuesOf("ScenarioConfigChecker");

/** What a creation would refuse about the graphs of a scenario's tasks: circles, and sequences of several parts. */
export function* checkGraphs(config: ScenarioConfig): Generator<ConfigurationIssue> {
  const tasks = nodesOf(config.tasks);
  if (!isAcyclic(tasks)) {
    const message = `The tasks of scenario \`${config.id}\` form a circle: ${circleText(tasks)}. No task of a circle could be the first: remove one of these inputs, or let the task write another data node.`;
    yield issues.refusal("tasks", undefined, message);
  }
  for (const [name, members] of Object.entries(config.sequences)) {
    const graph = nodesOf(members);
    if (isConnected(graph)) continue;
    const message = `The tasks of sequence \`${name}\` of scenario \`${config.id}\` are not connected: ${partsText(graph)} share no data node. Add the tasks between them, or make a sequence of each.`;
    yield issues.refusal("sequences", name, message);
  }
}

/** The graph that a creation makes of the tasks: a data node for each config. */
const nodesOf = (tasks: readonly TaskConfig[]): readonly TaskNode[] =>
  [...new Map(configsOf<TaskConfig>(tasks, "TASK").map((task) => [task.id, task])).values()].map(
    ({ id, inputs, outputs }) => ({ id, input_ids: idsOf(inputs), output_ids: idsOf(outputs) }),
  );

const idsOf = (nodes: readonly DataNodeConfig[]): string[] =>
  configsOf<DataNodeConfig>(nodes, "DATA_NODE").map(({ id }) => id);

/** `a` writes `x`, `b` reads it and writes `y`, `a` reads it. */
function circleText(tasks: readonly TaskNode[]): string {
  const circle = taskCycle(tasks);
  return circle
    .map((task, index) => {
      const next = circle[(index + 1) % circle.length];
      const shared = task.output_ids.find((id) => next?.input_ids.includes(id));
      return `\`${task.id}\` writes \`${shared}\`, which \`${next?.id}\` reads`;
    })
    .join("; ");
}

/** The tasks of each part of a graph. */
function partsText(tasks: readonly TaskNode[]): string {
  let parts: TaskNode[][] = [];
  for (const task of tasks) {
    const joined = parts.filter((part) => isConnected([...part, task]));
    const others = parts.filter((part) => !joined.includes(part));
    parts = [...others, [...joined.flat(), task]];
  }
  return parts.map((part) => listed(part.map(({ id }) => id))).join(" and ");
}
