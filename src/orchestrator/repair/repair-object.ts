import { inspect } from "../../core/jobs/repair/inspect.ts";
import { mendDifferences } from "../../core/jobs/repair/mend.ts";
import type { Inspection, InspectRequest, MendAnswer, MendCommand } from "../../core/ports/repair/held.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** The administrator's request compares many objects: one whose D1 hangs is shown as such. */
const PATIENCE_MS = 5_000;

/** What the object holds, once D1 has all that it had before this call. An object that has had no transaction makes none. */
export async function inspectObject(
  { store }: Pick<OrchestratorDeps, "store">,
  commits: Commits,
  request: InspectRequest,
): Promise<Inspection> {
  const is_unsent = !(await commits.flush(PATIENCE_MS));
  const page = commits.read((view) =>
    inspect(view, (kind, after, limit) => store.heldIds(kind, after, limit), request),
  );
  return { revision: store.meta().revision, is_unsent, ...page };
}

export async function mendObject(
  { store }: Pick<OrchestratorDeps, "store">,
  commits: Commits,
  command: MendCommand,
): Promise<MendAnswer> {
  const forgotten = Math.max(store.lost(), commits.reconciliation.at);
  const mended = commits.commit((transaction) => mendDifferences(transaction, command, forgotten));
  return { mended, stored: await commits.flush(PATIENCE_MS) };
}
