import { type ErrorCode, type Outcome, refuse, TaipyError } from "./errors.ts";

const labelled =
  (label: string) =>
  (id: string): string =>
    `${label}: ${id}`;

/** Everything that a caller can name by an id, in the words of Taipy's messages. */
const NAMED = {
  cycle: labelled("Cycle"),
  scenario: labelled("Scenario"),
  sequence: labelled("Sequence"),
  task: labelled("Task"),
  data_node: labelled("DataNode"),
  job: labelled("Job"),
  submission: labelled("Submission"),
  scenario_config: labelled("Scenario config"),
  task_config: labelled("Task config"),
  data_node_config: labelled("Data node config"),
  version: (id: string) => `Version '${id}'`,
  api_key: labelled("API key"),
  user: labelled("User"),
} as const;

export type MissingKind = keyof typeof NAMED;

const codeOf = (kind: MissingKind) => `${kind}_not_found` as const satisfies ErrorCode;

/** Taipy's text for an id without an entity. */
export const missingText = (kind: MissingKind, id: string): string => `${NAMED[kind](id)} does not exist.`;

/** The error for an id without an entity. */
export const notFound = (kind: MissingKind, id: string): TaipyError =>
  new TaipyError(codeOf(kind), missingText(kind, id));

/** The same as data, for calls of orchestrator objects. */
export const refuseMissing = (kind: MissingKind, id: string): Outcome<never> =>
  refuse(codeOf(kind), missingText(kind, id));

/**
 * The entity that was found under an id.
 * @throws TaipyError `<kind>_not_found` when there is none
 */
export function existing<T>(kind: MissingKind, id: string, found: T | null): T {
  if (found === null) throw notFound(kind, id);
  return found;
}
