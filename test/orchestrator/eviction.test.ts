import { describe, expect, it } from "vitest";
import { unwrap } from "../../src/core/errors.ts";
import { NO_COUNTERS } from "../../src/core/jobs/state/records.ts";
import { CachedStore } from "../../src/orchestrator/state/cached-store.ts";
import { applySchema, SCHEMA } from "../../src/orchestrator/state/object-schema.ts";
import { OutboxLog } from "../../src/orchestrator/state/outbox-log.ts";
import { Store } from "../../src/orchestrator/state/store.ts";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { inertJob, task, written } from "./world/factories.ts";
import { LEASE_MS, World } from "./world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

describe("the object's tables", () => {
  it("are made once: to apply the schema again changes nothing", () => {
    const sql = new ObjectSqlite();
    applySchema(sql);
    sql.run("UPDATE meta SET clock = 5, revision = 6, position = 7");
    applySchema(sql);
    expect(sql.all("SELECT clock, revision, position FROM meta")).toEqual([{ clock: 5, revision: 6, position: 7 }]);
    expect(sql.all("SELECT count FROM applied_statements")).toEqual([{ count: SCHEMA.length }]);
  });

  it("get only what they lack when the list has grown", () => {
    const sql = new ObjectSqlite();
    const known = SCHEMA.length - 1;
    for (const statement of SCHEMA.slice(0, known)) sql.run(statement);
    sql.run("CREATE TABLE schema_version (applied INTEGER NOT NULL)");
    sql.run("INSERT INTO schema_version VALUES (?)", known);
    sql.run("UPDATE meta SET revision = 7");
    applySchema(sql);
    applySchema(sql);
    expect(new Store(sql).meta()).toEqual({
      ...NO_COUNTERS,
      clock: 0,
      revision: 7,
      position: 0,
      forgetsScenario: false,
      slowTasks: [],
    });
  });

  it("keep unconfirmed changes and due timers when their form changes", () => {
    const sql = new ObjectSqlite();
    for (const statement of SCHEMA.slice(0, SCHEMA.indexOf("DROP TABLE outbox") - 2)) sql.run(statement);
    sql.run("CREATE TABLE schema_version (applied INTEGER NOT NULL)");
    sql.run("INSERT INTO schema_version VALUES (?)", SCHEMA.indexOf("DROP TABLE outbox") - 2);
    sql.run("INSERT INTO timers VALUES ('dispatch', 'JOB_1', 5), ('lease', 'JOB_2', 6), ('outbox', '', 7)");
    sql.run(`INSERT INTO outbox VALUES ('job', 'JOB_1', 9, '{"id":"JOB_1"}'), ('edit', 'n#1', 8, '{"number":1}'),
      ('data_node', 'n', 7, NULL)`);
    applySchema(sql);
    expect(new OutboxLog(sql).read(9).map(({ revision, entries }) => [revision, ...entries])).toEqual([
      [7, ["data_node", "n", null]],
      [8, ["edit", "n#1", { number: 1 }]],
      [9, ["job", "JOB_1", null]],
    ]);
    expect(new CachedStore(sql).dueTimers(9, 100).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "job JOB_1",
      "job JOB_2",
      "outbox ",
    ]);
  });
});

describe("an object that was evicted", () => {
  it("goes on where it stopped: chains, locks and tokens", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    world.evict();
    const { accepted, next } = await world.complete(order, true);
    expect([accepted, next?.job_id]).toEqual([true, run.jobId("two")]);
    world.evict();
    if (next !== null) await world.complete(next);
    await world.platform.settle();
    expect(run.submission.submission_status).toBe("COMPLETED");
    expect(world.node("c")).toMatchObject({ edit_in_progress: false, edit_number: 1 });
  });

  it("still ends leases", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const late = await run.claim("one");
    world.evict();
    await world.platform.advance(LEASE_MS);
    expect(run.statuses.one).toBe("PENDING");
    expect((await world.complete(late)).accepted).toBe(false);
  });

  it("still brings to D1 what it had only for itself", async () => {
    const world = new World();
    const command = world.command(CHAIN);
    world.database.down = "before";
    const { submission } = unwrap(await world.orchestrator.submit(command));
    world.evict();
    world.database.down = null;
    await world.platform.advance(10_000);
    expect(world.database.submissions.get(submission.id)).toEqual(world.store.submission(submission.id)?.submission);
    await world.platform.advance(10_000);
    expect(world.store.isOutboxEmpty()).toBe(true);
  });

  it("sends D1 the same rows by one alarm only, although it is evicted before the next one", async () => {
    const world = new World();
    world.have(written("a"));
    world.database.down = "before";
    await world.write("a");
    world.evict();
    world.database.down = null;
    await world.platform.advance(10_000);
    expect(world.store.isOutboxEmpty()).toBe(true);
    const { length } = world.database.batches;
    world.evict();
    await world.platform.advance(20_000);
    expect(world.database.batches).toHaveLength(length);
  });

  it("sends again what D1 had not confirmed when it died", async () => {
    const world = new World();
    const open = world.database.hold();
    void world.orchestrator.submit(world.command(CHAIN));
    await world.platform.settle();
    world.evict();
    open();
    await world.platform.settle();
    expect(world.store.isOutboxEmpty()).toBe(false);
    await world.platform.advance(20_000);
    expect(world.database.batches.map(({ jobs }) => jobs.length)).toEqual([2, 2]);
    expect(world.store.isOutboxEmpty()).toBe(true);
  });

  it("wakes workers for what a dead request was to run (development)", async () => {
    const world = new World({ mode: "development" });
    const run = await world.submit(CHAIN);
    world.evict();
    await world.platform.advance(LEASE_MS);
    expect(await world.woken()).toEqual(["one"]);
    await run.run("one");
    expect(await world.woken()).toEqual(["two"]);
  });

  it("never lets its time or its revisions go back, whatever the clock says", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const before = run.submission.revision;
    world.platform.nowMs -= 3_600_000;
    world.evict();
    await run.run("one");
    const { SUBMITTED = "", COMPLETED = "" } = run.job("one").status_change_records;
    expect(COMPLETED > SUBMITTED).toBe(true);
    expect(run.submission.revision).toBeGreaterThan(before);
  });

  it("leaves no trace of a change that broke in the middle", async () => {
    const world = new World();
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    const broken = { kind: "completed" as const, outputs: null as never };
    await expect(world.end(order, broken)).rejects.toThrow();
    expect(run.statuses).toEqual({ one: "RUNNING", two: "BLOCKED" });
    expect((await world.complete(order)).accepted).toBe(true);
  });

  it("while its alarm tried D1 again goes on trying", async () => {
    const world = new World();
    world.database.down = "before";
    await world.orchestrator.createJob(inertJob("JOB_t_1"));
    world.database.down = null;
    const { apply } = world.database;
    world.database.apply = () => new Promise(() => undefined);
    world.platform.nowMs += 1_000;
    void world.platform.objects.get(world.domain)?.ring();
    await world.platform.settle();
    world.evict();
    world.database.apply = apply;
    await world.platform.advance(60_000);
    expect(world.database.jobs.size).toBe(1);
  });
});
