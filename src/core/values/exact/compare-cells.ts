import { compareNumbers, Decimal } from "./decimal.ts";
import { compareDates, dateOfText } from "./precise-date.ts";
import { TimeOfDay } from "./time-of-day.ts";
import { Duration } from "./time-span.ts";
import { WholeFraction } from "./whole-fraction.ts";

/**
 * Which of two values of one kind is the smaller one: negative, 0 or positive; NaN with NaN, which equals nothing. Numbers are
 * compared by all their digits, also as BigInts and decimals. A text beside a date, a time of day or a duration is read as one.
 * @param wanted what a filter's condition has
 * @returns null when the two can't be ordered
 */
export function compared(value: unknown, wanted: unknown): number | null {
  if (value instanceof Date) return withDate(value, wanted);
  if (value instanceof TimeOfDay) {
    const other = typeof wanted === "string" ? TimeOfDay.parse(wanted) : wanted;
    return other instanceof TimeOfDay ? value.nanoseconds - other.nanoseconds : null;
  }
  if (value instanceof Duration) {
    const other = typeof wanted === "string" ? Duration.parse(wanted) : wanted;
    return other instanceof Duration ? Number(value.nanoseconds - other.nanoseconds) : null;
  }
  if (typeof value === "string") return typeof wanted === "string" ? sign(value < wanted, value > wanted) : null;
  if (typeof value === "boolean") return typeof wanted === "boolean" ? Number(value) - Number(wanted) : null;
  const left = numberOf(value);
  const right = numberOf(wanted);
  return left === null || right === null ? null : compareNumbers(left, right);
}

/** Whether values of this kind can be ordered at all. */
export const isOrdered = (value: unknown): boolean => compared(value, value) !== null;

function withDate(date: Date, wanted: unknown): number | null {
  const other = typeof wanted === "string" ? dateOfText(wanted) : wanted;
  return other instanceof Date ? compareDates(date, other) : null;
}

const sign = (isLess: boolean, isGreater: boolean): number => Number(isGreater) - Number(isLess);

function numberOf(value: unknown): number | bigint | Decimal | null {
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Decimal) return value;
  return value instanceof WholeFraction ? value.valueOf() : null;
}
