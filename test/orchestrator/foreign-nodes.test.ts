import { describe, expect, it } from "vitest";
import { unwrap } from "../../src/core/errors.ts";
import { MICROSECONDS_PER_SECOND } from "../../src/core/time.ts";
import { dataNode, task, written } from "./world/factories.ts";
import { createPlatform } from "./world/platform.ts";
import { World } from "./world/world.ts";

/** Two objects on one platform: `table` belongs to the owner, the jobs that read it to the reader. */
function twoWorlds(table = dataNode("table", { domain: "owner" })) {
  const platform = createPlatform();
  const owner = new World({ platform, domain: "owner" });
  const reader = new World({ platform, domain: "reader" });
  reader.have(table, dataNode("out", { domain: "reader" }));
  const read = task("read", ["table"], ["out"], { domain: "reader" });
  return { platform, owner, reader, read };
}

describe("a job that waits for a node of another object", () => {
  it("has its wait in D1 when its caller is answered, and removes it when it goes on", async () => {
    const { owner, reader, read } = twoWorlds();
    const run = await reader.submit([read]);
    expect(run.statuses).toEqual({ read: "BLOCKED" });
    expect([...reader.database.foreignWaits.values()]).toEqual([{ domain: "reader", data_node_id: "table" }]);
    await owner.write("table");
    await reader.platform.settle();
    expect(run.statuses).toEqual({ read: "PENDING" });
    expect(reader.database.foreignWaits.size).toBe(0);
  });

  it("asks D1 a bounded number of times while nothing happens", async () => {
    const { platform, reader, read } = twoWorlds();
    await reader.submit([read]);
    await platform.settle();
    const before = reader.database.batches.length;
    await platform.settle();
    expect(reader.database.batches.length).toBe(before);
    expect(before).toBeLessThan(4);
    await platform.advance(10 * 60_000);
    expect(reader.database.batches.length).toBe(before);
  });

  it("sees the write that came between its look and its wait being known", async () => {
    const { owner, reader, read } = twoWorlds();
    const command = reader.command([read]);
    unwrap(await owner.write("table"));
    const { submission } = unwrap(await reader.orchestrator.submit(command));
    await reader.platform.settle();
    expect(reader.job(submission.job_ids[0] ?? "").status).toBe("PENDING");
  });

  it("is released by a poke, and reads the new value", async () => {
    const { owner, reader, read } = twoWorlds();
    const run = await reader.submit([read]);
    await owner.write("table");
    await reader.platform.settle();
    expect((await run.claim("read")).inputs[0]?.payload?.body).toBe("table by hand");
  });

  it("is released by its own alarm when the poke gets lost", async () => {
    const { owner, reader, read } = twoWorlds();
    const run = await reader.submit([read]);
    reader.platform.objects.delete("reader");
    await owner.write("table");
    await reader.platform.settle();
    expect(run.statuses).toEqual({ read: "BLOCKED" });
    reader.platform.objects.set("reader", {
      domain: "reader",
      alarmAtMs: reader.alarmAtMs,
      ring: () => reader.orchestrator.alarm(),
      poke: async () => undefined,
    });
    reader.platform.nowMs += 30_000;
    await reader.orchestrator.alarm();
    await reader.platform.settle();
    expect(run.statuses).toEqual({ read: "PENDING" });
  });

  it("is released by a later submission that brings the news", async () => {
    const { owner, reader, read } = twoWorlds();
    const first = await reader.submit([read]);
    reader.platform.objects.delete("reader");
    await owner.write("table");
    expect(first.statuses).toEqual({ read: "BLOCKED" });
    const second = await reader.submit([task("also", ["table"], ["out"], { domain: "reader" })]);
    expect([first.statuses, second.statuses]).toEqual([{ read: "PENDING" }, { also: "PENDING" }]);
  });

  it("waits while an editor holds the node, and is released when the lock expires", async () => {
    const { platform, owner, reader, read } = twoWorlds(written("table", { domain: "owner" }));
    const minute = 60 * MICROSECONDS_PER_SECOND;
    unwrap(await owner.orchestrator.lockDataNode(owner.node("table"), "alice", minute, null));
    const run = await reader.submit([read]);
    expect(run.statuses).toEqual({ read: "BLOCKED" });
    await platform.advance(59_000);
    expect(run.statuses).toEqual({ read: "BLOCKED" });
    await platform.advance(2_000);
    expect(run.statuses).toEqual({ read: "PENDING" });
  });

  it("is released by its own alarm when the lock has expired and the owner says nothing", async () => {
    const { platform, owner, reader, read } = twoWorlds(written("table", { domain: "owner" }));
    const minute = 60 * MICROSECONDS_PER_SECOND;
    unwrap(await owner.orchestrator.lockDataNode(owner.node("table"), "alice", minute, null));
    const run = await reader.submit([read]);
    platform.objects.delete("owner");
    await platform.advance(59_000);
    expect(run.statuses).toEqual({ read: "BLOCKED" });
    await platform.advance(60_000);
    expect(run.statuses).toEqual({ read: "PENDING" });
  });

  it("fails with a trace when the node is deleted", async () => {
    const { owner, reader, read } = twoWorlds();
    const run = await reader.submit([read]);
    unwrap(await owner.orchestrator.deleteDataNode(owner.node("table")));
    await reader.platform.settle();
    expect(run.job("read")).toMatchObject({ status: "FAILED", stacktrace: ["DataNode: table does not exist."] });
    expect(reader.database.foreignWaits.size).toBe(0);
  });

  it("stops waiting when it is cancelled", async () => {
    const { platform, reader, read } = twoWorlds();
    const run = await reader.submit([read]);
    await run.cancel("read");
    expect(reader.database.foreignWaits.size).toBe(0);
    await platform.advance(3_600_000);
    expect(reader.alarmAtMs).toBeNull();
  });

  it("keeps its place in D1 while another job still waits for the same node", async () => {
    const { owner, reader, read } = twoWorlds();
    const [first, second] = [await reader.submit([read]), await reader.submit([read])];
    await first.cancel("read");
    expect(reader.database.foreignWaits.size).toBe(1);
    await owner.write("table");
    await reader.platform.settle();
    expect(second.statuses).toEqual({ read: "PENDING" });
  });
});

