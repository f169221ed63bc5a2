import { isSecretName } from "../secrets/secret-names.ts";
import { withoutCredentials } from "../secrets/secret-texts.ts";
import type { Position } from "../toml/positions.ts";

/** The checker that found a problem, by the name of the class in Taipy where there is one. */
export type CheckerTag =
  | "ConfigIdChecker"
  | "DataNodeConfigChecker"
  | "TaskConfigChecker"
  | "ScenarioConfigChecker"
  | "JobConfigChecker"
  | "CoreSectionChecker"
  | "FilesChecker"
  | "DriversChecker"
  | "SecretsChecker"
  | "BindingsChecker"
  | "OptionsChecker"
  | "GlobalConfigChecker"
  | "AuthConfigChecker"
  | "HttpConfigChecker"
  | "TomlChecker";

/** One problem of a configuration. An ERROR makes `defineApp` throw a {@link ConfigurationError}; all others are kept in `App.warnings`. */
export interface ConfigurationIssue {
  readonly level: "ERROR" | "WARNING";
  /**
   * An ERROR of one scenario config alone: its creation is refused, and the service runs, so that an update of a service that has
   * such a config does not stop it. `check-config` ends with 1.
   */
  readonly isOfCreation?: true;
  /** The option under Taipy's name, such as `storage_type`. */
  readonly field: string;
  /** The wrong value. */
  readonly value: unknown;
  readonly message: string;
  readonly tag: CheckerTag;
  /** The section of the configuration, named as in Taipy's files: `DATA_NODE.orders`. */
  readonly section?: string;
  /** The position of the wrong value, if it is in a file. */
  readonly position?: Position;
}

/** Creates the issues of one checker. */
export interface Issues {
  error(field: string, value: unknown, message: string): ConfigurationIssue;
  warning(field: string, value: unknown, message: string): ConfigurationIssue;
  /** An ERROR that stops creations of one config only. */
  refusal(field: string, value: unknown, message: string): ConfigurationIssue;
}

export const issuesOf = (tag: CheckerTag): Issues => ({
  error: (field, value, message) => Object.freeze({ level: "ERROR", field, value, message, tag }),
  warning: (field, value, message) => Object.freeze({ level: "WARNING", field, value, message, tag }),
  refusal: (field, value, message) => Object.freeze({ level: "ERROR", isOfCreation: true, field, value, message, tag }),
});

/** The names of a closed list, for a message. */
export const listed = (names: Iterable<string>): string => [...names].map((name) => `\`${name}\``).join(", ");

/** The issues with the name of their section. */
export function* inSection(section: string, found: Iterable<ConfigurationIssue>): Generator<ConfigurationIssue> {
  for (const issue of found) yield Object.freeze({ ...issue, section });
}

/** Thrown by `defineApp`, with all problems of the configuration. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** Errors and warnings, in the order in which they were found. */
  readonly issues: readonly ConfigurationIssue[];

  constructor(issues: readonly ConfigurationIssue[]) {
    const count = issues.filter(({ level }) => level === "ERROR").length;
    const lines = issues.map((issue) => `  ${issue.level} ${positionText(issue)}${describe(issue)}`);
    super([`The configuration has ${count} ${count === 1 ? "error" : "errors"}:`, ...lines].join("\n"));
    this.issues = issues;
  }
}

const positionText = ({ position }: ConfigurationIssue): string =>
  position === undefined ? "" : `${position.file}:${position.line}:${position.column}: `;

/** The message of an issue, with its wrong value when that is no secret. */
function describe({ field, value, message }: ConfigurationIssue): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return message;
  if (!value || isSecretName(field)) return message;
  const shown = typeof value === "string" ? withoutCredentials(value) : value;
  return `${message} The current value of \`${field}\` is ${JSON.stringify(shown)}.`;
}
