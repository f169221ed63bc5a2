import * as z from "zod";

/** A row of the history. The service refuses a file, rows and results that do not fit. */
export const weatherRow = z.object({
  date: z.iso.date(),
  precipitation: z.number().min(0).describe("Millimetres."),
  temp_max: z.number().describe("°C"),
  temp_min: z.number().describe("°C"),
  wind: z.number(),
  weather: z.string(),
});

/** One day of the history: a row of `data/seattle-weather.csv`. */
export type Weather = z.infer<typeof weatherRow>;

/** The averages of a history. */
export interface Model {
  /** The last day of the history. Forecasts begin on the next day. */
  readonly last_date: string;
  /** Calendar day (`01-31`) → mean of `temp_max` over the years, in °C. */
  readonly averages: Readonly<Record<string, number>>;
}

/** One day of a forecast. */
export interface Forecast {
  readonly date: string;
  /** °C, one decimal. */
  readonly temp_max: number;
}

/** `2012-01-31` → `01-31` */
export const calendarDay = (date: string): string => date.slice("yyyy-".length);

/** The date that is `days` days after another one. */
export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, "yyyy-mm-dd".length);
}

/** Halves are rounded up. The error of a mean, about 1e-15, is removed first, so that it does not decide about a half. */
export const roundToTenth = (value: number): number => Math.round(Number((value * 10).toFixed(6))) / 10;
