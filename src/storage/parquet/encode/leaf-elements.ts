import type { SchemaElement } from "hyparquet";
import { TaipyError } from "../../../core/errors.ts";
import { nanosecondsAfter } from "../../../core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../../core/values/exact/time-of-day.ts";
import { Duration } from "../../../core/values/exact/time-span.ts";
import type { ArrowField } from "../types/arrow-durations.ts";
import { MOST_DIGITS, partsOfDecimal, shownInteger } from "../types/decimals.ts";

/** Parquet's 64-bit integers. */
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

export function integerElement(cells: readonly unknown[], path: string): Omit<SchemaElement, "name"> {
  let [least, most] = [0n, 0n];
  for (const cell of cells) {
    if (Number.isSafeInteger(cell)) {
      if ((cell as number) < 0 && least === 0n) least = -1n;
      continue;
    }
    const integer = typeof cell === "bigint" ? cell : shownInteger(cell);
    if (integer === undefined) continue;
    if (integer < least) least = integer;
    if (integer > most) most = integer;
  }
  if (least >= INT64.min && most <= INT64.max) return { type: "INT64" };
  if (least >= 0n && most < 2n ** 64n) {
    return { type: "INT64", converted_type: "UINT_64" };
  }
  return decimalElement(cells, path);
}

/** So many digits fit into 64 bits. */
const INT64_DIGITS = 18;

export function decimalElement(cells: readonly unknown[], path: string): Omit<SchemaElement, "name"> {
  let [scale, whole] = [0, 1];
  for (const [row, cell] of cells.entries()) {
    if (isNothing(cell)) continue;
    if (!Number.isFinite(Number(cell))) {
      throw refusal(
        `Parquet's decimals have no ${cell}, as in row ${row + 1} of column "${path}", which has long decimals.`,
      );
    }
    const { integer, exponent } = partsOfDecimal(String(cell));
    scale = Math.max(scale, -exponent);
    whole = Math.max(whole, String(integer).replace("-", "").length + exponent);
  }
  const precision = whole + scale;
  if (precision > MOST_DIGITS) {
    throw refusal(`Parquet's decimals have at most ${MOST_DIGITS} digits; column "${path}" needs ${precision}.`);
  }
  // What holds every integer of so many digits, and its sign.
  const bytes = Math.ceil(((10n ** BigInt(precision)).toString(2).length + 1) / 8);
  return {
    ...(precision > INT64_DIGITS ? { type: "FIXED_LEN_BYTE_ARRAY", type_length: bytes } : { type: "INT64" }),
    converted_type: "DECIMAL",
    scale,
    precision,
    logical_type: { type: "DECIMAL", precision, scale },
  };
}

const [MICROSECOND, MILLISECOND, SECOND] = [1_000, 1_000_000, 1_000_000_000n];

export function timestampElement(cells: readonly unknown[]): Omit<SchemaElement, "name"> {
  let unit: "MILLIS" | "MICROS" | "NANOS" = "MILLIS";
  for (const cell of cells) {
    const rest = cell instanceof Date ? nanosecondsAfter(cell) : 0;
    if (rest % MICROSECOND !== 0) unit = "NANOS";
    else if (rest !== 0 && unit === "MILLIS") unit = "MICROS";
  }
  const logical_type = { type: "TIMESTAMP", isAdjustedToUTC: true, unit } as const;
  return { type: "INT64", ...(unit !== "NANOS" && { converted_type: `TIMESTAMP_${unit}` as const }), logical_type };
}

export function timeElement(cells: readonly unknown[]): Omit<SchemaElement, "name"> {
  const hasNanoseconds = cells.some((cell) => cell instanceof TimeOfDay && cell.nanoseconds % MICROSECOND !== 0);
  return {
    type: "INT64",
    logical_type: { type: "TIME", isAdjustedToUTC: false, unit: hasNanoseconds ? "NANOS" : "MICROS" },
  };
}

/** As precise as the durations are: nanoseconds in 64 bits end after 292 years. */
export function durationUnitOf(cells: readonly unknown[]): NonNullable<ArrowField["unit"]> {
  const sizes = [
    ["SECONDS", SECOND],
    ["MILLIS", BigInt(MILLISECOND)],
    ["MICROS", BigInt(MICROSECOND)],
  ] as const;
  const durations = cells.filter((cell) => cell instanceof Duration);
  const fits = (size: bigint) => durations.every(({ nanoseconds }) => nanoseconds % size === 0n);
  // pandas' own is the microsecond; a longer one only where 64 bits need it.
  const isLong = durations.some(({ nanoseconds }) => BigInt.asIntN(64, nanoseconds) !== nanoseconds);
  const [found] = sizes.toReversed().filter(([, size]) => fits(size));
  return found === undefined ? "NANOS" : isLong ? (sizes.find(([, size]) => fits(size))?.[0] ?? found[0]) : found[0];
}

export const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

export const refusal = (message: string) => new TaipyError("invalid_value", message);
