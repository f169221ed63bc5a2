import { type Cycle, FREQUENCIES, type FrequencyName } from "../../entities/cycle.ts";
import { cycleId } from "../../entities/ids.ts";
import { TaipyError } from "../../errors.ts";
import { formatTime, parseTime, type Timestamp } from "../../time.ts";
import { refuseHidden } from "../scenario-description.ts";
import { cycleName, cyclePeriod } from "./cycle-period.ts";

/** The cycle of the period that contains a moment. */
export function periodCycle(frequency: FrequencyName, now: Timestamp, uuid: string): Cycle {
  const { name, start_date, end_date } = cyclePeriod(frequency, now);
  return { id: cycleId(name, uuid), name, frequency, properties: {}, creation_date: now, start_date, end_date };
}

/** A cycle with the fields that a caller may choose. */
export interface CycleDescription {
  readonly id?: string | undefined;
  readonly frequency: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly creation_date: string;
  readonly start_date: string;
  readonly end_date: string;
}

const DATES = ["creation_date", "start_date", "end_date"] as const;
const MAX_ID_LENGTH = 1_000;

/**
 * The row of a cycle from a request. The dates need not fit the frequency or each other. The name is made of the frequency
 * and the start date.
 * @throws TaipyError `validation_failed` for an unknown frequency, a date that does not exist, or an id that is not allowed;
 *   `hidden_value` for a property that has what views show in the place of a secret
 */
export function describedCycle(description: CycleDescription, uuid: string): Cycle {
  const errors: Record<string, string[]> = {};
  const frequency = FREQUENCIES.find((name) => name === description.frequency.toUpperCase());
  if (frequency === undefined) errors.frequency = [`Must be one of: ${FREQUENCIES.join(", ")}.`];
  const dates = DATES.map((field) => {
    const date = datetimeText(description[field]);
    if (date === null) errors[field] = ["Not a valid datetime."];
    return date;
  });
  const idProblem = problemOfId(description.id ?? "");
  if (idProblem !== null) errors.id = [idProblem];
  const [creation_date, start_date, end_date] = dates;
  if (frequency === undefined || !creation_date || !start_date || !end_date || idProblem !== null) {
    const message = Object.entries(errors).map(([field, texts]) => `${field}: ${texts.join(" ")}`);
    throw new TaipyError("validation_failed", message.join(" "), { errors });
  }
  refuseHidden(description.properties);
  const name = cycleName(frequency, start_date);
  return {
    id: description.id || cycleId(name, uuid),
    name,
    frequency,
    properties: { ...description.properties },
    creation_date,
    start_date,
    end_date,
  };
}

/** Any text up to the limit, unless it begins like the id of a scenario: an owner's kind is read from its id. */
function problemOfId(id: string): string | null {
  if (id.length > MAX_ID_LENGTH) return `Longer than maximum length ${MAX_ID_LENGTH}.`;
  return id.startsWith("SCENARIO_") ? "Must not start with SCENARIO_." : null;
}

/** The date as a timestamp. An offset from UTC stays as given, but `Z` becomes `+00:00`. null = the text is no date. */
function datetimeText(text: string): Timestamp | null {
  if (parseTime(text) === null) return null;
  const offset = /(?:Z|[+-]\d{2}:?\d{2})$/.exec(text.slice(10))?.[0] ?? "";
  const local = parseTime(text.slice(0, text.length - offset.length));
  if (local === null) return null;
  if (offset === "") return formatTime(local);
  return formatTime(local) + (offset === "Z" ? "+00:00" : `${offset.slice(0, 3)}:${offset.slice(-2)}`);
}
