import type { AuditRow } from "../../core/access/audited-call.ts";
import { ANONYMOUS } from "../../core/access/identity.ts";
import type { Refusal } from "../../core/ports/audit-log.ts";
import { formatTime, type Microseconds } from "../../core/time.ts";
import { sharedId, VARIOUS, windowOf } from "./audit-row.ts";

/** Wrong passwords of existing users are rows of their own kind, so that other refusals can't use up their room. */
export type RefusalKind = "login" | "other";

/** Equal refusals, or further ones of a day that are only counted. */
export interface CountedRefusals {
  readonly kind: RefusalKind;
  /** null = various. */
  readonly refusal: Refusal | null;
  readonly first: Microseconds;
  readonly last: Microseconds;
  readonly count: number;
}

/** Different refusals that an isolate collects until it writes them; it counts further ones only. */
const MAX_COLLECTED = 250;

/** Refusals of unknown callers that are not yet in the database. */
export function createRefusalBuffer() {
  let collected = new Map<string, CountedRefusals>();

  function put(added: CountedRefusals): void {
    const key = JSON.stringify([windowOf(added.first), ...Object.values(added.refusal ?? {})]);
    if (added.refusal === null || (collected.size >= MAX_COLLECTED && !collected.has(key)))
      add(totalKey(added), many(added));
    else add(key, added);
  }

  function add(key: string, added: CountedRefusals): void {
    const known = collected.get(key);
    collected.set(key, known === undefined ? added : together(known, added));
  }

  return {
    put,
    /** Empties the buffer. */
    take(): readonly CountedRefusals[] {
      const taken = [...collected.values()];
      collected = new Map();
      return taken;
    },
  };
}

export const kindOf = ({ account }: Refusal): RefusalKind => (account === null ? "other" : "login");

const DAY_LENGTH = "2026-11-23".length;
export const dayOf = (time: Microseconds): string => formatTime(time).slice(0, DAY_LENGTH);

const totalKey = ({ kind, first }: CountedRefusals): string => `${kind} ${dayOf(first)}`;
const many = (counted: CountedRefusals): CountedRefusals => ({ ...counted, refusal: null });

export const together = (a: CountedRefusals, b: CountedRefusals): CountedRefusals => ({
  ...a,
  first: Math.min(a.first, b.first),
  last: Math.max(a.last, b.last),
  count: a.count + b.count,
});

const UNKNOWN = { actor_kind: ANONYMOUS.kind, actor_id: ANONYMOUS.id, actor_name: ANONYMOUS.name };

/** The row of counted refusals. The status 0 stands for various ones. */
export async function rowOf({ kind, refusal, first, last, count }: CountedRefusals): Promise<AuditRow> {
  return {
    ...UNKNOWN,
    // The total of a day is shown first.
    id: refusal === null ? `${dayOf(first)}T23:59:59.999999-${kind}` : await sharedId(first, Object.values(refusal)),
    at: formatTime(first),
    last_at: formatTime(last),
    request_id: null,
    operation: refusal?.operation ?? VARIOUS,
    method: refusal?.method ?? VARIOUS,
    entity_id: refusal?.account ?? null,
    address: refusal?.network ?? null,
    status: refusal?.status ?? 0,
    result: refusal?.result ?? VARIOUS,
    changes: null,
    count,
  };
}
