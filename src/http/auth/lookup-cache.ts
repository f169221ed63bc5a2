import { LruMap } from "../../core/lru-map.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import type { Microseconds } from "../../core/time.ts";

export interface LookupCache<T> {
  /** The kept value of the id; null = none is kept, or not any more. */
  kept(id: string): T | null;
  /** The kept value of the id, or the result of a new lookup; null = there is none. */
  get(id: string): Promise<T | null>;
  /** Removes all values. The result of a lookup that is running is returned, but not kept. */
  clear(): void;
}

/**
 * Keeps found values by their ids, for `lifetime`, in this isolate. It keeps only values that exist, and at most `capacity` of
 * them, so that guessed ids cannot fill the memory. It keeps no promises, because a promise belongs to the request that made it.
 */
export function createLookupCache<T>(
  find: (id: string) => Promise<T | null>,
  { clock, lifetime, capacity }: { clock: Clock; lifetime: Microseconds; capacity: number },
): LookupCache<T> {
  interface Found {
    readonly value: T;
    readonly until: Microseconds;
  }
  let found = new LruMap<Found>(capacity);

  function kept(id: string): T | null {
    const known = found.get(id);
    return known !== undefined && clock() < known.until ? known.value : null;
  }

  return {
    kept,
    async get(id) {
      const known = kept(id);
      if (known !== null) return known;
      const now = clock();
      const before = found;
      const value = await find(id);
      // After `clear` this is another map, which does not get the value.
      if (value === null) before.delete(id);
      else before.set(id, { value, until: now + lifetime });
      return value;
    },
    clear() {
      found = new LruMap(capacity);
    },
  };
}
