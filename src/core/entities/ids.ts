// Ids as Taipy writes them: `<PREFIX>_<config id>_<uuid4>`. The prefix alone tells the kind of entity.

/** Makes a random, lower-case uuid4. Core has no randomness of its own: the caller passes this in. */
export type NewUuid = () => string;

export const dataNodeId = (configId: string, uuid: string): string => `DATANODE_${configId}_${uuid}`;
export const taskId = (configId: string, uuid: string): string => `TASK_${configId}_${uuid}`;
export const scenarioId = (configId: string, uuid: string): string => `SCENARIO_${configId}_${uuid}`;
export const jobId = (taskConfigId: string, uuid: string): string => `JOB_${taskConfigId}_${uuid}`;
export const submissionId = (uuid: string): string => `SUBMISSION_${uuid}`;

/** A text: compiling the pattern reads Unicode's tables, which would cost time at an isolate's start. */
const UNSAFE = "[^\\p{L}\\p{N}_.-]";

/** File-name safe: trimmed, spaces become `_`, and only letters, digits, `_`, `-` and `.` stay. */
export const cycleId = (name: string, uuid: string): string =>
  `CYCLE_${name}_${uuid}`.trim().replaceAll(" ", "_").replace(new RegExp(UNSAFE, "gu"), "");

const SPACE = "TPSPACE";

/** `SEQUENCE_<name with TPSPACE for every space>_<scenario id>`. */
export const sequenceId = (name: string, scenario: string): string =>
  `SEQUENCE_${name.replaceAll(" ", SPACE)}_${scenario}`;

/** The sequence name and scenario id inside a sequence id, or null when it is none. Raw spaces are accepted. */
export function parseSequenceId(id: string): { name: string; scenario_id: string } | null {
  const at = id.indexOf("_SCENARIO_");
  if (!id.startsWith("SEQUENCE_") || at < "SEQUENCE_".length) return null;
  const name = id.slice("SEQUENCE_".length, at).replaceAll(SPACE, " ");
  return name === "" ? null : { name, scenario_id: id.slice(at + 1) };
}
