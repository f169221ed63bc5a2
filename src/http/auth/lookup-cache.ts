import type { Clock } from "../../core/ports/runtime.ts";
import type { Microseconds } from "../../core/time.ts";

export interface LookupCache<T> {
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
  const kept = new Map<string, { readonly value: T; readonly until: Microseconds }>();
  let generation = 0;

  return {
    async get(id) {
      const now = clock();
      const found = kept.get(id);
      if (found !== undefined && now < found.until) return found.value;
      const before = generation;
      const value = await find(id);
      kept.delete(id);
      if (value === null || generation !== before) return value;
      // Removes the oldest value: a map keeps the order of insertion.
      const [oldest] = kept.keys();
      if (kept.size >= capacity && oldest !== undefined) kept.delete(oldest);
      kept.set(id, { value, until: now + lifetime });
      return value;
    },
    clear() {
      generation += 1;
      kept.clear();
    },
  };
}
