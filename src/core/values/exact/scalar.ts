import type { Decimal } from "./decimal.ts";
import { TimeOfDay } from "./time-of-day.ts";
import { Duration } from "./time-span.ts";
import type { WholeFraction } from "./whole-fraction.ts";

/** An object that stands for one number, date or time, and not for its members. */
export type Scalar = Date | WholeFraction | Decimal | TimeOfDay | Duration;

export const isScalar = (value: unknown): value is Scalar =>
  value instanceof Date || value instanceof Number || value instanceof TimeOfDay || value instanceof Duration;

/** A time of day or a duration, which are text in JSON. */
export const isClockValue = (value: unknown): value is TimeOfDay | Duration =>
  value instanceof TimeOfDay || value instanceof Duration;

/** The name of the type in messages. */
export function scalarName(value: Scalar): string {
  if (value instanceof Date) return "date";
  if (value instanceof TimeOfDay) return "time of day";
  return value instanceof Duration ? "duration" : "number";
}
