import type { NamedValue } from "../../../core/ports/repair/repair-store.ts";
import type { ValueStore } from "../../../core/ports/repair/value-lists.ts";
import type { Finding } from "../../../core/repair/findings.ts";
import type { CheckDeps } from "../repair-deps.ts";
import type { Part } from "../step.ts";
import { findEach } from "./compare-objects.ts";

/** A page of KV or R2 has up to 1,000 keys; D1 may name more in its range. */
const NAMED_AT_ONCE = 2_000;
/** So many values are looked for in one step, each with a call. All of a namespace that was emptied are missing. */
const LOOKED_FOR_AT_ONCE = 200;

interface Position {
  /** The store's own cursor of the page that is compared next; null = the first one. */
  readonly cursor: string | null;
  /** The key up to which both sides were compared. */
  readonly after: string;
}

/** Compares the keys of one store, which it lists in their order, with those that D1 names. */
export const valuesIn =
  (store: ValueStore): Part =>
  async (deps, at) => {
    const { cursor, after } = at === "" ? { cursor: null, after: "" } : (JSON.parse(at) as Position);
    const page = await deps.valueLists.list(store, cursor);
    // The last page ends where D1 does: what it names behind the last key is missing. One before it may have no keys.
    const upTo = page.next === null ? null : (page.keys.at(-1) ?? after);
    const named = await deps.repairs.named(deps.valueLists.prefixes[store], after, upTo, NAMED_AT_ONCE);
    const present = new Set(page.keys);
    const absent = named.filter(({ key }) => !present.has(key));
    const lookedFor = absent.slice(0, LOOKED_FOR_AT_ONCE);
    const lost = await missing(deps, store, lookedFor);
    const cutAt = endOf(named, absent);
    const names = new Set(named.map(({ key }) => key));
    const keys = page.keys.filter((key) => key > after && (cutAt === null || key <= cutAt));
    const stray = await deps.repairs.unnamed(keys.filter((key) => !names.has(key)));
    const findings = [...lost, ...stray.map((key) => strayFinding(store, key))];
    const entities = keys.length + lookedFor.length;
    if (cutAt !== null) return { findings, entities, next: positionAt(cursor, cutAt) };
    return { findings, entities, next: page.next === null ? null : positionAt(page.next, upTo ?? after) };
  };

/** The key up to which a step compares; null = to the end of its page. */
function endOf(named: readonly NamedValue[], absent: readonly NamedValue[]): string | null {
  if (absent.length > LOOKED_FOR_AT_ONCE) return absent[LOOKED_FOR_AT_ONCE - 1]?.key ?? null;
  return named.length === NAMED_AT_ONCE ? (named.at(-1)?.key ?? null) : null;
}

const positionAt = (cursor: string | null, after: string): string =>
  JSON.stringify({ cursor, after } satisfies Position);

const strayFinding = (store: ValueStore, key: string): Finding => ({
  kind: "value_unnamed",
  entity_kind: null,
  entity_id: key,
  domain: null,
  d1: null,
  object: { store },
});

/** KV may list a new key a minute later than it has it: each is looked for once more. */
const missing = ({ valueLists }: CheckDeps, store: ValueStore, named: readonly NamedValue[]): Promise<Finding[]> =>
  findEach(named, async ({ key, data_node_id, edit_number, path }) => {
    if (await valueLists.has(store, key)) return [];
    const facts = { store, data_node_id, edit_number, path };
    return [{ kind: "value_missing", entity_kind: null, entity_id: key, domain: null, d1: facts, object: null }];
  });
