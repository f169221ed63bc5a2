import { fractionText, nanosecondsOfFraction } from "./second-fraction.ts";

const SECOND = 1_000_000_000n;
const FORM = /^(-?)(\d{1,12}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/;

/** A length of time, as Parquet, databases and Excel have it. In JSON it is text. */
export class Duration {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }

  /** @param text such as `"36:15:00"` or `"-0:00:01.5"` @returns null for any other text */
  static parse(text: string): Duration | null {
    const match = FORM.exec(text);
    if (match === null) return null;
    const [, sign, hours = "0", minutes = "0", seconds = "0", fraction] = match;
    if (Number(minutes) > 59 || Number(seconds) > 59) return null;
    const whole = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
    const size = whole * SECOND + BigInt(nanosecondsOfFraction(fraction));
    return new Duration(sign === "-" ? -size : size);
  }

  /** Hours, which may be more than 24, minutes and seconds: `"36:15:00"`, or with six or nine digits of the second. */
  toString(): string {
    const size = this.nanoseconds < 0n ? -this.nanoseconds : this.nanoseconds;
    const seconds = size / SECOND;
    const parts = [seconds / 3_600n, (seconds / 60n) % 60n, seconds % 60n];
    const text = parts.map((part) => String(part).padStart(2, "0")).join(":");
    return `${this.nanoseconds < 0n ? "-" : ""}${text}${fractionText(Number(size % SECOND))}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
