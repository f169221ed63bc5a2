import { readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { average, evaluate, meanDifference, predict } from "../../../src/app/functions.ts";
import type { Weather } from "../../../src/app/weather.ts";

const csv = readFileSync(join(import.meta.dirname, "../../../src/app/data/seattle-weather.csv"), "utf8");
const { data: history } = Papa.parse<Weather>(csv, { header: true, dynamicTyping: true, skipEmptyLines: true });

const day = (date: string, temp_max: number): Weather => ({
  date,
  temp_max,
  precipitation: 0,
  temp_min: 0,
  wind: 0,
  weather: "sun",
});

describe("the example application on the weather of Seattle", () => {
  it("has four years of rows with dates as text and numbers as numbers", () => {
    expect(history).toHaveLength(1461);
    expect(history[0]).toEqual({
      date: "2012-01-01",
      precipitation: 0,
      temp_max: 12.8,
      temp_min: 5,
      wind: 4.7,
      weather: "drizzle",
    });
  });

  // Computed once with exact fractions (Python's fractions.Fraction over csv.DictReader), halves rounded up.
  it("forecasts the fourteen days after the history", () => {
    expect(predict(average(history), 14)).toEqual([
      { date: "2016-01-01", temp_max: 7.7 },
      { date: "2016-01-02", temp_max: 8.2 },
      { date: "2016-01-03", temp_max: 8.1 },
      { date: "2016-01-04", temp_max: 10.2 },
      { date: "2016-01-05", temp_max: 9.0 },
      { date: "2016-01-06", temp_max: 7.9 },
      { date: "2016-01-07", temp_max: 8.3 },
      { date: "2016-01-08", temp_max: 9.9 },
      { date: "2016-01-09", temp_max: 9.7 },
      { date: "2016-01-10", temp_max: 7.5 },
      { date: "2016-01-11", temp_max: 8.2 },
      { date: "2016-01-12", temp_max: 7.8 },
      { date: "2016-01-13", temp_max: 6.8 },
      { date: "2016-01-14", temp_max: 6.2 },
    ]);
  });

  // Computed in the same way.
  it("measures its mean absolute error on the last 365 rows", () => {
    expect(evaluate(history)).toBeCloseTo(3.498173515981735, 10);
  });

  it("has averages for every calendar day, including the 29th of February", () => {
    const { averages, last_date } = average(history);
    expect(Object.keys(averages)).toHaveLength(366);
    expect(averages["02-29"]).toBe(history.find(({ date }) => date === "2012-02-29")?.temp_max);
    expect(last_date).toBe("2015-12-31");
  });
});

describe("predict", () => {
  const model = average([day("2014-12-31", 1), day("2015-01-01", 0.05), day("2015-02-28", 2), day("2015-12-31", 3)]);

  it("continues over the end of a year", () => {
    expect(predict(model, 1)).toEqual([{ date: "2016-01-01", temp_max: 0.1 }]);
  });

  it("returns no forecasts for a horizon of 0 days", () => {
    expect(predict(model, 0)).toEqual([]);
  });

  it.each([-1, 1.5, Number.NaN])("refuses a horizon of %s days", (horizon) => {
    expect(() => predict(model, horizon)).toThrow(RangeError);
  });

  it("names the calendar day that the history lacks", () => {
    expect(() => predict(model, 2)).toThrow("The history has no 01-02 to learn from.");
  });
});

describe("average and evaluate", () => {
  it("refuse a history without rows for the averages", () => {
    expect(() => average([])).toThrow(RangeError);
    expect(() => evaluate(history.slice(0, 365))).toThrow(RangeError);
  });
});

describe("meanDifference", () => {
  it("compares each later forecast with the first one on their common days", () => {
    const first = [
      { date: "2016-01-01", temp_max: 7 },
      { date: "2016-01-02", temp_max: 8 },
    ];
    const warmer = [
      { date: "2016-01-02", temp_max: 9 },
      { date: "2016-01-03", temp_max: 99 },
    ];
    expect(meanDifference(first, first, warmer, [])).toEqual([0, 1, null]);
  });
});
