import { TaipyError } from "../../core/errors.ts";

/**
 * The text of bytes in UTF-8, with a byte order mark if there is one.
 * @throws TaipyError `invalid_value` when they are no such text
 */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new TaipyError("invalid_value", "The stored value is not UTF-8 text.");
  }
}
