import { TaipyError } from "../../core/errors.ts";
import { isCreationTime } from "../../core/planning/cycles/creation-time.ts";
import { formatTime, MICROSECONDS_PER_MILLISECOND, parseTime, type Timestamp } from "../../core/time.ts";

/** A time as entities have it. @throws TaipyError `validation_failed` when it is none */
export function timestampOf(name: string, given: string | Date): Timestamp {
  const time = given instanceof Date ? given.getTime() * MICROSECONDS_PER_MILLISECOND : parseTime(String(given));
  if (time !== null && isCreationTime(time)) return formatTime(time);
  const message = `\`${name}\` must be a Date, or a time such as 2026-11-23T18:30:00, in the years 2 to 9998, not \`${String(given)}\`.`;
  throw new TaipyError("validation_failed", message, { errors: { [name]: [message] } });
}
