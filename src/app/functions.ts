import { addDays, calendarDay, type Forecast, type Model, roundToTenth, type Weather } from "./weather.ts";

const TEST_DAYS = 365;

/**
 * Task `train`: the mean of `temp_max` over all years, for each calendar day.
 * @throws RangeError when the history is empty
 */
export function average(history: readonly Weather[]): Model {
  const last = history.at(-1);
  if (last === undefined) throw new RangeError("The history has no rows to learn from.");
  const byDay = Map.groupBy(history, ({ date }) => calendarDay(date));
  const averages = [...byDay].map(([day, rows]) => [day, mean(rows.map((row) => row.temp_max))] as const);
  return { last_date: last.date, averages: Object.fromEntries(averages) };
}

/**
 * Task `predict`: a forecast for each of the `horizon` days after the history: the average of its calendar day.
 * @throws RangeError when `horizon` is no whole number of days, or the history lacks one of the calendar days
 */
export function predict(model: Model, horizon: number): Forecast[] {
  if (!Number.isInteger(horizon) || horizon < 0)
    throw new RangeError(`The horizon must be a number of days: ${horizon}`);
  return Array.from({ length: horizon }, (_, index) => {
    const date = addDays(model.last_date, index + 1);
    return { date, temp_max: roundToTenth(averageOn(model, date)) };
  });
}

/**
 * Task `evaluate`: the mean absolute error, in °C, for the last 365 rows, of averages that are learned from the earlier rows.
 * @throws RangeError when there are not more than 365 rows, or the earlier rows lack one of the calendar days
 */
export function evaluate(history: readonly Weather[]): number {
  const model = average(history.slice(0, -TEST_DAYS));
  return mean(history.slice(-TEST_DAYS).map((row) => Math.abs(averageOn(model, row.date) - row.temp_max)));
}

/** Comparator: how much warmer each forecast is than the first one, in °C: the mean over their common days; null = no common days. */
export function meanDifference(
  first: readonly Forecast[],
  ...others: readonly (readonly Forecast[])[]
): (number | null)[] {
  const base = new Map(first.map(({ date, temp_max }) => [date, temp_max]));
  return others.map((forecast) => {
    const differences = forecast.flatMap(({ date, temp_max }) => {
      const other = base.get(date);
      return other === undefined ? [] : [temp_max - other];
    });
    return differences.length === 0 ? null : roundToTenth(mean(differences));
  });
}

function averageOn({ averages }: Model, date: string): number {
  const value = averages[calendarDay(date)];
  if (value === undefined) throw new RangeError(`The history has no ${calendarDay(date)} to learn from.`);
  return value;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
