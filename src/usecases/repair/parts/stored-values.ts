import type { NamedValue } from "../../../core/ports/repair/repair-store.ts";
import type { ValueStore } from "../../../core/ports/repair/value-lists.ts";
import type { Finding } from "../../../core/repair/findings.ts";
import type { CheckDeps } from "../repair-deps.ts";
import type { Part } from "../step.ts";
import { findEach } from "./compare-objects.ts";

/** A page of KV or R2 has up to 1,000 keys; D1 may name more in its range. */
const NAMED_AT_ONCE = 2_000;

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
    // The last page ends where D1 does: what it names behind the last key is missing.
    const upTo = page.next === null ? null : (page.keys.at(-1) ?? null);
    const named = await deps.repairs.named(deps.valueLists.prefixOf(store), after, upTo, NAMED_AT_ONCE);
    const cutAt = named.length === NAMED_AT_ONCE ? (named.at(-1)?.key ?? null) : null;
    const present = new Set(page.keys);
    const lost = await missing(
      deps,
      store,
      named.filter(({ key }) => !present.has(key)),
    );
    if (cutAt !== null) return { findings: lost, entities: named.length, next: positionAt(cursor, cutAt) };
    const names = new Set(named.map(({ key }) => key));
    const stray = await deps.repairs.unnamed(page.keys.filter((key) => key > after && !names.has(key)));
    return {
      findings: [...lost, ...stray.map((key) => strayFinding(store, key))],
      entities: page.keys.length,
      next: page.next === null ? null : positionAt(page.next, upTo ?? after),
    };
  };

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
