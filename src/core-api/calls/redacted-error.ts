import type { Redact } from "../../core/config/secrets/shown-json.ts";
import { TaipyError } from "../../core/errors.ts";

/** The error without known secrets in any of its texts, and without its cause. */
export function redactedError({ code, message, errors, details }: TaipyError, redact: Redact): TaipyError {
  const texts = (_: string, value: unknown) => (typeof value === "string" ? redact(value) : value);
  const shown = JSON.parse(JSON.stringify({ errors, details }, texts));
  return new TaipyError(code, redact(message), shown);
}
