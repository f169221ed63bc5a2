import { KINDS } from "./parquet-kinds.ts";
import { MALFORMED } from "./parquet-malformed.ts";

/** A file that is small for what it expands to. Its bytes are made each time, so that a list of files takes no memory. */
interface ParquetBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A refused file: the error's code when it is read, and what the message says. */
interface HostileParquet extends ParquetBytes {
  readonly code: "value_too_large" | "invalid_value";
  readonly says: RegExp;
}

/** Small files that stand for large values, or for endless work. Each is refused. */
export const HOSTILE_PARQUETS: readonly HostileParquet[] = [
  ...KINDS.map(
    ({ name, says, make, tooLarge }): HostileParquet => ({
      name: `${name}: ${tooLarge.toLocaleString("en-US")}`,
      code: "value_too_large",
      says,
      get bytes() {
        return make(tooLarge);
      },
    }),
  ),
  ...MALFORMED.map(
    ([name, says, make]): HostileParquet => ({
      name,
      code: "invalid_value",
      says,
      get bytes() {
        return make();
      },
    }),
  ),
];

/** The largest of their kinds that are read. */
export const LARGE_PARQUETS: readonly ParquetBytes[] = KINDS.map(({ name, make, fits }) => ({
  name: `${name}: ${fits.toLocaleString("en-US")}`,
  get bytes() {
    return make(fits);
  },
}));
