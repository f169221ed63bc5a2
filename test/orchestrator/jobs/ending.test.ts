import { describe, expect, it } from "vitest";
import { unwrap } from "../../../src/core/errors.ts";
import { task } from "../world/factories.ts";
import { World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"])];
const NODES = ["a", "b"];

/** Whether the object has stored anything. */
const hasStored = ({ sql }: World): boolean => sql.all("SELECT name FROM sqlite_master").length > 0;

async function ended(): Promise<World> {
  const world = new World();
  const run = await world.submit(CHAIN);
  await run.run("one");
  await world.platform.settle();
  return world;
}

describe("an object whose domain is over", () => {
  it("removes all that it has stored, and its alarm", async () => {
    const world = await ended();
    expect(await world.orchestrator.forgetNodes(NODES, true)).toEqual([]);
    expect(hasStored(world)).toBe(false);
    expect(world.alarmAtMs).toBeNull();
  });

  it("keeps everything when it is only asked to forget data nodes", async () => {
    const world = await ended();
    expect(await world.orchestrator.forgetNodes(NODES)).toEqual([]);
    expect(hasStored(world)).toBe(true);
  });

  it("keeps everything while a job is under way", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.claim("one");
    expect(await world.orchestrator.forgetNodes(["c"], true)).toEqual(["c"]);
    expect(hasStored(world)).toBe(true);
    expect(run.statuses).toEqual({ one: "RUNNING" });
  });

  it("keeps everything while D1 lacks something", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await world.platform.settle();
    world.database.down = "before";
    await run.run("one");
    const answer = world.orchestrator.forgetNodes(NODES, true);
    await world.platform.advance(10_000);
    expect(await answer).toEqual(NODES);
    expect(hasStored(world)).toBe(true);
  });

  it("begins anew with a call that arrives later, above what D1 knows", async () => {
    const world = await ended();
    const { revision } = world.cache.meta();
    world.have({ ...world.node("a"), revision: revision + 7 });
    world.database.counters.set(world.domain, revision + 7);
    expect(await world.orchestrator.forgetNodes(NODES, true)).toEqual([]);
    world.evict();
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "someone", 1_000_000, null));
    expect(world.cache.meta().revision).toBeGreaterThan(revision + 7);
  });
});
