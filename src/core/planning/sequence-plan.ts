import { sequenceNameProblem } from "../entities/identifier.ts";
import { sequenceId } from "../entities/ids.ts";
import type { Sequence } from "../entities/sequence.ts";
import type { Task } from "../entities/task.ts";
import { TaipyError } from "../errors.ts";
import { isAcyclic, isConnected } from "../jobs/task-graph.ts";

/** `['a', 'b']`: a list as Python prints it, for Taipy's messages. */
export const pythonList = (items: readonly string[]): string => `[${items.map((item) => `'${item}'`).join(", ")}]`;

/**
 * The row of a new sequence of a scenario.
 * @throws TaipyError `invalid_sequence` for a name that cannot be part of an id, and for tasks that are not connected or cyclic
 */
export function newSequence(
  scenario: { readonly id: string; readonly version: string },
  name: string,
  tasks: readonly Pick<Task, "id" | "input_ids" | "output_ids">[],
): Sequence {
  const problem = sequenceNameProblem(name);
  if (problem !== null) throw new TaipyError("invalid_sequence", problem);
  if (!isAcyclic(tasks) || !isConnected(tasks)) {
    const id = sequenceId(name, scenario.id);
    throw new TaipyError("invalid_sequence", `Sequence: ${id} is not a connected Directed Acyclic Graph.`);
  }
  return {
    scenario_id: scenario.id,
    // A space and `TPSPACE` give the same id, so they are the same name.
    name: name.replaceAll("TPSPACE", " "),
    version: scenario.version,
    tasks: tasks.map((task) => task.id),
    properties: {},
    subscribers: [],
  };
}
