import { identifierProblem } from "../../entities/identifier.ts";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { hiddenName } from "../secrets/shown-values.ts";
import { type ConfigurationIssue, type Issues, issuesOf } from "./issue.ts";
import { RESERVED_PROPERTY } from "./reserved-names.ts";

/** All configs of an application by their ids. */
export interface Configs {
  readonly dataNodes: ReadonlyMap<string, DataNodeConfig>;
  readonly tasks: ReadonlyMap<string, TaskConfig>;
  readonly scenarios: ReadonlyMap<string, ScenarioConfig>;
}

/** The id of a config of each kind that every application has: other configs inherit from it. */
export const DEFAULT_ID = "default";

/** Follows the text of {@link identifierProblem} in messages. */
export const IDENTIFIER_ADVICE =
  "Use letters, digits and underscores, no digit first, and neither a keyword of Python nor a word for Taipy's own ids.";
const issues = issuesOf("ConfigIdChecker");

/** The problems that configs of all three kinds can have. @param kind the name of the kind in messages */
export function* checkConfig(
  config: DataNodeConfig | TaskConfig | ScenarioConfig,
  kind: string,
  of: Issues,
): Generator<ConfigurationIssue> {
  if (typeof config.id !== "string" || config.id === "") {
    yield of.error("config_id", config.id, `A ${kind} config has an empty \`config_id\`. Give it one.`);
  } else {
    const problem = identifierProblem(config.id);
    if (problem !== null) yield of.error("config_id", config.id, `${problem} ${IDENTIFIER_ADVICE}`);
  }
  if (Object.hasOwn(config.properties, RESERVED_PROPERTY)) {
    const value = config.properties[RESERVED_PROPERTY];
    const message = `Properties of the ${kind} config \`${config.id}\` can't be named \`${RESERVED_PROPERTY}\`: the name is reserved. Rename it.`;
    yield of.error(RESERVED_PROPERTY, value, message);
  }
  yield* checkStorable(config, kind, of);
  yield* checkHidden(config.properties, `the ${kind} config \`${config.id}\``, of);
}

/** Each entity of the config has the properties in its row, as JSON. D1 takes 2 MB a row; the rest is for its other columns. */
const MAX_CHARACTERS = 1_900_000;

function* checkStorable(
  { id, properties }: DataNodeConfig | TaskConfig | ScenarioConfig,
  kind: string,
  of: Issues,
): Generator<ConfigurationIssue> {
  for (const [property, value] of Object.entries(properties)) {
    if (jsonLength(value) !== null) continue;
    const message = `\`${property}\` of the ${kind} config \`${id}\` can't be stored, because JSON can't express it: a big integer, or an object that contains itself. Write it as a text.`;
    yield of.error(property, undefined, message);
  }
  const length = jsonLength(properties) ?? 0;
  if (length <= MAX_CHARACTERS) return;
  const message = `The properties of the ${kind} config \`${id}\` have ${length} characters as JSON. A row of D1 has room for ${MAX_CHARACTERS}: keep large values in data nodes.`;
  yield of.error("properties", undefined, message);
}

/** null = JSON can't express the value. */
function jsonLength(value: unknown): number | null {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch {
    return null;
  }
}

/** A value that is what an export shows in the place of a secret. */
export function* checkHidden(
  properties: Readonly<Record<string, unknown>>,
  owner: string,
  of: Issues,
): Generator<ConfigurationIssue> {
  for (const [property, value] of Object.entries(properties)) {
    if (hiddenName({ [property]: value }) === null) continue;
    const message = `\`${property}\` of ${owner} is \`***\`, which an export shows in the place of a secret. Write \`ENV[NAME]\` with the name of a variable or secret, or remove the key to keep the value of the code.`;
    yield of.error(property, typeof value === "string" ? value : undefined, message);
  }
}

/** Ids that configs of two kinds have. Only `default` may be one. */
export function* checkSharedIds({ dataNodes, tasks, scenarios }: Configs): Generator<ConfigurationIssue> {
  const kinds = [
    ["DATA_NODE", dataNodes],
    ["TASK", tasks],
    ["SCENARIO", scenarios],
  ] as const;
  const ids = new Set(kinds.flatMap(([, configs]) => [...configs.keys()]));
  ids.delete(DEFAULT_ID);
  for (const id of ids) {
    const sections = kinds.filter(([, configs]) => configs.has(id)).map(([section]) => section);
    if (sections.length < 2) continue;
    yield issues.error(
      "config_id",
      id,
      `\`${id}\` is the id of configs in more than one section: ${sections.join(", ")}. Rename all but one.`,
    );
  }
}
