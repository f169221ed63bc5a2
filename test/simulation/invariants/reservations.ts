import type { NodeRecord } from "../../../src/core/jobs/state/records.ts";
import { formatTime } from "../../../src/core/time.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** A reservation that has not expired is ended, or taken over, by a call of its own caller or of an administrator only. */
export function checkReservation(
  { said: { editing } }: Facts,
  violations: Violations,
  { domain, clock, isOlder }: DomainFacts,
  before: NodeRecord | null,
  after: NodeRecord | null,
): void {
  // Release 0.1.0 knows no callers.
  if (isOlder || before === null || after === null || before.node.domain !== domain) return;
  const { id, editor_actor, editor_id, editor_expiration_date } = before.node;
  // Another reservation than that of the caller: release 0.1.0 has made it.
  if (before.actor_until !== editor_expiration_date) return;
  const isHeld = editor_actor != null && (editor_expiration_date ?? "") > formatTime(clock);
  if (!isHeld || (after.node.editor_actor === editor_actor && after.node.editor_id === editor_id)) return;
  const isAllowed = editing !== null && (editing.actor === null || editing.actor === editor_actor || editing.is_admin);
  violations.check(
    isAllowed,
    "a reservation is ended by its caller or an administrator only",
    () => `${id} of ${editor_actor} was ended by ${editing?.actor ?? "no editor"}`,
  );
}
