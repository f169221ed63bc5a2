import type { AuditRow } from "../../../src/core/access/audited-call.ts";
import type { Stored } from "../../../src/core/ports/orchestrator.ts";
import type { Platform } from "../processes.ts";
import type { Facts } from "./facts.ts";

export const auditRow = (id: string): AuditRow => ({
  id,
  at: "2026-01-15T00:00:00.000000",
  last_at: null,
  request_id: null,
  actor_kind: "user",
  actor_id: "ann",
  actor_name: "ann",
  operation: "writeDataNode",
  method: "PUT",
  entity_id: null,
  address: null,
  status: 200,
  result: "ok",
  changes: null,
  count: 1,
});

/** The log has the row of a change that D1 has, when its object has said so: the Worker does not write it again. */
export function checkAudited(
  { world: { violations }, d1 }: Pick<Platform, "world" | "d1">,
  { losses }: Facts,
  { stored, audited }: Stored<unknown>,
  { id }: AuditRow,
): void {
  // An earlier copy of D1 may have been put back before the client got its answer.
  if (!stored || audited !== true || losses.hasHappened) return;
  const rows = d1.all("SELECT id FROM audit WHERE id = ?", id);
  violations.check(rows.length === 1, "a change that is stored is in the audit log", () => id);
}
