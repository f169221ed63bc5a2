import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { createWorld, emptyDatabase, rowCounts } from "../../d1/world.ts";

const run = task("run", [node("input")], [node("output", { scope: "CYCLE" })]);
const monthly = scenario("monthly", [run], {
  frequency: "MONTHLY",
  properties: { flavour: "vanilla", name: "Monthly", authorized_tags: ["draft", "final"] },
});
const free = scenario("free", [run]);
const app = appOf({ scenarios: [monthly, free] });

beforeEach(emptyDatabase);

const create = async (config: string, chosen: object) => {
  const { entityWriter } = createWorld(app);
  return JSON.parse(await entityWriter.createScenario(config, { region: "weur", ...chosen }));
};

describe("what the caller says about a new scenario", () => {
  it("lies over its configuration, and its name over a property of that name", async () => {
    const properties = { name: "no", flavour: "mint", owner: { team: ["a", 1.5, null] } };
    const made = await create("monthly", { name: "June", tags: ["draft", "final", "draft"], properties });
    expect(made).toMatchObject({ name: "June", tags: ["draft", "final"] });
    expect(made.properties).toEqual({
      ...properties,
      name: "June",
      authorized_tags: ["draft", "final"],
    });
  });

  it("decides its cycle by the creation date, and the cycle is shared by all of its period", async () => {
    const june = await create("monthly", { creation_date: "2026-06-15T12:00:00" });
    const again = await create("monthly", { creation_date: "2026-06-30T23:59:59.999999" });
    const july = await create("monthly", { creation_date: "2026-07-01T00:00:00" });
    const now = await create("monthly", {});
    expect(june).toMatchObject({ creation_date: "2026-06-15T12:00:00", primary_scenario: true });
    expect(june.cycle).toMatch(/^CYCLE_June_2026_/);
    expect([again.cycle, again.primary_scenario]).toEqual([june.cycle, false]);
    expect(july.cycle).toMatch(/^CYCLE_July_2026_/);
    expect(now.cycle).toMatch(/^CYCLE_November_2026_/);
    const { get } = createWorld(app);
    expect(await get("cycle", june.cycle)).toMatchObject({ creation_date: "2026-06-15T12:00:00" });
  });

  it("keeps no secret that is among its properties", async () => {
    const made = await create("free", { properties: { api_token: "s3cret", note: "kept" } });
    expect(made.properties).toEqual({ api_token: "***", note: "kept" });
  });

  it.each([
    ["a tag that the configuration does not have", "monthly", { tags: ["draft", "else"] }, "validation_failed"],
    [
      "a tag, although the properties would allow it",
      "monthly",
      { tags: ["else"], properties: { authorized_tags: [] } },
      "validation_failed",
    ],
    ["what views show in the place of a secret", "free", { properties: { password: "***" } }, "hidden_value"],
    ["properties that are too large", "free", { properties: { text: "x".repeat(20_000) } }, "body_too_large"],
  ])("is refused for %s, and leaves nothing behind", async (_, config, chosen, code) => {
    await expect(create(config, chosen)).rejects.toMatchObject({ code });
    expect(await rowCounts()).toMatchObject({ scenarios: 0, cycles: 0, tasks: 0, data_nodes: 0 });
  });

  it("may have any tag where the configuration names none", async () => {
    expect(await create("free", { tags: ["a,b", "é"] })).toMatchObject({ tags: ["a,b", "é"] });
  });
});
