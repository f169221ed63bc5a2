import { ConfigurationError, issuesOf } from "../check/issue.ts";

/**
 * How an object keeps a transaction. `journal`: as a row of its journal. `tables`: in the tables that release 0.1.0 reads, so that
 * this release can take over at any moment.
 */
export type ObjectLayout = "journal" | "tables";

// docs/decisions/064-objects-hold-what-is-in-flight.md
/**
 * The layout of the variable OBJECT_LAYOUT.
 * @throws ConfigurationError for an unknown text: with `journal` release 0.1.0 can't run objects that have work under way
 */
export function objectLayoutOf(text: unknown): ObjectLayout {
  if (text === undefined || text === "journal") return "journal";
  if (text === "tables") return "tables";
  const message =
    "The variable `OBJECT_LAYOUT` must be `journal` (the default) or `tables` (while release 0.1.0 may still run).";
  throw new ConfigurationError([issuesOf("JobConfigChecker").error("OBJECT_LAYOUT", text, message)]);
}
