import { describe, expect, test } from "vitest";
import { expirationDate, isValid, needsToRun } from "../../../src/core/jobs/needs-to-run.ts";

const [EARLY, MIDDLE, LATE, NOW] = [
  "2024-01-01T00:00:00",
  "2024-01-01T00:00:00.000001",
  "2024-01-02T00:00:00",
  "2024-01-03T00:00:00",
];
const DAY = { validity_days: 1, validity_seconds: 0 };
const FOREVER = { validity_days: null, validity_seconds: null };

const input = (last_edit_date: string | null) => ({ last_edit_date });
const output = (last_edit_date: string | null, validity: typeof DAY | typeof FOREVER = FOREVER) => ({
  last_edit_date,
  ...validity,
});

describe("a skippable task", () => {
  test.each([
    ["without outputs runs", true, [input(EARLY)], []],
    ["runs when an output was never written", true, [input(EARLY)], [output(LATE), output(null)]],
    ["runs when an output has expired", true, [input(EARLY)], [output(EARLY, DAY)]],
    ["runs when one output of two has expired", true, [], [output(LATE), output(EARLY, DAY)]],
    ["without inputs is skipped", false, [], [output(EARLY)]],
    ["runs when an input is newer", true, [input(LATE)], [output(MIDDLE)]],
    ["runs when an input is newer by a microsecond", true, [input(MIDDLE)], [output(EARLY)]],
    ["is skipped when input and output are as old", false, [input(MIDDLE)], [output(MIDDLE)]],
    ["is skipped when its outputs are newer", false, [input(EARLY), input(MIDDLE)], [output(LATE)]],
    [
      "compares the newest input with the oldest output",
      true,
      [input(EARLY), input(MIDDLE)],
      [output(LATE), output(EARLY)],
    ],
    ["runs when an input was never written, and fails there", true, [input(null)], [output(LATE)]],
    ["is skipped while its outputs are valid", false, [input(EARLY)], [output(LATE, DAY)]],
  ])("%s", (_, expected, inputs, outputs) => {
    expect(needsToRun({ skippable: true }, false, inputs, outputs, NOW)).toBe(expected);
    expect(needsToRun({ skippable: true }, true, inputs, outputs, NOW)).toBe(true);
  });
});

test("a task that is not skippable always runs", () => {
  expect(needsToRun({ skippable: false }, false, [], [output(EARLY)], NOW)).toBe(true);
});

test("a node without a validity period is valid once it is written", () => {
  expect(isValid(output(EARLY), "9999-01-01T00:00:00")).toBe(true);
  expect(isValid(output(null), NOW)).toBe(false);
});

test("a node is valid up to its expiration and not a microsecond longer", () => {
  expect(expirationDate(output(EARLY, DAY))).toBe(LATE);
  expect(isValid(output(EARLY, DAY), LATE)).toBe(true);
  expect(isValid(output(EARLY, DAY), "2024-01-02T00:00:00.000001")).toBe(false);
});

test("the expiration counts days and seconds, is the last edit without a period, and null when never written", () => {
  expect(expirationDate({ last_edit_date: EARLY, validity_days: 1, validity_seconds: 7200 })).toBe(
    "2024-01-02T02:00:00",
  );
  expect(expirationDate({ last_edit_date: EARLY, validity_days: 0, validity_seconds: 0 })).toBe(EARLY);
  expect(expirationDate(output(MIDDLE))).toBe(MIDDLE);
  expect(expirationDate(output(null, DAY))).toBeNull();
});
