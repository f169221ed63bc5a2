import { describe, expect, it } from "vitest";
import { dataNode, task } from "../world/factories.ts";
import { LEASE_MS, World } from "../world/world.ts";

const MINUTE_MS = 60_000;
const LOCK_US = 60_000_000;
const TABLES = ["nodes", "jobs", "submissions", "journal", "changes"];

/** All rows that hold records, as JSON. */
const rowsIn = ({ sql }: World) =>
  TABLES.flatMap((table) => sql.all(`SELECT * FROM ${table}`).map((row) => `${table} ${JSON.stringify(row)}`));

/** How often the object's alarm has rung from now on. */
function rings({ platform, domain }: World): () => number {
  const object = platform.objects.get(domain);
  if (object === undefined) throw new Error("The world has no object");
  const { ring } = object;
  let count = 0;
  object.ring = () => {
    count += 1;
    return ring();
  };
  return () => count;
}

describe("what is at rest, while no call follows", () => {
  it("leaves the tables, to which it has gone while a job ran for long", async () => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"]), task("two", ["b"], ["c"])]);
    const order = await run.claim("one");
    for (let beat = 0; beat < 5; beat += 1) {
      await world.platform.advance(LEASE_MS / 3);
      await world.orchestrator.heartbeat(order.job_id, order.token);
    }
    expect(rowsIn(world).filter((row) => row.startsWith("nodes"))).not.toEqual([]);
    await world.complete(order);
    await run.run("two");
    await world.platform.advance(15 * MINUTE_MS);
    expect(rowsIn(world)).toEqual([]);
    expect(world.alarmAtMs).toBeNull();
  });

  it("leaves the tables though another job goes on waiting", async () => {
    const world = new World({ concurrencyOf: { waits: 0 } });
    await world.submit([task("waits", ["x"], ["y"])]);
    const run = await world.submit([task("one", ["a"], ["b"])]);
    const order = await run.claim("one");
    await world.platform.advance(LEASE_MS / 2);
    await world.complete(order);
    await world.platform.advance(15 * MINUTE_MS);
    expect(rowsIn(world).filter((row) => row.includes(run.id) || row.includes('"a"'))).toEqual([]);
    expect(rowsIn(world).filter((row) => row.startsWith("jobs"))).toHaveLength(1);
  });

  it("leaves no trace of a deleted data node, and a caller that has read it before is refused all the same", async () => {
    const world = new World({ concurrencyOf: { waits: 0 } });
    world.have(dataNode("gone"));
    await world.submit([task("waits", ["x"], ["y"])]);
    await world.write("gone");
    const [read] = await world.database.snapshots(["gone"]);
    if (read === undefined) throw new Error("D1 does not have the data node");
    await world.orchestrator.deleteDataNode(world.node("gone"));
    await world.platform.advance(15 * MINUTE_MS);
    expect(rowsIn(world).filter((row) => row.includes("gone"))).toEqual([]);
    world.evict();
    const locked = await world.orchestrator.lockDataNode(read, "ann", LOCK_US, null);
    expect(locked).toMatchObject({ ok: false, error: { code: "data_node_not_found" } });
    expect(rowsIn(world).filter((row) => row.includes("gone"))).toEqual([]);
  });

  it("leaves at once when the sweep has the object forget it", async () => {
    const world = new World();
    world.have(dataNode("held"));
    await world.orchestrator.lockDataNode(world.node("held"), "ann", 60 * LOCK_US, "a comment");
    await world.platform.advance(MINUTE_MS);
    expect(rowsIn(world).filter((row) => row.startsWith("nodes"))).toHaveLength(1);
    expect(await world.orchestrator.forgetNodes(["held"])).toEqual([]);
    expect(rowsIn(world)).toEqual([]);
  });

  it("has the tables read through every five minutes at most, and no alarm once nothing happens", async () => {
    const world = new World();
    world.have(dataNode("a"), dataNode("never"));
    await world.submit([task("waits", ["never"], ["y"])]);
    await world.platform.advance(15 * MINUTE_MS);
    const rows = rowsIn(world);
    expect(rows).not.toEqual([]);
    const rung = rings(world);
    for (let minute = 0; minute < 60; minute += 1) {
      await world.write("a");
      await world.platform.advance(MINUTE_MS);
    }
    await world.platform.advance(10 * MINUTE_MS);
    // One behind each drain, as in an object whose tables are empty.
    expect(rung()).toBeLessThanOrEqual(60 + 60 / 5 + 1);
    expect(rowsIn(world)).toEqual(rows);
    expect(world.alarmAtMs).toBeNull();
  });
});
