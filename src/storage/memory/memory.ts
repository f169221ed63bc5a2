import { TaipyError } from "../../core/errors.ts";
import type { Memory } from "../../core/ports/memory.ts";
import { Budget } from "../../core/values/budget.ts";
import type { Gate } from "./gate.ts";

const KIBIBYTE = 1_024;

/** Memory of values that never wait. */
const SMALL_MEMORY = 4 * 1_024 * KIBIBYTE;

/** Encoded values with more bytes always wait. */
const SMALL_BYTES = 256 * KIBIBYTE;

// docs/decisions/055-large-values-take-turns.md
/** A small value is decoded at once. A large one waits for its turn; a small file that turns out to be a large value, too. */
export function createMemory(gate: Gate): Memory {
  return {
    async use(bytes, work, wait) {
      if (bytes === null || bytes <= SMALL_BYTES) {
        const small = new Budget(SMALL_MEMORY, { isFirst: true });
        try {
          return await work(small);
        } catch (error) {
          if (small.refusal === null) throw error;
        }
      }
      return gate.alone(() => withinBudget(work), wait);
    },
  };
}

/** The refusal of the budget goes before any other error: a library may hide it behind one of its own. */
async function withinBudget<T>(work: (budget: Budget) => Promise<T>): Promise<T> {
  const budget = new Budget();
  try {
    return await work(budget);
  } catch (error) {
    const isRefusal = error instanceof TaipyError && error.code === "value_too_large";
    throw isRefusal ? error : (budget.refusal ?? error);
  }
}
