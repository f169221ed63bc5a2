import { beforeEach, describe, expect, it } from "vitest";
import { TIMERS_AT_ONCE } from "../../src/orchestrator/due-timers.ts";
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
    expect(await resume(run)).toMatchObject({ moved: 1 });
    expect(run.statuses).toMatchObject({ one: "PENDING" });
    expect(await world.woken()).toEqual(["one"]);
  });

  it("wakes a worker again for a job whose message was lost when the watchdog calls", async () => {
    const run = await world.submit(CHAIN);
    await world.messages();
    loseAlarm(how);
    await world.platform.advance(HOUR_MS);
    expect(await world.woken()).toEqual([]);
    expect(await resume(run)).toMatchObject({ moved: 1 });
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
  // Some tests take rows out of the tables.
  beforeEach(() => {
    world = new World({ layout: "tables" });
  });

  it("changes nothing that D1 or a worker sees while all is well", async () => {
    const run = await world.submit(CHAIN);
    await run.claim("one");
    await world.platform.advance(LEASE_MS / 2);
    await world.messages();
    const batches = world.database.batches.length;
    expect(await resume(run)).toMatchObject({ moved: 0 });
    expect(await world.messages()).toEqual([]);
    expect(world.database.batches.length).toBe(batches);
    expect(run.statuses).toEqual({ one: "RUNNING", two: "BLOCKED" });
  });

  it("sets the timer of a pending job that has none, and wakes a worker", async () => {
    const run = await world.submit(CHAIN);
    await world.messages();
    world.sql.run("DELETE FROM timers");
    world.evict();
    expect(await resume(run)).toMatchObject({ moved: 1 });
    expect(await world.woken()).toEqual(["one"]);
    expect(world.store.nextDue()).not.toBeNull();
  });

  it("keeps the delay of a retry whose timer is missing", async () => {
    world = new World({ layout: "tables", retries: { one: { limit: 1, delayMs: HOUR_MS, backoff: "constant" } } });
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
    expect(await resume(run)).toMatchObject({ moved: 1 });
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
    expect(await resume(run)).toMatchObject({ moved: 1 });
    expect(run.statuses).toEqual({ one: "PENDING" });
  });

  it("restores the wait of a blocked job, so that the write that comes then releases it", async () => {
    world.have(dataNode("a"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    world.sql.run("DELETE FROM waits");
    world.evict();
    expect(await resume(run)).toMatchObject({ moved: 1 });
    expect(await resume(run)).toMatchObject({ moved: 0 });
    await world.write("a");
    expect(run.statuses).toEqual({ one: "PENDING" });
  });

  it("reads a node of another domain that no timer reads any more", async () => {
    const platform = createPlatform();
    world = new World({ layout: "tables", platform, domain: "reader" });
    world.have(dataNode("table", { domain: "owner" }), dataNode("out", { domain: "reader" }));
    const run = await world.submit([task("read", ["table"], ["out"], { domain: "reader" })]);
    await platform.settle();
    world.sql.run("DELETE FROM timers");
    world.evict();
    world.have({ ...world.node("table"), last_edit_date: "2026-11-23T06:00:00", edit_number: 1, revision: 9 });
    expect(await resume(run)).toMatchObject({ moved: 1 });
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
    expect(await resume(run)).toMatchObject({ moved: 0 });
    await world.platform.advance(HOUR_MS);
    expect(await resume(run)).toMatchObject({ moved: 1 });
    expect(submissions.get(run.id)?.submission_status).toBe("COMPLETED");
    expect(jobs.get(jobBefore.id)?.status).toBe("COMPLETED");
  });

  it("names the submissions that the object does not know, and leaves them alone", async () => {
    const run = await world.submit(CHAIN);
    await world.platform.settle();
    const batches = world.database.batches.length;
    const row = world.database.submissions.get(run.id);
    if (row === undefined) throw new Error("D1 has never had the submission");
    world.database.submissions.set("SUBMISSION_of_another_life", row);
    const ids = ["SUBMISSION_of_another_life", run.id];
    expect(await world.orchestrator.resume(ids)).toEqual({ moved: 0, unknown: ["SUBMISSION_of_another_life"] });
    expect(world.database.batches.length).toBe(batches);
  });

  it("does not name a submission that has ended and left since the watchdog read D1", async () => {
    world = new World();
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await run.run("one");
    await world.platform.settle();
    await world.platform.advance(HOUR_MS);
    world.evict();
    expect(world.store.submission(run.id)).toBeNull();
    expect(await resume(run)).toMatchObject({ unknown: [] });
    world.database.down = "reads";
    expect(await resume(run)).toMatchObject({ unknown: [] });
  });

  it("does not name a submission whose deletion D1 has not taken yet", async () => {
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await run.run("one");
    await world.platform.settle();
    world.database.down = "before";
    const deleted = world.orchestrator.deleteSubmission(run.id);
    await world.platform.advance(HOUR_MS);
    await deleted;
    const resumed = resume(run);
    await world.platform.advance(60_000);
    expect(await resumed).toMatchObject({ unknown: [] });
  });

  it("removes rows that D1 has, since the alarm that would have done so is lost", async () => {
    const run = await world.submit(CHAIN);
    loseAlarm({ evicted: false });
    await world.platform.settle();
    const rows = () => world.sql.all("SELECT place FROM changes").length;
    expect(rows()).toBeGreaterThan(0);
    await resume(run);
    expect(rows()).toBe(0);
  });

  it("writes nothing to the object and sets no alarm while a long job runs and others wait", async () => {
    world = new World({ concurrencyOf: { two: 1 } });
    const run = await world.submit(CHAIN);
    const others = await world.submit([task("two", ["b"], ["d"])]);
    const order = await run.claim("one");
    for (let beats = 0; beats < 20; beats += 1) {
      await world.platform.advance(LEASE_MS / 3);
      await world.orchestrator.heartbeat(order.job_id, order.token);
    }
    await world.platform.settle();
    const written = watchWrites(world);
    expect(await world.orchestrator.resume([run.id, others.id])).toEqual({ moved: 0, unknown: [] });
    await world.platform.settle();
    expect(written()).toEqual([]);
  });

  it("looks at each waiting job once, so that a thousand of them take no work of their squares", async () => {
    const runs = [await world.submit([task("first", ["a"], ["b"])])];
    const many = Array.from({ length: 1_000 }, (_, index) => task(`t${index}`, ["b"], [`out${index}`]));
    runs.push(await world.submit(many));
    await world.platform.settle();
    let looks = 0;
    const queueAt = world.cache.queueAt.bind(world.cache);
    world.cache.queueAt = (id) => {
      looks += 1;
      return queueAt(id);
    };
    const node = world.cache.node.bind(world.cache);
    world.cache.node = (id) => {
      looks += 1;
      return node(id);
    };
    expect(await world.orchestrator.resume(runs.map(({ id }) => id))).toEqual({ moved: 0, unknown: [] });
    expect(looks).toBeGreaterThan(1_000);
    expect(looks).toBeLessThan(5_000);
  });

  it("mends the other submissions when one can't be mended", async () => {
    const runs = [await world.submit([task("one", ["a"], ["b"])]), await world.submit([task("two", ["c"], ["d"])])];
    await world.messages();
    world.sql.run("DELETE FROM timers");
    world.sql.run("UPDATE jobs SET job = 'broken' WHERE id = ?", runs[0]?.jobId("one") ?? "");
    world.evict();
    expect(await world.orchestrator.resume(runs.map(({ id }) => id))).toMatchObject({ moved: 1 });
    expect((await world.messages()).map(({ job_id }) => job_id)).toEqual([runs[1]?.jobId("two")]);
    expect(world.events).toContain("submission_not_mended");
  });

  it("fires no more than one alarm's share of due timers; the alarm that it sets fires the rest", async () => {
    const tasks = Array.from({ length: TIMERS_AT_ONCE + 1 }, (_, index) => task(`t${index}`, ["a"], [`out${index}`]));
    const run = await world.submit(tasks);
    await world.messages();
    loseAlarm({ evicted: false });
    await world.platform.advance(HOUR_MS);
    expect(await resume(run)).toMatchObject({ moved: TIMERS_AT_ONCE });
    await world.platform.advance(1_000);
    expect(new Set(await world.woken()).size).toBe(TIMERS_AT_ONCE + 1);
  });

  it("fails a job that waits for a node which was deleted before it had a value", async () => {
    world.have(dataNode("a"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    world.sql.run("DELETE FROM waits");
    world.evict();
    await world.orchestrator.deleteDataNode(world.node("a"));
    world.sql.run("INSERT INTO waits SELECT 'a', position, job_id FROM locks");
    world.evict();
    expect(run.statuses).toEqual({ one: "BLOCKED" });
    expect(await resume(run)).toMatchObject({ moved: 1 });
    expect(run.statuses).toEqual({ one: "FAILED" });
  });
});

/** The statements that change the object's tables from now on, and the alarms that it sets. */
function watchWrites({ sql, platform, domain }: World): () => readonly string[] {
  const seen: string[] = [];
  const run = sql.run.bind(sql);
  sql.run = (statement, ...values) => {
    seen.push(statement);
    return run(statement, ...values);
  };
  const object = platform.objects.get(domain);
  const alarmAtMs = object?.alarmAtMs;
  return () => (object?.alarmAtMs === alarmAtMs ? seen : [...seen, `the alarm at ${object?.alarmAtMs}`]);
}
