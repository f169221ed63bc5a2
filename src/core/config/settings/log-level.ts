import { LEVELS, type Level } from "../../log/events.ts";
import { ConfigurationError, issuesOf } from "../check/issue.ts";

/**
 * The lowest level that the log has, of the variable LOG_LEVEL; `info` without it.
 * @throws ConfigurationError for an unknown text
 */
export function logLevelOf(text: unknown): Level {
  const level = text === undefined ? "info" : LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  const message = "The variable `LOG_LEVEL` must be `debug`, `info` (the default), `warn` or `error`.";
  throw new ConfigurationError([issuesOf("GlobalConfigChecker").error("LOG_LEVEL", text, message)]);
}
