import { TaipyError } from "../../core/errors.ts";

const CONTRADICTION = /UNIQUE constraint failed|NOT NULL constraint failed: cycles\.id/;

/**
 * Whether D1 has refused a batch, as a whole, because a row contradicts one that is there. A cycle without an id is how a
 * batch refuses itself (see stale-plan.ts).
 */
export const isConstraintViolation = (error: unknown): boolean =>
  error instanceof Error && CONTRADICTION.test(error.message);

const MAX_ATTEMPTS = 10;

/**
 * Plans from what is there and writes; when somebody else has written meanwhile what makes the plan wrong, nothing was
 * written and it plans anew. Each attempt that fails means that another caller has succeeded.
 */
export async function planAndWrite<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; count <= MAX_ATTEMPTS; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConstraintViolation(error)) throw error;
    }
  }
  throw new TaipyError("database_unavailable", "Too many changes at once to the same entities. Try again.");
}
