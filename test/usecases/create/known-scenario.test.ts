import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../../d1/app.ts";

import { createWorld, db, domainOfScenario, emptyDatabase } from "../../d1/world.ts";

const [start, middle, end] = [
  node("start", {
    defaultData: { nested: [1, "ä", null] },
    validityPeriod: 86_400_000_000,
    properties: { unit: "°C" },
  }),
  node("middle"),
  node("end"),
];
const notes = node("notes", { defaultData: "none" });
const chain = scenario(
  "chain",
  [task("one", [start], [middle], { skippable: true, properties: { team: "a" } }), task("two", [middle, start], [end])],
  { frequency: "MONTHLY", additionalDataNodes: [notes], sequences: { all: [] } },
);
const large = scenario("large", [task("read", [node("input", { defaultData: "x".repeat(20_000) })], [end])]);
const shared = scenario("shared", [task("use", [node("world", { scope: "GLOBAL" })], [end])]);
const filed = scenario("filed", [task("load", [node("table", { properties: { path: "table.csv" } })], [end])]);
const empty = scenario("empty", []);
const app = appOf({ scenarios: [chain, large, shared, filed, empty] });

const sorted = (nodes: readonly { readonly id: string }[]) => [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));

beforeEach(emptyDatabase);

describe("a scenario that an isolate has created", () => {
  it("is known to it as a submission would read it from D1, to the last field", async () => {
    const world = createWorld(app);
    const { id } = await world.scenario("chain");
    const known = world.knownScenarios.get(id);
    const read = await world.submittable("scenario", id);
    expect({ ...known, data_nodes: sorted(known?.data_nodes ?? []) }).toEqual({
      ...read,
      data_nodes: sorted(read.data_nodes.map((found) => ({ ...found, as_of: 0 }))),
    });
  });

  it("is known with the counter that its domain has in D1", async () => {
    const world = createWorld(app);
    const first = await world.scenario("chain");
    await db
      .prepare(
        "INSERT INTO outbox_fences (domain, revision) SELECT 'pool/weur/' || value, 17 FROM json_each('[0,1,2,3]')",
      )
      .run();
    const second = await world.scenario("chain");
    expect(world.knownScenarios.get(first.id)?.as_of).toBe(0);
    expect(world.knownScenarios.get(second.id)?.as_of).toBe(17);
    expect(world.knownScenarios.get(second.id)?.data_nodes.map(({ as_of }) => as_of)).toEqual([17, 17, 17]);
    expect((await world.submittable("scenario", second.id)).as_of).toBe(17);
  });

  it("is known when it has no tasks", async () => {
    const world = createWorld(app);
    const { id } = await world.scenario("empty");
    expect(world.knownScenarios.get(id)?.entity.domain).toBe(domainOfScenario(id));
  });

  it.each(["large", "shared", "filed"])(
    "is read from D1 when its values are large, or others may change it: %s",
    async (config) => {
      const world = createWorld(app);
      const { id } = await world.scenario(config);
      expect(world.knownScenarios.get(id)).toBeUndefined();
    },
  );

  it("costs one batch of D1, also with the counter", async () => {
    const world = createWorld(appOf({ scenarios: [scenario("plain", [task("one", [start], [middle])])] }));
    const batches = world.batches.length;
    await world.scenario("plain");
    expect(world.batches.length - batches).toBe(1);
  });
});
