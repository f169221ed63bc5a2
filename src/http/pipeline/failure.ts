import { type ErrorCode, HalfDoneError, retryableOf, TaipyError, UnchangedError } from "../../core/errors.ts";
import { faultOf } from "../../core/faults/fault.ts";
import { faultText } from "../../core/faults/fault-texts.ts";
import { MICROSECONDS_PER_SECOND, type Microseconds, parseTime } from "../../core/time.ts";
import type { Exchange } from "./exchange.ts";

/** Taipy's words. */
export const INTERNAL_TEXT = "Internal Server Error";

/** A failure of the platform itself, which has thrown an error of its own. */
class PlatformError extends TaipyError {}

// docs/decisions/089-errors-say-whether-to-repeat.md
/** Any error as one with a code. What is neither a refusal nor a known failure of the platform is a fault of the service. */
export function failureOf(error: unknown, exchange: Exchange): TaipyError {
  if (error instanceof TaipyError) return error;
  const code = faultOf(error);
  if (code === null) return new TaipyError("internal_error", INTERNAL_TEXT, { cause: error });
  const text = faultText(code, error);
  const rest = retryableOf(code) === "reads" ? ` ${restOf(exchange)}` : "";
  return new PlatformError(code, text + rest, { cause: error });
}

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const isRead = ({ request }: Exchange): boolean => READING.has(request.method);
/** Nothing is changed before the caller is known. */
const isBeforeChanges = (exchange: Exchange): boolean => isRead(exchange) || exchange.requestLog.identity === undefined;

/** What the caller knows by a call that has failed: its change may have been made all the same. */
function restOf(exchange: Exchange): string {
  if (isRead(exchange)) return "Try again.";
  if (isBeforeChanges(exchange)) return "Nothing was changed. Try again.";
  return "It is not known whether the change was made: read it before you repeat the request.";
}

/** Whether the same request may be sent again as it is. */
export function isRepeatable(failure: TaipyError, exchange: Exchange): boolean {
  if (failure instanceof HalfDoneError) return false;
  const retryable = retryableOf(failure.code);
  if (retryable !== "reads") return retryable === "yes";
  if (failure instanceof UnchangedError) return true;
  // What refuses a change knows that it was not made; another system's answer to it may have been lost.
  const isUnknown = failure instanceof PlatformError || failure.code === "storage_unavailable";
  return !isUnknown || isBeforeChanges(exchange);
}

const SECONDS: { readonly [Code in ErrorCode]?: number } = {
  database_overloaded: 10,
  database_reset: 2,
  object_overloaded: 10,
  object_reset: 2,
  queue_overloaded: 10,
  values_overloaded: 2,
};
const DAY_S = 24 * 60 * 60;

/** When a request may be repeated, in seconds; null = it depends on what others do. */
export function retryAfterOf({ code, details }: TaipyError, status: number, now: Microseconds): number | null {
  if (typeof details?.retry_after_s === "number") return details.retry_after_s;
  // The limits of the Free plan begin anew at 00:00 UTC.
  if (code.endsWith("_quota_spent")) return DAY_S - Math.floor((now / MICROSECONDS_PER_SECOND) % DAY_S);
  const ends = typeof details?.editor_expiration_date === "string" ? parseTime(details.editor_expiration_date) : null;
  if (ends !== null) return Math.max(1, Math.ceil((ends - now) / MICROSECONDS_PER_SECOND));
  if (status === 503 || status === 429) return SECONDS[code] ?? 1;
  return null;
}
