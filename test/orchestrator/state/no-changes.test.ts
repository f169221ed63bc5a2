import { describe, expect, it } from "vitest";
import { Transaction } from "../../../src/core/jobs/state/transaction.ts";
import { isNothing } from "../../../src/orchestrator/state/changes.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";
import { dataNode, task } from "../world/factories.ts";
import { World } from "../world/world.ts";

const POLICY = {
  leaseMs: 60_000,
  workerRetryLimit: 3,
  timeoutMsOf: () => null,
  retriesOf: () => null,
  limitsOf: () => ({ task: null, application: null }),
};

const begin = ({ cache, domain, platform }: World) =>
  new Transaction(cache, { domain, wallClock: platform.clock(), policy: POLICY, callers: new Set() });

describe("a transaction that changes nothing", () => {
  it("is nothing to store", async () => {
    const world = new World();
    world.have(dataNode("d"));
    await world.write("d");
    expect(isNothing(begin(world).end().changes, world.cache.meta())).toBe(true);
  });

  it.each<[string, (transaction: Transaction) => void]>([
    ["a timer is set", (transaction) => transaction.setTimer({ kind: "outbox", id: "", due: 1 })],
    ["a counter is raised", (transaction) => transaction.count({ deletions: transaction.revision })],
    ["its number is raised", (transaction) => transaction.raiseRevision(transaction.revision)],
    ["D1 must get something", (transaction) => transaction.post("data_node", "d")],
  ])("is something to store as soon as %s", async (_, change) => {
    const world = new World();
    world.have(dataNode("d"));
    await world.write("d");
    const transaction = begin(world);
    change(transaction);
    expect(isNothing(transaction.end().changes, world.cache.meta())).toBe(false);
  });

  it("writes no row of the object's SQLite when a call is refused or comes too late", async () => {
    const sql = new ObjectSqlite();
    const world = new World({ sql });
    const run = await world.submit([task("one", ["a"], ["b"])]);
    const order = await run.claim("one");
    await world.platform.settle();
    // What D1 has by now leaves with the next transaction.
    world.cache.transaction(() => undefined);
    const tables: string[] = [];
    sql.onCommit = (changes) => tables.push(...changes.map(({ table }) => table));
    expect(await world.orchestrator.claim(run.jobId("one"))).toBeNull();
    await world.complete({ ...order, token: order.token + 1 });
    await world.orchestrator.heartbeat("JOB_unknown", 1);
    expect(tables).toEqual([]);
  });
});
