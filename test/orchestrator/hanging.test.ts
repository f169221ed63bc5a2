import { describe, expect, it } from "vitest";
import { DEADLINES } from "../../src/core/deadlines.ts";
import { unwrap } from "../../src/core/errors.ts";
import { callDeadline } from "../../src/orchestrator/calls/call-deadlines.ts";
import { FLUSH_PATIENCE_MS } from "../../src/orchestrator/commits.ts";
import { TIMERS_AT_ONCE } from "../../src/orchestrator/due-timers.ts";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { dataNode, payload, task, written } from "./world/factories.ts";
import { createPlatform } from "./world/platform.ts";
import { LEASE_MS, World } from "./world/world.ts";

const { ms: POKE_MS } = callDeadline("poke", [[]]);

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

/** Jobs that are skipped one after the other; each has an input of another domain. */
async function chainOfSkipped() {
  const platform = createPlatform();
  const reader = new World({ platform, domain: "reader" });
  reader.have(written("table", { domain: "owner", last_edit_date: "2019-01-01T00:00:00" }));
  const outs = ["o1", "o2", "o3", "o4"];
  for (const id of outs) reader.have(written(id, { domain: "reader" }));
  const tasks = outs.map((out, index) =>
    task(`to_${out}`, ["table", ...outs.slice(Math.max(index - 1, 0), index)], [out], {
      domain: "reader",
      skippable: true,
    }),
  );
  const run = await reader.submit(tasks);
  return { reader, platform, first: run.jobId("to_o1") };
}

/** What a promise has come to, without waiting for it. */
function watch<T>(promise: Promise<T>) {
  const watched: { answer: T | null } = { answer: null };
  void promise.then((answer) => {
    watched.answer = answer;
  });
  return watched;
}

describe("while D1 hangs", () => {
  it("a lease that expires gives its job to another worker at its time", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.woken();
    world.database.down = "hangs";
    await world.platform.advance(LEASE_MS - 10);
    expect(await world.messages()).toEqual([]);
    await world.platform.advance(10);
    expect(await world.messages()).toEqual([{ job_id: run.jobId("one"), attempt: 1, placement: "alone" }]);
  });

  it("the alarm's handler returns at once, also when it must read nodes of other domains", async () => {
    const platform = createPlatform();
    const reader = new World({ platform, domain: "reader" });
    reader.have(dataNode("table", { domain: "owner" }), dataNode("out", { domain: "reader" }));
    await reader.submit([task("read", ["table"], ["out"], { domain: "reader" })]);
    reader.database.down = "hangs";
    platform.nowMs += 30_000;
    await reader.orchestrator.alarm();
    expect(reader.events).not.toContain("foreign_nodes_not_refreshed");
    await platform.advance(DEADLINES.snapshots.ms);
    expect(reader.events).toContain("foreign_nodes_not_refreshed");
  });

  it("a write is answered when the time is up, with the truth that D1 does not show it", async () => {
    const world = new World();
    world.have(written("b"));
    world.database.down = "hangs";
    const write = watch(world.write("b"));
    await world.platform.advance(FLUSH_PATIENCE_MS - 10);
    expect(write.answer).toBeNull();
    await world.platform.advance(10);
    expect(write.answer).toMatchObject({ ok: true, value: { stored: false } });
    expect(world.store.node("b")?.node.edit_number).toBe(2);
  });

  it("a write that comes during a hanging drain is answered no later than others", async () => {
    const world = new World();
    world.have(written("b"));
    world.database.down = "hangs";
    void world.write("b");
    await world.platform.advance(9_000);
    const second = watch(world.write("b"));
    await world.platform.advance(FLUSH_PATIENCE_MS);
    expect(second.answer).toMatchObject({ value: { stored: false } });
  });

  it("a submission that is waited for is answered within its time and a second", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "hangs";
    const wait = watch(world.orchestrator.submit({ ...command, wait_ms: 5_000 }));
    await world.platform.advance(6_000);
    expect(wait.answer).toMatchObject({ value: { submission: { submission_status: "PENDING" }, stored: false } });
  });

  it("a submission that ends is answered with its end within the time that its caller waits", async () => {
    const world = new World();
    const command = world.command([task("one", ["a"], ["b"])]);
    world.database.down = "hangs";
    const wait = watch(world.orchestrator.submit({ ...command, wait_ms: 5_000 }));
    const [message] = await world.messages();
    const order = await world.orchestrator.claim(message?.job_id ?? "");
    if (order !== null) await world.complete(order);
    await world.platform.advance(5_000);
    expect(wait.answer).toMatchObject({ value: { submission: { submission_status: "COMPLETED" }, stored: false } });
  });

  it("a claim waits once for nodes of other domains, and then goes on with what is known", async () => {
    const { reader, platform, first } = await chainOfSkipped();
    reader.database.down = "hangs";
    const claim = watch(reader.orchestrator.claim(first).then((order) => [order]));
    await platform.advance(DEADLINES.snapshots.ms - 10);
    expect(claim.answer).toBeNull();
    await platform.advance(10);
    expect(claim.answer).not.toBeNull();
  });

  it("a claim that skips many jobs is answered in time also when D1 takes long for each of them", async () => {
    const { reader, platform, first } = await chainOfSkipped();
    let reads = 0;
    const snapshots = async () => {
      reads += 1;
      await platform.sleep(3_000);
      return [];
    };
    Object.assign(platform.database, { snapshots });
    const claim = watch(reader.orchestrator.claim(first).then((order) => [order]));
    await platform.advance(2 * DEADLINES.snapshots.ms);
    expect(claim.answer).not.toBeNull();
    expect(reads).toBe(2);
  });

  it("a deletion of jobs says that these are gone and what they belong to is not", async () => {
    const world = new World();
    await world.submit(CHAIN);
    world.database.down = "hangs";
    const purge = watch(world.orchestrator.purge([], ["SCENARIO_s"], true));
    await world.platform.advance(20_000);
    expect(purge.answer).toMatchObject({ ok: false, error: { code: "database_unavailable" } });
    expect(JSON.stringify(purge.answer)).toContain("are deleted already");
  });

  it("a batch is given up, tried again when it answers, and everything arrives", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "hangs";
    const submit = watch(world.orchestrator.submit(command));
    await world.platform.advance(40_000);
    expect(submit.answer).toMatchObject({ value: { stored: false } });
    expect(world.events).toContain("outbox_not_drained");
    world.database.down = null;
    await world.platform.advance(60_000);
    expect(world.database.jobs.size).toBe(2);
    expect(world.store.isOutboxEmpty()).toBe(true);
  });

  it("a batch that arrives after it was given up changes nothing that came later", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const open = world.database.hold();
    const order = await run.claim("one");
    await world.platform.advance(DEADLINES.drain.ms);
    expect(world.events).toContain("outbox_not_drained");
    open();
    await world.complete(order);
    await world.platform.advance(5_000);
    expect(world.database.jobs.get(run.jobId("one"))?.status).toBe("COMPLETED");
    expect(world.node("b").edit_number).toBe(1);
  });
});

