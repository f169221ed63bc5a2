import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FREQUENCIES } from "../../../../src/core/entities/cycle.ts";
import { cycleName, cyclePeriod } from "../../../../src/core/planning/cycles/cycle-period.ts";
import { formatTime, MICROSECONDS_PER_DAY, timeOf } from "../../../../src/core/time.ts";

describe("the period that contains a date", () => {
  test.each([
    ["DAILY", "2023-01-02T13:14:15.000016", "2023-01-02", "2023-01-02", "Monday, 02. January 2023"],
    ["WEEKLY", "2023-01-02T00:00:00", "2023-01-02", "2023-01-08", "Week 01 2023, from 02. January"],
    ["WEEKLY", "2023-01-01T23:59:59.999999", "2022-12-26", "2023-01-01", "Week 52 2022, from 26. December"],
    ["WEEKLY", "2024-12-31T08:00:00", "2024-12-30", "2025-01-05", "Week 53 2024, from 30. December"],
    ["WEEKLY", "2024-01-01T08:00:00", "2024-01-01", "2024-01-07", "Week 01 2024, from 01. January"],
    ["MONTHLY", "2023-01-31T00:00:00", "2023-01-01", "2023-01-31", "January 2023"],
    ["MONTHLY", "2024-02-10T00:00:00", "2024-02-01", "2024-02-29", "February 2024"],
    ["MONTHLY", "2023-02-10T00:00:00", "2023-02-01", "2023-02-28", "February 2023"],
    ["QUARTERLY", "2023-02-15T10:00:00", "2023-01-01", "2023-03-31", "2023 Q1"],
    ["QUARTERLY", "2023-06-30T23:59:59.999999", "2023-04-01", "2023-06-30", "2023 Q2"],
    ["QUARTERLY", "2023-07-01T00:00:00", "2023-07-01", "2023-09-30", "2023 Q3"],
    ["QUARTERLY", "2023-12-31T00:00:00", "2023-10-01", "2023-12-31", "2023 Q4"],
    ["YEARLY", "2023-07-14T00:00:00", "2023-01-01", "2023-12-31", "2023"],
    ["YEARLY", "9999-07-14T00:00:00", "9999-01-01", "9999-12-31", "9999"],
  ] as const)("has the frequency %s: %s", (frequency, date, first, last, name) => {
    const [start_date, end_date] = [`${first}T00:00:00`, `${last}T23:59:59.999999`];
    expect(cyclePeriod(frequency, date)).toEqual({ name, start_date, end_date });
  });
});

describe("a cycle that a caller describes", () => {
  test.each([
    ["DAILY", "Thursday, 02. January 2020"],
    ["WEEKLY", "Week 00 2020, from 02. January"],
    ["MONTHLY", "January 2020"],
    ["QUARTERLY", "2020 Q1"],
    ["YEARLY", "2020"],
  ] as const)("is named by its start date, even in the middle of its period: %s", (frequency, name) => {
    expect(cycleName(frequency, "2020-01-02T00:00:00")).toBe(name);
  });

  test("is named by the day in the text of its start date, whatever the offset", () => {
    expect(cycleName("DAILY", "2020-01-02T00:00:00+05:00")).toBe("Thursday, 02. January 2020");
  });
});

test("periods follow each other without a gap, and every date of a period gives the same period", () => {
  const time = fc.integer({ min: timeOf("1900-01-01"), max: timeOf("2200-01-01") });
  fc.assert(
    fc.property(
      fc.constantFrom(...FREQUENCIES),
      time,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (frequency, at, part) => {
        const period = cyclePeriod(frequency, formatTime(at));
        const [start, end] = [timeOf(period.start_date), timeOf(period.end_date)];
        expect(start <= at && at <= end).toBe(true);
        expect(cyclePeriod(frequency, formatTime(start + Math.floor((end - start) * part)))).toEqual(period);
        expect(cyclePeriod(frequency, formatTime(end + 1)).start_date).toBe(formatTime(end + 1));
        expect((end + 1 - start) % MICROSECONDS_PER_DAY).toBe(0);
      },
    ),
  );
});
