import type { HostileFile } from "./hostile-file.ts";
import { KINDS } from "./parquet-kinds.ts";
import { MALFORMED } from "./parquet-malformed.ts";

/** A refused file: the error's code when it is read, and what the message says. */
interface HostileParquet extends HostileFile {
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
export const LARGE_PARQUETS: readonly HostileFile[] = KINDS.map(({ name, make, fits }) => ({
  name: `${name}: ${fits.toLocaleString("en-US")}`,
  get bytes() {
    return make(fits);
  },
}));
