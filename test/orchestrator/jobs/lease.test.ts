import { describe, expect, it } from "vitest";
import { task } from "../world/factories.ts";
import { LEASE_MS, valueBy, World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

describe("a lease", () => {
  it("that expires gives the job to another worker under a new token", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const dead = await run.claim("one");
    await world.woken();
    await world.platform.advance(LEASE_MS - 10);
    expect(await world.messages()).toEqual([]);
    await world.platform.advance(10);
    expect(await world.messages()).toEqual([{ job_id: run.jobId("one"), attempt: 1, placement: "alone" }]);
    const alive = await run.claim("one");
    expect(alive.attempt).toBe(2);
    expect(alive.token).not.toBe(dead.token);
  });

  it("keeps a late worker from changing anything, and says so in the log", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const late = await run.claim("one");
    await world.platform.advance(LEASE_MS);
    const alive = await run.claim("one");
    const before = [run.job("one"), world.store.node("b")];
    expect(await world.complete(late, true)).toEqual({ accepted: false, next: null });
    expect([run.job("one"), world.store.node("b")]).toEqual(before);
    expect(world.platform.log).toContainEqual({
      event: "stale_completion",
      fields: { job_id: late.job_id, token: late.token },
    });
    await world.complete(alive);
    await world.platform.settle();
    expect([...world.database.edits.values()].map(({ body }) => body)).toEqual([valueBy(alive, "b")]);
  });

  it("keeps a late worker from failing the job of another", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const late = await run.claim("one");
    await world.platform.advance(LEASE_MS);
    await run.claim("one");
    expect((await world.fail(late)).accepted).toBe(false);
    expect(run.statuses).toEqual({ one: "RUNNING", two: "BLOCKED" });
  });

  it("makes a repeated completion count once", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    expect((await world.complete(order)).accepted).toBe(true);
    expect((await world.complete(order)).accepted).toBe(false);
    await world.platform.settle();
    expect(world.node("b").edit_number).toBe(1);
  });

  it("lives as long as its worker sends heartbeats", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const { job_id, token } = await run.claim("one");
    for (let beat = 0; beat < 10; beat += 1) {
      await world.platform.advance(LEASE_MS - 10);
      expect(await world.orchestrator.heartbeat(job_id, token)).toEqual({ aborted: false });
    }
    expect(run.job("one")).toMatchObject({ status: "RUNNING", attempt: 1 });
    await world.platform.advance(LEASE_MS);
    expect(run.statuses.one).toBe("PENDING");
  });

  it("is not extended by a worker that has lost it: that worker must stop", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const late = await run.claim("one");
    await world.platform.advance(LEASE_MS);
    await run.claim("one");
    await world.platform.advance(LEASE_MS - 10);
    expect(await world.orchestrator.heartbeat(late.job_id, late.token)).toEqual({ aborted: true });
    expect(await world.orchestrator.heartbeat("JOB_none", 1)).toEqual({ aborted: true });
    await world.platform.advance(10);
    expect(run.statuses.one).toBe("PENDING");
  });

  it("ends with its job: the alarm has nothing more to do", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.run("one");
    await run.run("two");
    const kinds = world.store.dueTimers(Number.MAX_SAFE_INTEGER, 100).map(({ kind }) => kind);
    expect(kinds).not.toContain("lease");
    expect(kinds).not.toContain("dispatch");
    await world.platform.advance(24 * 3_600_000);
    expect(run.submission.submission_status).toBe("COMPLETED");
    expect(world.alarmAtMs).toBeNull();
  });
});

