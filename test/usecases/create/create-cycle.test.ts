import { beforeEach, describe, expect, it } from "vitest";
import type { CycleDescription } from "../../../src/core/planning/cycles/cycle-plan.ts";
import { appOf } from "../../d1/app.ts";
import { createWorld, emptyDatabase, refusal, rowCounts } from "../../d1/world.ts";

const input = (overrides: Partial<CycleDescription> = {}): CycleDescription => ({
  frequency: "DAILY",
  properties: { a: 1 },
  creation_date: "2020-01-02T03:04:05",
  start_date: "2020-01-02T00:00:00",
  end_date: "2020-01-02T23:59:59",
  ...overrides,
});

beforeEach(emptyDatabase);

const create = async (overrides: Partial<CycleDescription> = {}) =>
  JSON.parse(await createWorld(appOf({})).entityWriter.createCycle(input(overrides)));

describe("a cycle that a caller describes", () => {
  it("has a computed name and id", async () => {
    expect(await create()).toEqual({
      id: expect.stringMatching(/^CYCLE_Thursday_02._January_2020_[0-9a-f-]{36}$/),
      name: "Thursday, 02. January 2020",
      frequency: "Frequency.DAILY",
      properties: { a: 1 },
      creation_date: "2020-01-02T03:04:05",
      start_date: "2020-01-02T00:00:00",
      end_date: "2020-01-02T23:59:59",
    });
  });

  it.each([
    ["weekly", "Week 00 2020, from 02. January"],
    ["MONTHLY", "January 2020"],
    ["QUARTERLY", "2020 Q1"],
    ["YEARLY", "2020"],
  ])("is named by its frequency %s", async (frequency, name) => {
    expect(await create({ frequency })).toMatchObject({ name, frequency: `Frequency.${frequency.toUpperCase()}` });
  });

  it.each([
    ["date only", { start_date: "2020-01-02" }, { start_date: "2020-01-02T00:00:00" }],
    ["Z", { creation_date: "2020-01-02T03:04:05Z" }, { creation_date: "2020-01-02T03:04:05+00:00" }],
    ["an offset", { end_date: "2020-01-02T03:04:05.5+0200" }, { end_date: "2020-01-02T03:04:05.500000+02:00" }],
    ["an end before the start", { end_date: "2019-01-01T00:00:00" }, { end_date: "2019-01-01T00:00:00" }],
    ["an id", { id: "foo" }, { id: "foo" }],
  ])("may have %s", async (_, given, shown) => {
    expect(await create(given)).toMatchObject(shown);
  });

  it("may have the period of another cycle", async () => {
    await create();
    await create();
    expect(await rowCounts()).toMatchObject({ cycles: 2 });
  });

  it("does not replace a cycle with the same id", async () => {
    await create({ id: "CYCLE_mine" });
    expect(await refusal(create({ id: "CYCLE_mine", frequency: "YEARLY" }))).toEqual({
      code: "already_exists",
      message: "Cycle: CYCLE_mine already exists.",
    });
    expect(await createWorld(appOf({})).get("cycle", "CYCLE_mine")).toMatchObject({ frequency: "Frequency.DAILY" });
  });

  it.each([
    [{ frequency: "HOURLY" }, { frequency: ["Must be one of: DAILY, WEEKLY, MONTHLY, QUARTERLY, YEARLY."] }],
    [{ frequency: "" }, { frequency: ["Must be one of: DAILY, WEEKLY, MONTHLY, QUARTERLY, YEARLY."] }],
    [{ start_date: "yesterday" }, { start_date: ["Not a valid datetime."] }],
    [
      { creation_date: "2020-02-30", end_date: "2020-01-01T24:00" },
      { creation_date: ["Not a valid datetime."], end_date: ["Not a valid datetime."] },
    ],
    [{ id: "SCENARIO_x" }, { id: ["Must not start with SCENARIO_."] }],
  ])("is refused with %j", async (given, errors) => {
    await expect(create(given)).rejects.toMatchObject({ code: "validation_failed", errors });
    expect(await rowCounts()).toMatchObject({ cycles: 0 });
  });

  it("has at most 20,000 characters of properties, so that a page of cycles fits into memory", async () => {
    const propertiesOf = (characters: number) => ({ text: "x".repeat(characters - '{"text":""}'.length) });
    expect(await refusal(create({ properties: propertiesOf(20_001) }))).toEqual({
      code: "body_too_large",
      message: "The properties of a cycle take 20000 characters at most.",
    });
    expect(await rowCounts()).toMatchObject({ cycles: 0 });
    expect(await create({ properties: propertiesOf(20_000) })).toMatchObject({ properties: propertiesOf(20_000) });
  });
});
