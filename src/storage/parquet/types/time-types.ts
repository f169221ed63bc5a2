import { dateAt, dateOfNanoseconds, nanosecondsOf } from "../../../core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../../core/values/exact/time-of-day.ts";
import { Duration } from "../../../core/values/exact/time-span.ts";
import { typedCell } from "../../../core/values/exact/typed-cell.ts";
import { type LeafType, UnreadableCell } from "./leaf-type.ts";

export type Unit = "MILLIS" | "MICROS" | "NANOS";

/** Nanoseconds of a unit. */
const SIZES: Readonly<Record<Unit | "SECONDS", number>> = { SECONDS: 1e9, MILLIS: 1e6, MICROS: 1e3, NANOS: 1 };

const [MILLISECOND, DAY] = [1_000_000n, 86_400_000];
const DAY_NANOSECONDS = BigInt(DAY) * MILLISECOND;
/** The Julian day of 1970-01-01, from which INT96 counts. */
const JULIAN_EPOCH = 2_440_588n;

const fitsInt64 = (integer: bigint): boolean => BigInt.asIntN(64, integer) === integer;

function existing(date: Date, stored: unknown, unit: string): Date {
  if (!Number.isNaN(date.getTime())) return date;
  throw new UnreadableCell(`the time ${stored} (${unit} since 1970), which is beyond JavaScript's dates`);
}

/** A whole number of units; undefined when the nanoseconds have more digits. */
function unitsOf(nanoseconds: bigint, size: number): bigint | undefined {
  const [units, unit] = [nanoseconds / BigInt(size), BigInt(size)];
  return units * unit === nanoseconds && fitsInt64(units) ? units : undefined;
}

export function timestampType(unit: Unit): LeafType {
  const size = SIZES[unit];
  const perMillisecond = Number(MILLISECOND) / size;
  return {
    name: `TIMESTAMP(${unit})`,
    order: "stored",
    read(stored: bigint) {
      const units = Number(stored);
      if (!Number.isSafeInteger(units)) return existing(dateOfNanoseconds(stored * BigInt(size)), stored, unit);
      const milliseconds = Math.floor(units / perMillisecond);
      return existing(dateAt(milliseconds, (units - milliseconds * perMillisecond) * size), stored, unit);
    },
    write(cell) {
      const date = typedCell(cell, "timestamp");
      return date instanceof Date ? unitsOf(nanosecondsOf(date), size) : undefined;
    },
  };
}

/** A writer gets the values as bytes of this length. */
export const INT96_BYTES = 12;

/** Timestamps of nanoseconds as Spark and Impala wrote them: a day, and the nanoseconds of that day. */
export const INT96_TYPE: LeafType = {
  name: "INT96",
  order: "none",
  // The library has made nanoseconds since 1970 of the day and the rest.
  read: (stored: bigint) => existing(dateOfNanoseconds(stored), stored, "nanoseconds"),
  write(cell) {
    const date = typedCell(cell, "timestamp");
    if (!(date instanceof Date)) return undefined;
    const nanoseconds = nanosecondsOf(date);
    const rest = nanoseconds % DAY_NANOSECONDS;
    const ofDay = rest < 0n ? rest + DAY_NANOSECONDS : rest;
    const bytes = new Uint8Array(INT96_BYTES);
    const view = new DataView(bytes.buffer);
    view.setBigInt64(0, ofDay, true);
    view.setInt32(8, Number((nanoseconds - ofDay) / DAY_NANOSECONDS + JULIAN_EPOCH), true);
    return bytes;
  },
};

export const DATE_TYPE: LeafType = {
  name: "DATE",
  order: "stored",
  read: (stored: number) => existing(new Date(stored * DAY), stored, "days"),
  write(cell) {
    const date = typedCell(cell, "timestamp");
    if (!(date instanceof Date) || nanosecondsOf(date) % DAY_NANOSECONDS !== 0n) return undefined;
    return date.getTime() / DAY;
  },
};

export function timeType(unit: Unit): LeafType {
  const size = SIZES[unit];
  return {
    name: `TIME(${unit})`,
    order: "stored",
    read(stored: number | bigint) {
      const nanoseconds = Number(stored) * size;
      if (nanoseconds >= 0 && nanoseconds < Number(DAY_NANOSECONDS)) return new TimeOfDay(nanoseconds);
      throw new UnreadableCell(`the time of day ${stored} (${unit}), and a day has 24 hours`);
    },
    write(cell) {
      const time = typedCell(cell, "time");
      if (!(time instanceof TimeOfDay) || time.nanoseconds % size !== 0) return undefined;
      return unit === "MILLIS" ? time.nanoseconds / size : BigInt(time.nanoseconds / size);
    },
  };
}

/** Arrow's durations, which Parquet stores as INT64. */
export function durationType(unit: keyof typeof SIZES): LeafType {
  const size = SIZES[unit];
  return {
    name: `DURATION(${unit})`,
    order: "stored",
    read: (stored: bigint) => new Duration(stored * BigInt(size)),
    write(cell) {
      const duration = typedCell(cell, "duration");
      return duration instanceof Duration ? unitsOf(duration.nanoseconds, size) : undefined;
    },
  };
}

/** Months, days and milliseconds, as DuckDB writes them. A month has no length of its own. */
export const INTERVAL_TYPE: LeafType = {
  name: "INTERVAL",
  order: "none",
  read(stored: Uint8Array) {
    const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
    const [months, days, milliseconds] = [0, 4, 8].map((at) => view.getUint32(at, true)) as [number, number, number];
    if (months > 0) throw new UnreadableCell(`an interval of ${months} months, which have no length of their own`);
    return new Duration(BigInt(days) * DAY_NANOSECONDS + BigInt(milliseconds) * MILLISECOND);
  },
  write(cell) {
    const duration = typedCell(cell, "duration");
    if (!(duration instanceof Duration) || duration.nanoseconds % MILLISECOND !== 0n) return undefined;
    const days = duration.nanoseconds / DAY_NANOSECONDS;
    if (days < 0n || duration.nanoseconds < 0n || days > 0xffff_ffffn) return undefined;
    const bytes = new Uint8Array(12);
    const view = new DataView(bytes.buffer);
    view.setUint32(4, Number(days), true);
    view.setUint32(8, Number((duration.nanoseconds % DAY_NANOSECONDS) / MILLISECOND), true);
    return bytes;
  },
};
