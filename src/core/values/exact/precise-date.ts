import { parseInstant } from "../../time.ts";

const NANOSECONDS_PER_MILLISECOND = 1_000_000;
const NANOSECONDS_PER_MICROSECOND = 1_000;

// docs/decisions/111-values-keep-every-digit.md
/**
 * A point in time with digits below the millisecond, which JavaScript's `Date` does not have. To a task it is a `Date` like others;
 * written again, it keeps its digits. `new Date(date)` drops them.
 */
export class PreciseDate extends Date {
  readonly #nanoseconds: number;

  /**
   * @param milliseconds since 1970-01-01T00:00:00 UTC, rounded down
   * @param nanoseconds after that millisecond: 1 to 999,999
   */
  constructor(milliseconds: number, nanoseconds: number) {
    super(milliseconds);
    this.#nanoseconds = nanoseconds;
  }

  /** The nanoseconds after the millisecond: 1 to 999,999. */
  get nanoseconds(): number {
    return this.#nanoseconds;
  }

  /** With six or nine digits of the second. */
  override toISOString(): string {
    const isWholeMicrosecond = this.#nanoseconds % NANOSECONDS_PER_MICROSECOND === 0;
    const digits = String(this.#nanoseconds)
      .padStart(6, "0")
      .slice(0, isWholeMicrosecond ? 3 : 6);
    return `${super.toISOString().slice(0, -1)}${digits}Z`;
  }
}

/** A `Date`, and a {@link PreciseDate} only where it needs one. An invalid date when the time is beyond JavaScript's years. */
export const dateAt = (milliseconds: number, nanoseconds: number): Date =>
  nanoseconds === 0 ? new Date(milliseconds) : new PreciseDate(milliseconds, nanoseconds);

/** @param nanoseconds since 1970-01-01T00:00:00 UTC */
export function dateOfNanoseconds(nanoseconds: bigint): Date {
  const rest = Number(nanoseconds % BigInt(NANOSECONDS_PER_MILLISECOND));
  const milliseconds = Number(nanoseconds / BigInt(NANOSECONDS_PER_MILLISECOND));
  // BigInt's division rounds towards zero: before 1970 that is a later millisecond.
  return rest < 0 ? dateAt(milliseconds - 1, rest + NANOSECONDS_PER_MILLISECOND) : dateAt(milliseconds, rest);
}

/** The nanoseconds after the millisecond of any date: 0 to 999,999. */
export const nanosecondsAfter = (date: Date): number => (date instanceof PreciseDate ? date.nanoseconds : 0);

/** Nanoseconds since 1970-01-01T00:00:00 UTC. @throws RangeError for an invalid date */
export const nanosecondsOf = (date: Date): bigint =>
  BigInt(date.getTime()) * BigInt(NANOSECONDS_PER_MILLISECOND) + BigInt(nanosecondsAfter(date));

/** The date of an ISO 8601 text, with or without an offset (none = UTC), with all digits; null for any other text. */
export function dateOfText(text: string): Date | null {
  const instant = parseInstant(text);
  return instant === null ? null : dateAt(instant.milliseconds, instant.nanoseconds);
}

/** A date as Taipy prints it: UTC without an offset, and without digits of the second that are zero. The reverse of {@link dateOfText}. */
export function textOfDate(date: Date): string {
  const [seconds = "", fraction = ""] = date.toISOString().slice(0, -1).split(".");
  return fraction === "000" ? seconds : `${seconds}.${fraction.padEnd(6, "0")}`;
}

/** Which of two dates is the earlier one: negative, 0 or positive; NaN with an invalid date. */
export const compareDates = (left: Date, right: Date): number =>
  left.getTime() - right.getTime() || nanosecondsAfter(left) - nanosecondsAfter(right);
