import { notFound } from "../../core/missing.ts";
import { type DeletableKind, primaryScenario } from "../../core/planning/deletion-plan.ts";
import type { RecordDeletions } from "../../core/ports/deletion-store.ts";
import type { Orchestrators } from "../../core/ports/orchestrator.ts";

interface Deps {
  readonly deletions: RecordDeletions;
  readonly orchestrators: Orchestrators;
}

/**
 * Removes one record as Taipy's DELETE does, and of what points at it only what would break another call. A scenario takes
 * its sequences along, and its cycle when it was the only one there; tasks and data nodes stay.
 */
export async function deleteEntity(deps: Deps, kind: DeletableKind, id: string): Promise<void> {
  if (kind === "scenario" || kind === "task") await announce(deps, kind, id);
  const removal = await deps.deletions.removeRecord(kind, id);
  if (removal === "not_found") throw notFound(kind, id);
  if (removal !== "removed") throw primaryScenario({ id, ...removal.blocked });
}

/** The orchestrator object must not accept what an isolate remembers of an entity whose record is gone. */
async function announce({ deletions, orchestrators }: Deps, kind: "scenario" | "task", id: string): Promise<void> {
  const domain = await deletions.domainOf(kind, id);
  if (domain === null) throw notFound(kind, id);
  await orchestrators(domain).announceDeletion([id]);
}
