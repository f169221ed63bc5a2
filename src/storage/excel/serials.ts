import { TimeOfDay } from "../../core/values/exact/time-of-day.ts";
import { Duration } from "../../core/values/exact/time-span.ts";
import type { Shown } from "./number-formats.ts";

const DAY = 86_400_000;
const NANOSECONDS = 1_000_000;
const START_OF_1900 = Date.UTC(1899, 11, 31);
const START_OF_1904 = Date.UTC(1904, 0, 1);
/** Excel counts 29 February 1900 as day 60; there was none. */
const NO_DAY = 60;

/** The first moment of Excel's calendar and the first one after it. */
const firstMoment = (is1904: boolean): number => (is1904 ? START_OF_1904 : START_OF_1900 + DAY);
const END = Date.UTC(10_000, 0, 1);
/** The days of the longest duration that Excel shows. */
const MOST_DAYS = 2_958_466;

/**
 * The value of a number that has a format of dates or times, as openpyxl reads it: times are those of a computation with
 * fractions of days, and are rounded to milliseconds. The number itself when no date is so far away.
 */
export function valueOfSerial(days: number, shown: Exclude<Shown, "number">, is1904: boolean): unknown {
  const milliseconds = Math.round(days * DAY);
  if (shown === "duration") {
    return Math.abs(days) <= MOST_DAYS ? new Duration(BigInt(milliseconds) * BigInt(NANOSECONDS)) : days;
  }
  // Day 0 is no date, but for workbooks that count from 1904.
  const isTime = days >= 0 && milliseconds < DAY && (shown === "time" || !is1904);
  if (isTime) return new TimeOfDay(milliseconds * NANOSECONDS);
  const date = new Date(is1904 ? START_OF_1904 + milliseconds : START_OF_1900 + milliseconds - missingDay(days));
  return Number.isNaN(date.getTime()) ? days : date;
}

/** Negative days count from 30 December 1899, as openpyxl takes them; Excel shows none. */
const missingDay = (days: number): number => (days >= NO_DAY || days < 0 ? DAY : 0);

/** The number of a date, time or duration; null when Excel has none. */
export function serialOf(value: Date | TimeOfDay | Duration, is1904: boolean): number | null {
  if (value instanceof TimeOfDay) return value.nanoseconds / NANOSECONDS / DAY;
  if (value instanceof Duration) {
    const days = Number(value.nanoseconds) / NANOSECONDS / DAY;
    return Math.abs(days) <= MOST_DAYS ? days : null;
  }
  const time = value.getTime();
  if (!(time >= firstMoment(is1904) && time < END)) return null;
  if (is1904) return (time - START_OF_1904) / DAY;
  const days = (time - START_OF_1900) / DAY;
  return days >= NO_DAY ? days + 1 : days;
}
