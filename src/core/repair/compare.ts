import type { HeldEntity } from "../ports/repair/held.ts";
import type { StoredRow } from "../ports/repair/repair-store.ts";
import type { Facts, Finding, FindingKind } from "./findings.ts";

/** How a record of an object differs from its row in D1; null = it does not, once D1 has all that the object has sent. */
export function differenceOf(held: HeldEntity, row: StoredRow | undefined): FindingKind | null {
  if (held.is_deleted) return null;
  if (row === undefined) return held.kind === "data_node" ? "deleted_in_d1" : "missing_in_d1";
  if (row.revision > held.revision) return "newer_in_d1";
  if (row.revision < held.revision) return "older_in_d1";
  return isSame(held, row) ? null : "older_in_d1";
}

/** Rows of one revision are the same, unless something else than the object has written to D1. */
const isSame = (held: HeldEntity, row: StoredRow): boolean =>
  JSON.stringify(factsOf(held)) === JSON.stringify(factsOf(row));

/** The finding about a record of an object. */
export const heldFinding = (
  kind: FindingKind,
  domain: string,
  held: HeldEntity | undefined,
  row: StoredRow | undefined,
): Finding => ({
  kind,
  entity_kind: held?.kind ?? row?.kind ?? null,
  entity_id: held?.id ?? row?.id ?? domain,
  domain,
  d1: row === undefined ? null : factsOf(row),
  object: held === undefined ? null : factsOf(held),
});

const factsOf = ({ kind, revision, status, edit_number, is_locked }: HeldEntity | StoredRow): Facts =>
  kind === "data_node" ? { revision, edit_number, edit_in_progress: is_locked } : { revision, status };
