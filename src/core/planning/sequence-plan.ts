import { sequenceNameProblem } from "../entities/identifier.ts";
import { sequenceId } from "../entities/ids.ts";
import type { Scenario } from "../entities/scenario.ts";
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

/** A sequence as a caller describes it. */
export interface SequenceDescription {
  readonly scenario_id: string;
  readonly sequence_name: string;
  readonly task_ids: readonly string[];
}

/** A scenario with all that a new sequence of it has to fit to. */
export interface ScenarioParts {
  readonly scenario: Scenario;
  /** Those of its tasks that exist. */
  readonly tasks: readonly Task[];
  readonly sequence_names: readonly string[];
  /** What the scenario and its sequences take in its JSON text. */
  readonly bytes: number;
}

/** D1 limits a text to 2 MB, and the JSON text of a scenario repeats the task ids of all its sequences. */
export const MAX_SCENARIO_BYTES = 1_000_000;

/**
 * The row of a sequence that a caller describes.
 * @throws TaipyError `already_exists` for a name that is taken, `invalid_sequence` for what does not fit to the scenario
 */
export function describedSequence(parts: ScenarioParts, description: SequenceDescription): Sequence {
  const { scenario } = parts;
  const { sequence_name: name, task_ids } = description;
  if (parts.sequence_names.includes(name.replaceAll("TPSPACE", " "))) {
    throw new TaipyError("already_exists", `Sequence: ${name} already exists in scenario ${scenario.id}.`);
  }
  const tasks = new Map(parts.tasks.map((task) => [task.id, task]));
  const wanted = [...new Set(task_ids)];
  const foreign = wanted.filter((id) => !scenario.tasks.includes(id) || !tasks.has(id));
  if (foreign.length > 0) {
    const list = pythonList(foreign);
    const message = `Tasks ${list} of Sequence ${name} does not exist in Scenario ${scenario.id}.`;
    throw new TaipyError("invalid_sequence", message);
  }
  const sequence = newSequence(
    scenario,
    name,
    wanted.map((id) => tasks.get(id)).filter((task) => task !== undefined),
  );
  if (parts.bytes + bytesOf(sequence) > MAX_SCENARIO_BYTES) {
    const limit = `A scenario and its sequences take ${MAX_SCENARIO_BYTES} bytes at most`;
    throw new TaipyError("invalid_sequence", `${limit}: Scenario ${scenario.id} has no room for Sequence ${name}.`);
  }
  return sequence;
}

/** The size of a sequence's columns, as D1 counts it. */
const bytesOf = ({ name, tasks, properties, subscribers }: Sequence): number =>
  utf8Length(name + [tasks, properties, subscribers].map((part) => JSON.stringify(part)).join(""));

/** The bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return length;
}
