import type { Clock } from "../../core/ports/runtime.ts";
import type { Microseconds } from "../../core/time.ts";

export interface LookupCache<T> {
  /** What was found under the id a short time ago, or is found now. */
  get(id: string): Promise<T | null>;
  /** Makes the next `get` of everything look again; a lookup that is under way is not kept either. */
  clear(): void;
}

/**
 * Found things by their ids, for a while, in this isolate. Only what exists is kept, and never more than `capacity` of it,
 * so nobody fills the memory by guessing. It holds values and no promises: those belong to the request that made them.
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
      // The oldest goes: a map keeps the order in which its keys came.
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
