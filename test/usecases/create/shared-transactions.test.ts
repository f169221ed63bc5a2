import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../../d1/app.ts";
import { createWorld, db, emptyDatabase, type Json, rowCounts } from "../../d1/world.ts";

const [a, b] = [node("a", { defaultData: 1 }), node("b")];
const OWN = scenario("own", [task("t", [a], [b])]);
const global = node("g", { scope: "GLOBAL" });
const SHARING = scenario("sharing", [task("u", [global], [node("c")])]);
const MONTHLY = scenario("monthly", [task("v", [], [node("d")])], { frequency: "MONTHLY" });
const app = appOf({ scenarios: [OWN, SHARING, MONTHLY] });

beforeEach(emptyDatabase);

const idsOf = (scenarios: readonly Json[]): string[] => scenarios.map(({ id }) => id);

/** D1 whose batches do what the test says, once for each: the place of a batch → what happens to it. */
function failing(plan: ReadonlyMap<number, (send: () => Promise<D1Result[]>) => Promise<D1Result[]>>) {
  let count = 0;
  const source = new Proxy(db, {
    get(target, name) {
      if (name !== "batch") return (sql: string) => target.prepare(sql);
      return (statements: D1PreparedStatement[]) => {
        const send = () => target.batch(statements);
        const act = plan.get(count);
        count += 1;
        return act === undefined ? send() : act(send);
      };
    },
  });
  return { source, calls: () => count };
}

describe("scenarios that requests create at the same time", () => {
  it("are all there, each once, in fewer transactions than requests, and each request gets its own", async () => {
    const world = createWorld(app);
    const created = await Promise.all(Array.from({ length: 12 }, () => world.scenario("own")));
    expect(new Set(idsOf(created)).size).toBe(12);
    expect(idsOf(await world.list("scenario"))).toEqual(idsOf(created).toSorted());
    for (const each of created) expect(await world.get("scenario", each.id)).toEqual(each);
    expect(await rowCounts()).toMatchObject({ scenarios: 12, tasks: 12, data_nodes: 24, edits: 12, parents: 36 });
    expect(world.batches.length).toBe(2);
  });

  it("agree on the shared data node and on the cycle with its primary scenario that the first of them makes", async () => {
    const world = createWorld(app);
    const created = await Promise.all(
      Array.from({ length: 5 }, () => ["own", "sharing", "monthly"]).flatMap((configs) =>
        configs.map((config) => world.scenario(config)),
      ),
    );
    expect(new Set(idsOf(created)).size).toBe(15);
    expect(await rowCounts()).toMatchObject({ scenarios: 15, cycles: 1 });
    expect((await world.list("data_node")).filter(({ config_id }) => config_id === "g")).toHaveLength(1);
    expect((await world.list("scenario")).filter(({ primary_scenario }) => primary_scenario)).toHaveLength(1);
  });

  it("read together what they may share", async () => {
    const world = createWorld(app);
    await world.scenario("monthly");
    world.batches.length = 0;
    const created = await Promise.all(Array.from({ length: 6 }, () => world.scenario("monthly")));
    expect(new Set(created.map(({ cycle }) => cycle)).size).toBe(1);
    expect(await rowCounts()).toMatchObject({ scenarios: 7, cycles: 1 });
    // Six reads and six writes by themselves.
    expect(world.batches.length).toBeLessThan(8);
  });

  it("never have more than sixteen statements in one transaction, those that several share included", async () => {
    const world = createWorld(app);
    const configs = Array.from({ length: 10 }, () => ["own", "own", "sharing", "monthly"]).flat();
    const created = await Promise.all(configs.map((config) => world.scenario(config)));
    expect(new Set(idsOf(created)).size).toBe(40);
    expect(Math.max(...world.batches)).toBeLessThanOrEqual(16);
  });

  it("are each created when their transaction is refused as a whole", async () => {
    const { source, calls } = failing(new Map([[1, () => Promise.reject(new Error("D1_ERROR: refused"))]]));
    const world = createWorld(app, { source });
    const created = await Promise.all(Array.from({ length: 4 }, () => world.scenario("own")));
    expect(idsOf(await world.list("scenario"))).toEqual(idsOf(created).toSorted());
    // The first; the refused one; one for each of the three in it.
    expect(calls()).toBe(5);
  });

  it("are each created once when their transaction was done, but its answer was lost", async () => {
    const lost = async (send: () => Promise<D1Result[]>) => {
      await send();
      throw new Error("D1_ERROR: Network connection lost.");
    };
    const world = createWorld(app, { source: failing(new Map([[1, lost]])).source });
    const created = await Promise.all(Array.from({ length: 4 }, () => world.scenario("own")));
    expect(idsOf(await world.list("scenario"))).toEqual(idsOf(created).toSorted());
    for (const each of created) expect(await world.get("scenario", each.id)).toEqual(each);
    expect(await rowCounts()).toMatchObject({ scenarios: 4, tasks: 4, data_nodes: 8, edits: 4 });
  });

  it("fail one by one when D1 is full", async () => {
    const full = () => Promise.reject(new Error("D1_ERROR: Exceeded maximum DB size"));
    const plan = new Map([1, 2, 3].map((place) => [place, full]));
    const world = createWorld(app, { source: failing(plan).source });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => world.scenario("own")));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(outcomes.slice(1).map((outcome) => String((outcome as PromiseRejectedResult).reason))).toEqual([
      "Error: D1_ERROR: Exceeded maximum DB size",
      "Error: D1_ERROR: Exceeded maximum DB size",
    ]);
    expect(await rowCounts()).toMatchObject({ scenarios: 1 });
  });
});
