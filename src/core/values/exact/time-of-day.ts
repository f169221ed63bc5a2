import { fractionText, nanosecondsOfFraction } from "./second-fraction.ts";

const SECOND = 1_000_000_000;
const FORM = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;

/** A time of day without a date, from 00:00:00 to 23:59:59.999999999, as Parquet, databases and Excel have it. In JSON it is text. */
export class TimeOfDay {
  /** Since midnight: 0 to 86,399,999,999,999. */
  readonly nanoseconds: number;

  constructor(nanoseconds: number) {
    this.nanoseconds = nanoseconds;
  }

  /** @param text such as `"12:30"`, `"12:30:00"` or `"12:30:00.456789"` @returns null for any other text */
  static parse(text: string): TimeOfDay | null {
    const match = FORM.exec(text);
    if (match === null) return null;
    const [hour = 0, minute = 0, second = 0] = match.slice(1, 4).map((part) => Number(part ?? 0));
    if (hour > 23 || minute > 59 || second > 59) return null;
    return new TimeOfDay(((hour * 60 + minute) * 60 + second) * SECOND + nanosecondsOfFraction(match[4]));
  }

  /** `"12:30:00"`, or with six or nine digits of the second where there are some. */
  toString(): string {
    const seconds = Math.floor(this.nanoseconds / SECOND);
    const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((part) => String(part).padStart(2, "0")).join(":") + fractionText(this.nanoseconds % SECOND);
  }

  toJSON(): string {
    return this.toString();
  }
}
