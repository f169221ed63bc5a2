import { TaipyError } from "../errors.ts";

/** Nothing was written, because another caller has changed meanwhile what the plan was made from. */
export const STALE = Symbol("stale");
export type Stale = typeof STALE;

const MAX_ATTEMPTS = 10;

/**
 * Plans from what is there and writes; when the plan was stale, it plans anew. Each attempt that fails means that another
 * caller has succeeded.
 */
export async function planAndWrite<T>(attempt: () => Promise<T | Stale>): Promise<T> {
  for (let count = 1; count <= MAX_ATTEMPTS; count += 1) {
    const written = await attempt();
    if (written !== STALE) return written;
  }
  throw new TaipyError("database_unavailable", "Too many changes at once to the same entities. Try again.");
}
