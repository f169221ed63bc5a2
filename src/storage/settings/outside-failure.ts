import { withoutCredentials } from "../../core/config/secrets/secret-texts.ts";
import { type ErrorCode, TaipyError, UnchangedError } from "../../core/errors.ts";

/**
 * Why a system in which the application keeps values has failed: because of the value, of the configuration or the system's
 * own settings, or for a time.
 */
export type Reason = "value" | "settings" | "outage";

/** See docs/operations/README.md, "When a storage system fails". */
const CODES: Readonly<Record<Reason, ErrorCode>> = {
  value: "invalid_value",
  settings: "storage_misconfigured",
  outage: "storage_unavailable",
};

/** What a call has done to the system when it fails. `nothing` is also said of a call that only reads. */
export type Done = "nothing" | "unknown";

export const UNKNOWN = " It is not known whether the value was changed: read it before you repeat the request.";

/**
 * The error for the caller. Its text has no credentials; the redactor also cuts out those that only the configuration shows.
 * @param done whether a request that changes something may be repeated after an outage
 */
export function outsideError(reason: Reason, message: string, done: Done = "unknown"): TaipyError {
  const Kind = reason === "outage" && done === "nothing" ? UnchangedError : TaipyError;
  return new Kind(CODES[reason], withoutCredentials(message));
}

/** The configuration or a setting of the Worker is wrong, so that the system can't be used at all. */
export const misconfigured = (message: string): TaipyError => outsideError("settings", message);
