import type { Position } from "../toml/positions.ts";

/** Which of Taipy's checkers has a rule. */
export type CheckerTag =
  | "ConfigIdChecker"
  | "DataNodeConfigChecker"
  | "TaskConfigChecker"
  | "ScenarioConfigChecker"
  | "JobConfigChecker"
  | "CoreSectionChecker"
  | "FilesChecker"
  | "DriversChecker"
  | "GlobalConfigChecker"
  | "AuthConfigChecker"
  | "HttpConfigChecker"
  | "TomlChecker";

/** One problem of a configuration. An ERROR makes `defineApp` throw; a WARNING is kept in `App.warnings`. */
export interface ConfigurationIssue {
  readonly level: "ERROR" | "WARNING";
  /** The option under Taipy's name, such as `storage_type`. */
  readonly field: string;
  /** What was given. */
  readonly value: unknown;
  readonly message: string;
  readonly tag: CheckerTag;
  /** The section of the configuration as Taipy's files call it: `DATA_NODE.orders`. */
  readonly section?: string;
  /** Where a file says what is wrong. */
  readonly position?: Position;
}

/** Makes the issues of one checker. */
export interface Issues {
  error(field: string, value: unknown, message: string): ConfigurationIssue;
  warning(field: string, value: unknown, message: string): ConfigurationIssue;
}

export const issuesOf = (tag: CheckerTag): Issues => ({
  error: (field, value, message) => Object.freeze({ level: "ERROR", field, value, message, tag }),
  warning: (field, value, message) => Object.freeze({ level: "WARNING", field, value, message, tag }),
});

/** The names of a closed list, for a message. */
export const listed = (names: Iterable<string>): string => [...names].map((name) => `\`${name}\``).join(", ");

/** The issues of a section's checks. */
export function* inSection(section: string, found: Iterable<ConfigurationIssue>): Generator<ConfigurationIssue> {
  for (const issue of found) yield Object.freeze({ ...issue, section });
}

/** Thrown by `defineApp`: everything that is wrong with the configuration, at once. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** In the order in which the configs were found; warnings among them. */
  readonly issues: readonly ConfigurationIssue[];

  constructor(issues: readonly ConfigurationIssue[]) {
    const count = issues.filter(({ level }) => level === "ERROR").length;
    const lines = issues.map((issue) => `  ${issue.level} ${placeOf(issue)}${describe(issue)}`);
    super([`The configuration has ${count} ${count === 1 ? "error" : "errors"}:`, ...lines].join("\n"));
    this.issues = issues;
  }
}

const placeOf = ({ position }: ConfigurationIssue): string =>
  position === undefined ? "" : `${position.file}:${position.line}:${position.column}: `;

/** What is wrong, with the value that is. */
export function describe({ field, value, message }: ConfigurationIssue): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return message;
  return value ? `${message} The current value of \`${field}\` is ${JSON.stringify(value)}.` : message;
}
