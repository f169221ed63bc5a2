import { TimeOfDay } from "../../../core/values/exact/time-of-day.ts";
import { Duration } from "../../../core/values/exact/time-span.ts";
import type { Shown } from "../number-formats.ts";

const DAY = 86_400_000;
const SECOND = 1_000;
const NANOSECONDS_A_SECOND = 1_000_000_000;

const DATE = "yyyy-mm-dd";
const TIME = "hh:mm:ss";
const ELAPSED = "[h]:mm:ss";
const FRACTION = ".000";

/** What a format must show, so that it hides nothing of a value and the value is read as what it is. */
function neededOf(value: unknown): Shown {
  if (value instanceof TimeOfDay) return "time";
  if (value instanceof Duration) return "duration";
  if (value instanceof Date) return value.getTime() % DAY === 0 ? "date" : "datetime";
  return "number";
}

/** What the new cells of a column need a format for. All cells of a kind get the same one. */
interface Traits {
  hasDate: boolean;
  hasTimeOfDay: boolean;
  hasDateFraction: boolean;
  hasTimeFraction: boolean;
  hasDurationFraction: boolean;
}

/** The formats of a column's new cells where the column has none of its own. */
export class NewFormats {
  readonly #traits: Traits = {
    hasDate: false,
    hasTimeOfDay: false,
    hasDateFraction: false,
    hasTimeFraction: false,
    hasDurationFraction: false,
  };

  /** Notes a value of the column. */
  see(value: unknown): void {
    const traits = this.#traits;
    if (value instanceof Date) {
      traits.hasDate = true;
      traits.hasTimeOfDay ||= value.getTime() % DAY !== 0;
      traits.hasDateFraction ||= value.getTime() % SECOND !== 0;
    } else if (value instanceof TimeOfDay) {
      traits.hasTimeFraction ||= value.nanoseconds % NANOSECONDS_A_SECOND !== 0;
    } else if (value instanceof Duration) {
      traits.hasDurationFraction ||= value.nanoseconds % BigInt(NANOSECONDS_A_SECOND) !== 0n;
    }
  }

  /** The code of the format of its dates; null = it has none. */
  get dateCode(): string | null {
    const { hasDate, hasTimeOfDay, hasDateFraction } = this.#traits;
    if (!hasDate) return null;
    return hasTimeOfDay ? `${DATE} ${TIME}${hasDateFraction ? FRACTION : ""}` : DATE;
  }

  /** The code of the format of a value; null = none. */
  codeFor(value: unknown): string | null {
    const { hasTimeFraction, hasDurationFraction } = this.#traits;
    if (value instanceof Date) return this.dateCode;
    if (value instanceof TimeOfDay) return TIME + (hasTimeFraction ? FRACTION : "");
    return value instanceof Duration ? ELAPSED + (hasDurationFraction ? FRACTION : "") : null;
  }
}

/** The styles of a column's cells, by what their formats show; the latest of each. */
export class ColumnStyles {
  readonly #latest: Partial<Record<Shown, number>> = {};
  /** Of the latest cell; -1 = none. */
  #last = -1;

  see(style: number, shown: Shown): void {
    this.#latest[shown] = style;
    this.#last = style;
  }

  /** The style that a value gets in this column; undefined = the column has none for it. */
  styleFor(value: unknown, shownBy: (style: number) => Shown): number | undefined {
    const needed = neededOf(value);
    if (this.#last >= 0 && doesShow(shownBy(this.#last), value, needed)) return this.#last;
    if (needed === "date") return this.#latest.date ?? this.#latest.datetime;
    return typeof value === "number" || needed !== "number" ? this.#latest[needed] : undefined;
  }
}

/** Whether a format shows all of a value, and has it read as what it is. Texts and booleans have no need of one. */
export function doesShow(shown: Shown, value: unknown, needed = neededOf(value)): boolean {
  if (needed === "number") return typeof value !== "number" || shown === "number";
  return shown === needed || (needed === "date" && shown === "datetime");
}
