import { withoutCredentials } from "../../core/config/secrets/secret-texts.ts";
import { type ErrorCode, TaipyError } from "../../core/errors.ts";

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

/** The error for the caller. Its text has no credentials; the redactor also cuts out those that only the configuration shows. */
export const outsideError = (reason: Reason, message: string): TaipyError =>
  new TaipyError(CODES[reason], withoutCredentials(message));

/** The configuration or a setting of the Worker is wrong, so that the system can't be used at all. */
export const misconfigured = (message: string): TaipyError => outsideError("settings", message);
