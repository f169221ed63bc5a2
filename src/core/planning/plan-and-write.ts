import { TaipyError } from "../errors.ts";

/** The plan was not written, because another caller changed the data that it was made from. */
export const STALE = Symbol("stale");
export type Stale = typeof STALE;

const MAX_ATTEMPTS = 10;

// docs/decisions/016-optimistic-creation.md
/**
 * Reads, plans and writes; a stale plan is made again. Each attempt that fails means that another caller has succeeded.
 * @throws TaipyError `too_many_changes` after ten stale plans
 */
export async function planAndWrite<T>(attempt: () => Promise<T | Stale>): Promise<T> {
  for (let count = 1; count <= MAX_ATTEMPTS; count += 1) {
    const written = await attempt();
    if (written !== STALE) return written;
  }
  throw new TaipyError("too_many_changes", "Too many changes at once to the same entities. Try again.");
}
