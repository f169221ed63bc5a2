/**
 * A time as Taipy prints it: UTC without an offset, ISO 8601 with `T`, and six digits of microseconds, which are left out when
 * they are zero. Timestamps sort as text, because one without a fraction is a prefix of the later ones in its second.
 */
export type Timestamp = string;

/** Whole microseconds since 1970-01-01T00:00:00 UTC; exact in a double until the year 2255. */
export type Microseconds = number;

export const MICROSECONDS_PER_MILLISECOND = 1_000;
export const MICROSECONDS_PER_SECOND = 1_000_000;
export const MICROSECONDS_PER_DAY = 86_400 * MICROSECONDS_PER_SECOND;

const ISO_FORM =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** `1_700_000_000_000_001` → `"2023-11-14T22:13:20.000001"`. */
export function formatTime(time: Microseconds): Timestamp {
  const fraction = ((time % MICROSECONDS_PER_SECOND) + MICROSECONDS_PER_SECOND) % MICROSECONDS_PER_SECOND;
  const seconds = new Date((time - fraction) / MICROSECONDS_PER_MILLISECOND).toISOString().slice(0, 19);
  return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(6, "0")}`;
}

/** A point in time with all its digits. */
export interface Instant {
  /** Since 1970-01-01T00:00:00 UTC, rounded down. */
  readonly milliseconds: number;
  /** After that millisecond: 0 to 999,999. */
  readonly nanoseconds: number;
}

/**
 * Reads an ISO 8601 date or date-time, with or without an offset (none = UTC), as Python's `datetime.fromisoformat` does.
 * @returns null when the text has another form or names a day or an hour that does not exist
 */
export function parseInstant(text: string): Instant | null {
  const match = ISO_FORM.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (y < 1 || h > 23 || mi > 59 || s > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null;
  const digits = fraction.padEnd(9, "0");
  const seconds = (h * 60 + mi) * 60 + s - offsetOf(zone);
  return {
    milliseconds: date.getTime() + seconds * 1_000 + Number(digits.slice(0, 3)),
    nanoseconds: Number(digits.slice(3)),
  };
}

/**
 * As {@link parseInstant}; digits of a fraction after the sixth are cut off.
 * @returns microseconds, or null
 */
export function parseTime(text: string): Microseconds | null {
  const instant = parseInstant(text);
  if (instant === null) return null;
  return instant.milliseconds * MICROSECONDS_PER_MILLISECOND + Math.floor(instant.nanoseconds / 1_000);
}

/** The microseconds of a timestamp that the service wrote itself. @throws Error for any other text: the data are corrupt */
export function timeOf(timestamp: Timestamp): Microseconds {
  const time = parseTime(timestamp);
  if (time === null) throw new Error(`Not a timestamp: ${timestamp}`);
  return time;
}

/** The timestamp that is `duration` microseconds after another one. */
export function addTime(timestamp: Timestamp, duration: Microseconds): Timestamp {
  return formatTime(timeOf(timestamp) + duration);
}

/** Seconds east of UTC. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -1 : 1) * minutes * 60;
}
