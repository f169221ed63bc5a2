import { TaipyError } from "../../core/errors.ts";

/** A small text of few long and many short rows could become a table that does not fit into a Worker's memory. */
const MAX_CELLS = 5_000_000;

/** Call it before the cells are made. @throws TaipyError `invalid_value` when there are too many of them */
export function checkCells(columns: number, rows: number): void {
  if (columns * rows <= MAX_CELLS) return;
  const size = `${rows} rows of ${columns} columns`;
  throw new TaipyError("invalid_value", `The table has ${size}; it may have ${MAX_CELLS} cells.`);
}

/** A small compressed file could unpack to more bytes than fit into a Worker's memory. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** @throws TaipyError `invalid_value` when the parts of a file together unpack to too many bytes */
export function checkUnpackedSize(bytes: number): void {
  if (bytes <= MAX_UNPACKED_BYTES) return;
  const message = `The stored value unpacks to more than ${MAX_UNPACKED_BYTES} bytes (64 MiB).`;
  throw new TaipyError("invalid_value", message);
}
