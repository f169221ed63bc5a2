import type { FrequencyName } from "../../entities/cycle.ts";
import type { Timestamp } from "../../time.ts";

export interface CyclePeriod {
  readonly name: string;
  /** Midnight of the first day. */
  readonly start_date: Timestamp;
  /** The last microsecond of the last day. */
  readonly end_date: Timestamp;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAY_MS = 86_400_000;

/** A calendar day; `month` is 0 to 11, as in `Date`. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The period of a frequency that contains a date. */
export function cyclePeriod(frequency: FrequencyName, date: Timestamp): CyclePeriod {
  const { first, last } = periodOf(frequency, dayOf(date));
  const start_date = `${isoDay(first)}T00:00:00`;
  return { name: cycleName(frequency, start_date), start_date, end_date: `${isoDay(last)}T23:59:59.999999` };
}

/** The English name of the cycle that starts at a date. The date need not be the first of its period. */
export function cycleName(frequency: FrequencyName, start_date: Timestamp): string {
  const date = dayOf(start_date);
  const { year, month } = date;
  const day = twoDigits(date.day);
  switch (frequency) {
    case "DAILY":
      return `${WEEKDAYS[weekday(date)]}, ${day}. ${MONTHS[month]} ${year}`;
    case "WEEKLY":
      return `Week ${twoDigits(weekOfYear(date))} ${year}, from ${day}. ${MONTHS[month]}`;
    case "MONTHLY":
      return `${MONTHS[month]} ${year}`;
    case "QUARTERLY":
      return `${year} Q${Math.floor(month / 3) + 1}`;
    case "YEARLY":
      return String(year);
  }
}

function periodOf(frequency: FrequencyName, date: Day): { first: Day; last: Day } {
  const { year, month, day } = date;
  switch (frequency) {
    case "DAILY":
      return { first: date, last: date };
    case "WEEKLY": {
      const monday = day - ((weekday(date) + 6) % 7);
      return { first: calendarDay(year, month, monday), last: calendarDay(year, month, monday + 6) };
    }
    case "MONTHLY":
      return { first: calendarDay(year, month, 1), last: calendarDay(year, month + 1, 0) };
    case "QUARTERLY": {
      const firstMonth = month - (month % 3);
      return { first: calendarDay(year, firstMonth, 1), last: calendarDay(year, firstMonth + 3, 0) };
    }
    case "YEARLY":
      return { first: calendarDay(year, 0, 1), last: calendarDay(year, 11, 31) };
  }
}

/** The week of the year as `%W` of strftime: weeks begin on Monday; the days before the first Monday are week 0. */
function weekOfYear(date: Day): number {
  const dayOfYear = Math.round((utc(date).getTime() - utc({ year: date.year, month: 0, day: 1 }).getTime()) / DAY_MS);
  return Math.floor((dayOfYear + 7 - ((weekday(date) + 6) % 7)) / 7);
}

const weekday = (date: Day): number => utc(date).getUTCDay();

/** The day that the text names; its offset from UTC is ignored. */
function dayOf(date: Timestamp): Day {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) - 1, day: Number(date.slice(8, 10)) };
}

/** Days and months outside their range continue into the neighbouring months and years, as in `Date`. */
function calendarDay(year: number, month: number, day: number): Day {
  const date = utc({ year, month, day });
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

/** `Date.UTC` is no choice: it reads the years 0 to 99 as 1900 to 1999. */
function utc({ year, month, day }: Day): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}

const isoDay = ({ year, month, day }: Day): string =>
  `${String(year).padStart(4, "0")}-${twoDigits(month + 1)}-${twoDigits(day)}`;

const twoDigits = (value: number): string => String(value).padStart(2, "0");
