import { describe, expect, it } from "vitest";
import { unwrap } from "../../src/core/errors.ts";
import { task } from "../orchestrator/world/factories.ts";
import { World } from "../orchestrator/world/world.ts";
import type { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { releasedOrchestrator } from "./released-orchestrator.ts";
import { LAST_RELEASE, simulatedRelease } from "./releases.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
const IDLE_MS = 30_000;

const contentOf = ({ sql }: World) =>
  ["journal", "meta", "changes", "jobs", "submissions", "nodes", "locks", "waits", "timers"].map((table) =>
    sql.all(`SELECT * FROM ${table}`),
  );

/** What happens when an object of the last release is called on the same SQLite. */
async function callLast(world: World, call: "claim" | "alarm", jobId: string): Promise<string> {
  const last = await simulatedRelease(LAST_RELEASE);
  const called = async () => {
    const object = releasedOrchestrator(last, world.sql as ObjectSqlite);
    return call === "claim" ? object.claim(jobId) : object.alarm();
  };
  return called().then(
    () => "answered",
    (error: Error) => error.message,
  );
}

describe("an object whose journal has rows", () => {
  it.each(["claim", "alarm"] as const)("fails under release 0.1.0 before anything is changed (%s)", async (call) => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const before = contentOf(world);
    expect(await callLast(world, call, run.jobId("one"))).toBe("The orchestrator's meta row is missing");
    expect(contentOf(world)).toEqual(before);
  });

  it("goes on where it was as soon as this release is back", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await callLast(world, "alarm", run.jobId("one"));
    world.evict();
    await run.run("one");
    await run.run("two");
    await world.platform.settle();
    expect(run.submission.submission_status).toBe("COMPLETED");
    expect(world.node("c").edit_number).toBe(1);
  });

  it("can be run by release 0.1.0 once this release has woken it with the layout of the tables", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const before = run.job("one");
    const tables = new World({
      layout: "tables",
      platform: world.platform,
      sql: world.sql as ObjectSqlite,
      alarmAtMs: world.platform.nowMs,
    });
    expect(tables.sql.all("SELECT 1 FROM journal")).toEqual([]);
    expect(tables.store.job(before.id)?.job).toEqual(before);
    expect(await callLast(tables, "claim", before.id)).toBe("answered");
    expect(tables.store.job(before.id)?.job).toMatchObject({ status: "RUNNING", attempt: 1 });
  });
});

describe("an object that has nothing under way", () => {
  it("has no journal, so that the two releases may alternate", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.run("one");
    await run.run("two");
    await world.platform.advance(IDLE_MS);
    expect(contentOf(world).map((rows) => rows.length)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(await callLast(world, "claim", run.jobId("one"))).toBe("answered");
    world.evict();
    const again = await world.submit(CHAIN);
    await again.run("one");
    await again.run("two");
    await world.platform.advance(IDLE_MS);
    expect(world.node("c").edit_number).toBe(2);
    expect(unwrap(await world.write("a")).stored).toBe(true);
  });
});