describe("a message that got lost", () => {
  it("is sent again by the alarm, each time after twice the time", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const message = [{ job_id: run.jobId("one"), attempt: 0 }];
    expect(await world.messages()).toEqual(message);
    for (const patienceMs of [LEASE_MS / 2, LEASE_MS, LEASE_MS * 2]) {
      await world.platform.advance(patienceMs - 10);
      expect(await world.messages()).toEqual([]);
      await world.platform.advance(10);
      expect(await world.messages()).toEqual(message);
    }
  });

  it("is sent again after the first time again when a worker has had the job in between", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await world.platform.advance(LEASE_MS * 2);
    await run.claim("one");
    await world.platform.advance(LEASE_MS);
    await world.messages();
    await world.platform.advance(LEASE_MS / 2 - 10);
    expect(await world.messages()).toEqual([]);
    await world.platform.advance(10);
    expect(await world.messages()).toEqual([{ job_id: run.jobId("one"), attempt: 1, placement: "alone" }]);
  });

  it("is looked for again and again: the time between stops growing", async () => {
    const world = new World();
    await world.submit(CHAIN);
    await world.platform.advance(LEASE_MS * 200);
    await world.messages();
    await world.platform.advance(LEASE_MS * 32);
    expect(await world.messages()).toHaveLength(1);
  });

  it("because the Queue was down is sent when it is up again", async () => {
    const world = new World();
    world.queueIsUp = false;
    const run = await world.submit(CHAIN);
    expect(await world.woken()).toEqual([]);
    expect(world.events).toContain("wake_failed");
    world.queueIsUp = true;
    await world.platform.advance(LEASE_MS / 2);
    expect(await world.woken()).toEqual(["one"]);
    await run.run("one");
  });

  it("is not looked for once the job is taken", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const { job_id, token } = await run.claim("one");
    await world.woken();
    await world.platform.advance(LEASE_MS - 10);
    await world.orchestrator.heartbeat(job_id, token);
    await world.platform.advance(LEASE_MS - 10);
    expect(await world.woken()).toEqual([]);
  });
});

describe("a message that the Queue has given up", () => {
  it("fails no job: its timer wakes a worker again, and the job runs", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await world.woken();
    await world.orchestrator.reportDeadLetter(run.jobId("one"), 0);
    expect(run.statuses).toEqual({ one: "PENDING", two: "BLOCKED" });
    expect(await world.woken()).toEqual([]);
    await world.platform.advance(LEASE_MS);
    expect(await world.woken()).toEqual(["one"]);
    await run.run("one");
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "PENDING" });
    expect(world.events).toContain("dead_letter");
  });

  it.each([60_000, 3_600_000])(
    "wakes a worker when its object was out of reach for %i ms and has lost its alarm",
    async (ms) => {
      const world = new World();
      const run = await world.submit(CHAIN);
      await world.woken();
      const object = world.platform.objects.get(world.domain);
      if (object === undefined) throw new Error("The world has no object");
      object.alarmAtMs = null;
      await world.platform.advance(ms);
      world.evict();
      await world.orchestrator.reportDeadLetter(run.jobId("one"), 0);
      expect(await world.woken()).toEqual(["one"]);
      await run.run("one");
      expect(run.statuses).toEqual({ one: "COMPLETED", two: "PENDING" });
    },
  );

  it("wakes workers less and less often while messages get lost, at last every half an hour", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const wakings: number[] = [];
    for (let hour = 0; hour < 12; hour += 1) {
      await world.platform.advance(3_600_000);
      await world.orchestrator.reportDeadLetter(run.jobId("one"), 0);
      wakings.push((await world.woken()).length);
    }
    expect(wakings[0]).toBeGreaterThan(4);
    expect(wakings.slice(2).every((count) => count >= 1 && count <= 3)).toBe(true);
  });

  it("changes nothing when the job runs, has ended, is in a later try, or is gone", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.orchestrator.reportDeadLetter(run.jobId("one"), 0);
    expect(run.statuses.one).toBe("RUNNING");
    await world.platform.advance(LEASE_MS);
    await world.orchestrator.reportDeadLetter(run.jobId("one"), 0);
    expect(run.statuses.one).toBe("PENDING");
    await run.run("one");
    await world.orchestrator.reportDeadLetter(run.jobId("one"), 2);
    expect(run.statuses.one).toBe("COMPLETED");
    await world.orchestrator.reportDeadLetter("JOB_none", 0);
  });
});
