import { describe, expect, it } from "vitest";
import type { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";
import { dataNode, task } from "../world/factories.ts";
import { World } from "../world/world.ts";

/** An object whose tables have all that it has ever run, and that knows nothing of a counter: release 0.1.0 has run it. */
async function keptAll(submissions: number): Promise<World> {
  const old = new World({ layout: "tables" });
  old.have(dataNode("n"));
  await old.write("n");
  for (let count = 0; count < submissions; count += 1) {
    const tasks = Array.from({ length: 50 }, (_, index) => task(`t${index}`, ["n"], [`out${index}`]));
    const run = await old.submit(tasks);
    for (let index = 0; index < 50; index += 1) await run.run(`t${index}`);
  }
  await old.platform.settle();
  old.sql.run("UPDATE meta SET counters = '{}'");
  old.database.counters.clear();
  return old;
}

const wake = ({ platform, sql }: World) => new World({ platform, sql: sql as ObjectSqlite });
const rowsIn = ({ sql }: World) =>
  ["nodes", "jobs", "submissions"].map((table) => sql.all<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n);

describe("what release 0.1.0 has left in an object's tables", () => {
  it("leaves step by step by alarms, without any further call", async () => {
    const world = wake(await keptAll(9));
    expect(rowsIn(world)).toEqual([51, 450, 9]);
    await world.platform.advance(60_000);
    expect(rowsIn(world)).toEqual([0, 0, 0]);
    expect(world.store.hasLeftovers()).toBe(false);
  });

  it("leaves only when D1's counter says that what was read before may be older", async () => {
    const old = await keptAll(0);
    const early = await old.database.snapshots(["n"]);
    expect(early).toMatchObject([{ as_of: 0, edit_number: 1 }]);
    await old.write("n");
    old.sql.run("UPDATE meta SET counters = '{}'");
    old.database.counters.clear();
    const world = wake(old);
    await world.platform.advance(60_000);
    expect(rowsIn(world)).toEqual([0, 0, 0]);
    const { revision, forgotten } = world.store.meta();
    expect([forgotten, world.database.counters.get(world.domain)]).toEqual([revision, revision]);
    const run = await world.submit([task("read", ["n"], ["out"])]);
    await run.run("read");
    expect(world.cache.node("n")?.node.edit_number).toBe(2);
  });

  it("leaves its highest edit number behind, so that no number is given twice after D1 was set back", async () => {
    const old = await keptAll(0);
    await old.write("n");
    await old.write("n");
    old.sql.run("UPDATE meta SET counters = '{}'");
    const world = wake(old);
    await world.platform.advance(60_000);
    expect(rowsIn(world)).toEqual([0, 0, 0]);
    expect(world.store.meta().highestEdit).toBe(3);
  });

  it("stays while D1 does not take the counter", async () => {
    const world = wake(await keptAll(1));
    world.database.down = "before";
    await world.platform.advance(60_000);
    expect(rowsIn(world)).toEqual([51, 50, 1]);
    world.database.down = null;
    await world.platform.advance(120_000);
    expect(rowsIn(world)).toEqual([0, 0, 0]);
  });

  it("is tried again when the object's SQLite has refused a step", async () => {
    const world = wake(await keptAll(1));
    const { transaction } = world.sql;
    world.sql.transaction = () => {
      throw new Error("No more disk");
    };
    await world.platform.advance(30_000);
    world.sql.transaction = transaction;
    await world.platform.advance(120_000);
    expect(world.events).toContain("outbox_not_trimmed");
    expect(rowsIn(world)).toEqual([0, 0, 0]);
  });
});
