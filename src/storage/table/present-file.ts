import { type ErrorCode, TaipyError } from "../../core/errors.ts";
import { Budget } from "../../core/values/budget.ts";

const UNREADABLE: readonly ErrorCode[] = ["invalid_value", "value_too_large", "payload_missing", "payload_gone"];

/**
 * What a write takes from the file that it replaces.
 * @param budget of the write; the file is read with what is left of it
 * @returns null where the file can't be read, so that its form says nothing
 * @throws TaipyError `value_too_large` where the write will be begun again with more memory
 */
export async function readPresent<T>(budget: Budget, read: (left: Budget) => Promise<T>): Promise<T | null> {
  try {
    return await read(new Budget(budget.left));
  } catch (error) {
    if (!(error instanceof TaipyError && UNREADABLE.includes(error.code))) throw error;
    if (!budget.isFirst || error.code !== "value_too_large") return null;
    budget.refusal ??= error;
    throw error;
  }
}
