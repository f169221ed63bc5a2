import { TaipyError } from "../../core/errors.ts";
import { withinTime } from "../sql/server-connection.ts";
import type { StorageContext } from "../types.ts";

// docs/decisions/059-no-call-without-a-deadline.md
/** How long a request waits for a system of the application: as long as D1 lets a query run. */
export const REQUEST_LIMIT_MS = 30_000;

const UNKNOWN = " It is not known whether the value was changed: read it before you repeat the request.";

/**
 * What a call outside answers. For a request it has a limit; a job ends with its own.
 * @param part what is called, as the error names it
 * @throws TaipyError `storage_unavailable` when the time is up; the call itself may go on
 */
export function withinLimit<T>(
  { limitMs }: Pick<StorageContext, "limitMs">,
  { part, isChange }: { readonly part: string; readonly isChange: boolean },
  call: Promise<T>,
): Promise<T> {
  if (limitMs === undefined) return call;
  const text = `${part} did not answer within ${limitMs / 1_000} s.${isChange ? UNKNOWN : ""}`;
  return withinTime(call, limitMs, () => new TaipyError("storage_unavailable", text));
}
