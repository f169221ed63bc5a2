import { identifierProblem } from "../../entities/identifier.ts";
import type { DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { type ConfigurationIssue, type Issues, issuesOf } from "./issue.ts";
import { RESERVED_PROPERTY } from "./reserved-names.ts";

/** Every config of an application by its id. */
export interface Configs {
  readonly dataNodes: ReadonlyMap<string, DataNodeConfig>;
  readonly tasks: ReadonlyMap<string, TaskConfig>;
  readonly scenarios: ReadonlyMap<string, ScenarioConfig>;
}

/** The id of the configs that exist in every application. */
export const DEFAULT_ID = "default";

/** What to do about {@link identifierProblem} in a configuration. */
export const IDENTIFIER_ADVICE =
  "Use letters, digits and underscores, no digit first, and neither a keyword of Python nor a word for Taipy's own ids.";
const issues = issuesOf("ConfigIdChecker");

/** The rules that all three kinds of configs share. `kind` is the word for them in messages. */
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
}

/** No id belongs to two kinds of configs, except `default`. */
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