describe("a timer whose transition throws", () => {
  /** A job with a due lease that can't be read: the status of its record is none. */
  function broken(world: World, jobId: string): void {
    const [row] = world.sql.all<{ job: string }>("SELECT job FROM jobs WHERE id = ?", jobId);
    const document = (row?.job ?? "").replaceAll(`"status":"RUNNING"`, `"status":"WALKING"`);
    world.sql.run("UPDATE jobs SET job = ? WHERE id = ?", document, jobId);
    world.evict();
  }

  it("does not stop other timers, and is tried again after a delay that grows up to ten minutes", async () => {
    const world = new World({ layout: "tables" });
    const run = await world.submit([task("one", ["a"], ["b"]), task("other", ["x"], ["y"])]);
    await run.claim("one");
    await run.claim("other");
    await world.woken();
    broken(world, run.jobId("one"));
    await world.platform.advance(LEASE_MS);
    expect(await world.messages()).toEqual([{ job_id: run.jobId("other"), attempt: 1, placement: "alone" }]);
    await world.platform.advance(3_600_000);
    const delays = world.platform.log.flatMap(({ event, fields }) =>
      event === "timer_failed" ? [fields.retry_ms] : [],
    );
    expect(delays.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(delays.at(-1)).toBe(600_000);
    expect(delays.length).toBeLessThan(20);
  });

  it("does not keep D1 from what other jobs change", async () => {
    const world = new World({ layout: "tables" });
    const run = await world.submit([task("one", ["a"], ["b"]), task("other", ["x"], ["y"])]);
    await run.claim("one");
    broken(world, run.jobId("one"));
    await run.run("other");
    await world.platform.advance(LEASE_MS);
    expect(world.database.jobs.get(run.jobId("other"))?.status).toBe("COMPLETED");
  });
});

describe("many timers", () => {
  it("that are due at once fire in steps, one alarm after the other", async () => {
    const world = new World();
    const count = TIMERS_AT_ONCE * 2 + 10;
    const run = await world.submit(Array.from({ length: count }, (_, n) => task(`t${n}`, ["a"], [`o${n}`])));
    await world.woken();
    world.database.down = "hangs";
    world.platform.nowMs += LEASE_MS;
    await world.orchestrator.alarm();
    expect(await world.messages()).toHaveLength(TIMERS_AT_ONCE);
    await world.platform.advance(0);
    expect((await world.messages()).length).toBeGreaterThanOrEqual(count - TIMERS_AT_ONCE);
    expect(run.jobIds).toHaveLength(count);
  });
});

describe("an object that wakes without an alarm", () => {
  it("sets it when timers are due or will be", async () => {
    const sql = new ObjectSqlite();
    const world = new World({ sql });
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.platform.settle();
    const next = new World({ platform: createPlatform(), sql });
    expect(next.alarmAtMs ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(world.platform.nowMs + LEASE_MS);
  });

  it("sets it when D1 lacks something", async () => {
    const sql = new ObjectSqlite();
    const world = new World({ sql });
    world.have(written("b"));
    world.database.down = "hangs";
    void world.write("b");
    await world.platform.settle();
    const next = new World({ platform: createPlatform(), sql });
    expect(next.alarmAtMs).not.toBeNull();
  });

  it("sets none when nothing is due", () => {
    expect(new World().alarmAtMs).toBeNull();
  });
});

describe("other objects that wait for a node", () => {
  it("are all notified, behind the writer's answer, though one of them hangs", async () => {
    const platform = createPlatform();
    const owner = new World({ platform, domain: "owner" });
    owner.have(written("table", { domain: "owner" }));
    const called: string[] = [];
    for (let n = 0; n < 150; n += 1) {
      const domain = `reader ${n}`;
      owner.database.foreignWaits.set(`table ${domain}`, { domain, data_node_id: "table" });
      platform.objects.set(domain, {
        domain,
        alarmAtMs: null,
        ring: async () => undefined,
        poke: () => {
          called.push(domain);
          return n === 3 ? new Promise(() => undefined) : Promise.resolve();
        },
      });
    }
    const write = unwrap(await owner.write("table"));
    expect(write.stored).toBe(true);
    await platform.settle();
    expect(new Set(called).size).toBe(150);
    expect(owner.events).toEqual([]);
    await platform.advance(POKE_MS);
    expect(owner.events).toEqual(["poke_failed"]);
  });

  it("are called ten at a time, and one that hangs gets what changes meanwhile with one more call", async () => {
    const platform = createPlatform();
    const owner = new World({ platform, domain: "owner" });
    for (const id of ["t1", "t2", "t3"]) {
      owner.have(written(id, { domain: "owner" }));
      owner.database.foreignWaits.set(id, { domain: "reader", data_node_id: id });
    }
    const calls: (readonly string[])[] = [];
    platform.objects.set("reader", {
      domain: "reader",
      alarmAtMs: null,
      ring: async () => undefined,
      poke: (ids) => {
        calls.push(ids);
        return calls.length === 1 ? new Promise(() => undefined) : Promise.resolve();
      },
    });
    for (const id of ["t1", "t2", "t3"]) await owner.write(id);
    expect(calls).toEqual([["t1"]]);
    await platform.advance(POKE_MS);
    expect(calls).toEqual([["t1"], ["t2", "t3"]]);
  });
});

describe("the outbox", () => {
  /** A world whose next transactions throw. */
  function throwing(world: World, times: number): void {
    const { sql } = world;
    const transaction = sql.transaction.bind(sql);
    let left = times;
    sql.transaction = (work) => {
      if (left === 0) return transaction(work);
      left -= 1;
      throw new Error("the transaction was thrown away");
    };
  }

  it("goes on when the transaction throws that plans its next try", async () => {
    const world = new World();
    world.have(written("b"));
    world.database.down = "before";
    const write = watch(world.write("b"));
    throwing(world, 1);
    await world.platform.settle();
    expect(write.answer).toMatchObject({ value: { stored: false } });
    expect(world.events).toContain("outbox_timer_not_set");
    world.database.down = null;
    await world.platform.advance(1_000);
    expect(world.node("b").edit_number).toBe(2);
    expect(unwrap(await world.write("b")).stored).toBe(true);
  });

  it("sends rows again when what follows their confirmation throws", async () => {
    const world = new World();
    world.have(written("b"));
    const node = world.node("b");
    await world.submit(CHAIN);
    world.database.dataNodes.delete("b");
    const value = { data_node: node, payload: payload("new"), editor_id: null, comment: null };
    const write = watch(world.orchestrator.writeDataNode(value));
    throwing(world, 1);
    await world.platform.settle();
    expect(write.answer).toMatchObject({ ok: true, value: { stored: false } });
    await world.platform.advance(1_000);
    expect(world.store.node("b")?.deleted).toBe(true);
  });
});
