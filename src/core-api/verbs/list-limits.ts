import { TaipyError } from "../../core/errors.ts";

/** Entities of one list in the memory of an isolate. */
export const MOST = 10_000;

/** @throws TaipyError `validation_failed` for a limit that is no whole number, or that no list can hold */
export function checkLimit(limit: number | undefined): void {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= MOST)) return;
  const message = `\`limit\` must be a whole number from 1 to ${MOST}, not ${limit}.`;
  throw new TaipyError("validation_failed", message, { errors: { limit: [message] } });
}

export function tooMany(): TaipyError {
  const text = `There are more than ${MOST} entities in the list. Read it in parts: with \`limit\`, and with \`after\` as the id of the last one.`;
  return new TaipyError("value_too_large", text);
}