describe("a job whose input belongs to another object", () => {
  it("runs with the newest value, written after it was submitted", async () => {
    const { owner, reader, read } = twoWorlds(written("table", { domain: "owner" }));
    const run = await reader.submit([read]);
    await owner.write("table");
    expect((await run.claim("read")).inputs[0]?.payload?.body).toBe("table by hand");
  });

  it("gets the newest value also when it is handed over", async () => {
    const { owner, reader } = twoWorlds(written("table", { domain: "owner" }));
    const run = await reader.submit([
      task("first", [], ["mid"], { domain: "reader" }),
      task("second", ["mid", "table"], ["out"], { domain: "reader" }),
    ]);
    const first = await run.claim("first");
    await owner.write("table");
    await reader.woken();
    const { next } = await reader.complete(first, true);
    expect(next?.inputs[1]?.payload?.body).toBe("table by hand");
    // The worker has it: no other one is woken for it.
    expect(await reader.woken()).toEqual([]);
  });

  it("runs with what is known while D1 is down", async () => {
    const { reader, read } = twoWorlds(written("table", { domain: "owner" }));
    const run = await reader.submit([read]);
    reader.database.down = "before";
    expect((await run.claim("read")).inputs[0]?.payload?.body).toBe("default of table");
    expect(reader.events).toContain("foreign_nodes_not_refreshed");
  });

  it("is skipped or not by what is newest", async () => {
    const { owner, reader } = twoWorlds(written("table", { domain: "owner", last_edit_date: "2019-01-01T00:00:00" }));
    reader.have(written("out", { domain: "reader" }));
    const read = task("read", ["table"], ["out"], { domain: "reader", skippable: true });
    const skipped = await reader.submit([read]);
    expect(await reader.orchestrator.claim(skipped.jobId("read"))).toBeNull();
    expect(skipped.statuses).toEqual({ read: "SKIPPED" });
    const due = await reader.submit([read]);
    await owner.write("table");
    expect((await due.claim("read")).attempt).toBe(1);
  });
});

it("a poke about nothing that concerns the object changes nothing", async () => {
  const { owner, reader } = twoWorlds();
  await reader.orchestrator.poke(["table", "unknown"]);
  await owner.orchestrator.poke([]);
  // What was read of D1 for it leaves by one alarm.
  await reader.platform.advance(10 * 60_000);
  expect(reader.sql.all("SELECT * FROM journal")).toEqual([]);
  expect(reader.database.batches).toEqual([]);
  expect(reader.alarmAtMs).toBeNull();
});

it("a poke that D1 does not answer says so to its caller", async () => {
  const { reader } = twoWorlds();
  reader.database.down = "reads";
  await expect(reader.orchestrator.poke(["table"])).rejects.toThrow("D1 is down");
});

it("a poke about no node asks D1 nothing: it only shows that the object answers", async () => {
  const { reader } = twoWorlds();
  reader.database.down = "reads";
  await expect(reader.orchestrator.poke([])).resolves.toBeUndefined();
});
