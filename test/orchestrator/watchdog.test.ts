import { beforeEach, describe, expect, it } from "vitest";
import { dataNode, task } from "./world/factories.ts";
import { createPlatform } from "./world/platform.ts";
import { LEASE_MS, type Run, World } from "./world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
const HOUR_MS = 3_600_000;

let world: World;

beforeEach(() => {
  world = new World();
  sleeps = false;
});

/** Only the next call wakes the object. */
let sleeps = false;

/** The platform forgets the alarm, and with `evicted` the object with it. */
function loseAlarm({ evicted }: { evicted: boolean }): void {
  const object = world.platform.objects.get(world.domain);
  if (object === undefined) throw new Error("The world has no object");
  object.alarmAtMs = null;
  sleeps = evicted;
}

function resume(run: Pick<Run, "id">) {
  if (sleeps) world.evict();
  sleeps = false;
  return world.orchestrator.resume([run.id]);
}

describe.each([{ evicted: true }, { evicted: false }])("an object whose alarm was lost (evicted: $evicted)", (how) => {
  it("gives a job whose worker has died to another worker when the watchdog calls", async () => {
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.messages();
    await world.platform.settle();
    loseAlarm(how);
    await world.platform.advance(HOUR_MS);
    expect(run.statuses).toMatchObject({ one: "RUNNING" });
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(run.statuses).toMatchObject({ one: "PENDING" });
    expect(await world.woken()).toEqual(["one"]);
  });

  it("wakes a worker again for a job whose message was lost when the watchdog calls", async () => {
    const run = await world.submit(CHAIN);
    await world.messages();
    loseAlarm(how);
    await world.platform.advance(HOUR_MS);
    expect(await world.woken()).toEqual([]);
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(await world.woken()).toEqual(["one"]);
  });

  it("has its alarm again after the watchdog's call, so that the next step needs no watchdog", async () => {
    const run = await world.submit(CHAIN);
    loseAlarm(how);
    await resume(run);
    await world.messages();
    await world.platform.advance(LEASE_MS);
    expect(await world.woken()).toContain("one");
  });
});

describe("the watchdog's call", () => {
  it("changes nothing that D1 or a worker sees while all is well", async () => {
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.platform.advance(LEASE_MS / 2);
    await world.messages();
    const batches = world.database.batches.length;
    expect(await resume(run)).toEqual({ moved: 0 });
    expect(await world.messages()).toEqual([]);
    expect(world.database.batches.length).toBe(batches);
    expect(run.statuses).toEqual({ one: "RUNNING", two: "BLOCKED" });
  });

  it("sets the timer of a pending job that has none, and wakes a worker", async () => {
    const run = await world.submit(CHAIN);
    await world.messages();
    world.sql.run("DELETE FROM timers");
    world.evict();
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(await world.woken()).toEqual(["one"]);
    expect(world.store.nextDue()).not.toBeNull();
  });

  it("keeps the delay of a retry whose timer is missing", async () => {
    world = new World({ retries: { one: { limit: 1, delayMs: HOUR_MS, backoff: "constant" } } });
    const run = await world.submit(CHAIN);
    await world.fail(await run.claim("one"));
    await world.messages();
    world.sql.run("DELETE FROM timers");
    world.evict();
    await resume(run);
    expect(await world.messages()).toEqual([]);
    expect(world.store.nextDue()).toBeGreaterThan(world.platform.nowMs + HOUR_MS / 2);
  });

  it("gives the worker of a job without a timer one more lease, and no longer", async () => {
    const run = await world.submit(CHAIN);
    await run.claim("one");
    world.sql.run("DELETE FROM timers");
    world.evict();
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(run.statuses).toMatchObject({ one: "RUNNING" });
    await world.platform.advance(LEASE_MS + 1_000);
    expect(run.statuses).toMatchObject({ one: "PENDING" });
  });

  it("settles a blocked job whose inputs are ready", async () => {
    world.have(dataNode("a"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    expect(run.statuses).toEqual({ one: "BLOCKED" });
    world.sql.run("DELETE FROM waits");
    world.evict();
    await world.write("a");
    expect(run.statuses).toEqual({ one: "BLOCKED" });
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(run.statuses).toEqual({ one: "PENDING" });
  });

  it("restores the wait of a blocked job, so that the write that comes then releases it", async () => {
    world.have(dataNode("a"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    world.sql.run("DELETE FROM waits");
    world.evict();
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(await resume(run)).toEqual({ moved: 0 });
    await world.write("a");
    expect(run.statuses).toEqual({ one: "PENDING" });
  });

  it("reads a node of another domain that no timer reads any more", async () => {
    const platform = createPlatform();
    world = new World({ platform, domain: "reader" });
    world.have(dataNode("table", { domain: "owner" }), dataNode("out", { domain: "reader" }));
    const run = await world.submit([task("read", ["table"], ["out"], { domain: "reader" })]);
    await platform.settle();
    world.sql.run("DELETE FROM timers");
    world.evict();
    world.have({ ...world.node("table"), last_edit_date: "2026-11-23T06:00:00", edit_number: 1, revision: 9 });
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(run.statuses).toEqual({ read: "PENDING" });
  });

  it("drains the outbox of an object that was evicted before D1 had its changes", async () => {
    world.database.down = "before";
    const run = await world.submit(CHAIN);
    loseAlarm({ evicted: true });
    world.database.down = null;
    await world.platform.advance(HOUR_MS);
    expect(world.database.submissions.has(run.id)).toBe(false);
    await resume(run);
    expect(world.database.submissions.has(run.id)).toBe(true);
  });

  it("sends an ended submission with its jobs once more when D1 was set back", async () => {
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await world.platform.settle();
    const { submissions, jobs } = world.database;
    const [before] = [submissions.get(run.id)];
    const jobBefore = jobs.get(run.jobId("one"));
    await run.run("one");
    await world.platform.settle();
    expect(submissions.get(run.id)?.finished_at).not.toBeNull();
    if (before === undefined || jobBefore === undefined) throw new Error("D1 has never had the submission");
    submissions.set(run.id, before);
    jobs.set(jobBefore.id, jobBefore);
    expect(await resume(run)).toEqual({ moved: 0 });
    await world.platform.advance(HOUR_MS);
    expect(await resume(run)).toEqual({ moved: 1 });
    expect(submissions.get(run.id)?.submission_status).toBe("COMPLETED");
    expect(jobs.get(jobBefore.id)?.status).toBe("COMPLETED");
  });

  it("leaves alone what the object does not know", async () => {
    expect(await world.orchestrator.resume(["SUBMISSION_of_another_life"])).toEqual({ moved: 0 });
    expect(world.database.batches).toEqual([]);
  });
});
