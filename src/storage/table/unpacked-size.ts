import { TaipyError } from "../../core/errors.ts";

/** Bytes that a compressed file may unpack to: a small one can hold more than a Worker has the memory for. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** @throws TaipyError `invalid_value` when the unpacked parts of a file are too large together */
export function checkUnpackedSize(bytes: number): void {
  if (bytes <= MAX_UNPACKED_BYTES) return;
  const message = `The stored value unpacks to more than ${MAX_UNPACKED_BYTES} bytes (64 MiB).`;
  throw new TaipyError("invalid_value", message);
}
