import { shortTrace } from "../core/jobs/stacktrace.ts";
import { errorText } from "../core/jobs/traces/error-text.ts";
import type { LineTable } from "../core/jobs/traces/line-table.ts";
import type { WorkerDeps } from "./worker-deps.ts";

type TraceDeps = Pick<WorkerDeps, "redact" | "lineTable">;

/** The trace of what a task's function has thrown, with the lines of its sources where they are known. */
export async function traceOf(deps: TraceDeps, thrown: unknown): Promise<string> {
  const table = thrown instanceof Error ? ((await deps.lineTable?.()) ?? null) : null;
  return textOf(deps, thrown, table, false);
}

/** The trace of an error of this service: what it says, without frames. */
export const ownTraceOf = (deps: TraceDeps, thrown: unknown): string => textOf(deps, thrown, null, true);

/** A function may throw anything, also what can't be turned into a text. A secret is cut out before the trace is shortened. */
function textOf({ redact }: TraceDeps, thrown: unknown, table: LineTable | null, isOurs: boolean): string {
  try {
    return shortTrace(redact(errorText(thrown, table, isOurs)));
  } catch {
    return "Thrown: a value without a text";
  }
}
