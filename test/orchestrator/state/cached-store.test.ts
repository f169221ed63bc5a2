import { describe, expect, it, vi } from "vitest";
import type { ObjectLayout } from "../../../src/core/config/settings/object-layout.ts";
import { unwrap } from "../../../src/core/errors.ts";
import type { Changes } from "../../../src/core/jobs/state/jobs-state.ts";
import { type JobRecord, NO_COUNTERS } from "../../../src/core/jobs/state/records.ts";
import { CachedStore } from "../../../src/orchestrator/state/cached-store.ts";
import { applySchema } from "../../../src/orchestrator/state/object-schema.ts";
import { Store } from "../../../src/orchestrator/state/store.ts";
import { ObjectSqlite } from "../../simulation/platform/object-sqlite.ts";
import { dataNode, task } from "../world/factories.ts";
import { World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
const NODES = ["a", "b", "c", "d"];

const NO_CHANGES: Changes = {
  meta: { ...NO_COUNTERS, clock: 1, revision: 1, position: 1, slowTasks: [], forgetsScenario: false },
  nodes: [],
  jobs: [],
  submissions: [],
  deletedNodes: [],
  deletedJobs: [],
  deletedSubmissions: [],
  locked: [],
  unlocked: [],
  waiting: [],
  waitedFor: [],
  queues: new Map(),
  timers: [],
  outbox: [],
};

/** What a store says of an object. */
const stateOf = (cache: CachedStore, jobs: readonly string[], submissions: readonly string[]) => ({
  meta: { ...cache.meta(), confirmed: 0 },
  nodes: NODES.map((id) => cache.node(id)),
  jobs: jobs.map((id) => cache.job(id)),
  submissions: submissions.map((id) => cache.submission(id)),
  active: submissions.map((id) => cache.activeJobs(id)),
  queues: NODES.map((id) => cache.queueAt(id)),
  timers: cache.dueTimers(Number.MAX_SAFE_INTEGER, 100),
});

/** A world whose object's memory is compared with what the object's next life would read. */
function watchedWorld(layout: ObjectLayout) {
  const world = new World({ layout });
  return {
    world,
    expectTruth(jobs: readonly string[], submissions: readonly string[]) {
      const [memory, stored] = [world.cache, world.store].map((store) => stateOf(store, jobs, submissions));
      // What is at rest may have left the object: D1 has it as the memory has it.
      const orD1 = <T>(all: readonly (T | null)[], ids: readonly string[], find: (id: string) => T | null) =>
        all.map((record, index) => record ?? find(ids[index] ?? ""));
      const atRest = <T>(record: T | null, row: unknown, entity: (record: T) => unknown): T | null => {
        if (record !== null && row !== undefined) expect(row).toMatchObject(entity(record) as object);
        return row === undefined ? null : record;
      };
      const { jobs: jobRows, submissions: submissionRows, dataNodes } = world.database;
      const complete = stored && {
        ...stored,
        nodes: orD1(stored.nodes, NODES, (id) =>
          atRest(world.cache.node(id), dataNodes.get(id), ({ node: { id, edit_number } }) => ({ id, edit_number })),
        ),
        jobs: orD1(stored.jobs, jobs, (id) => atRest(world.cache.job(id), jobRows.get(id), ({ job }) => job)),
        submissions: orD1(stored.submissions, submissions, (id) =>
          atRest(world.cache.submission(id), submissionRows.get(id), ({ submission }) => submission),
        ),
      };
      expect(memory).toEqual(complete);
    },
  };
}

const LAYOUTS = ["journal", "tables"] as const;

describe.each(LAYOUTS)("the cached store of an object (%s)", (layout) => {
  it("equals its SQLite after every command", async () => {
    const { world, expectTruth } = watchedWorld(layout);
    const run = await world.submit(CHAIN);
    const check = () => expectTruth(run.jobIds, [run.id]);
    check();
    const order = await run.claim("one");
    check();
    await world.orchestrator.heartbeat(order.job_id, order.token);
    check();
    const { next } = await world.complete(order, true);
    check();
    if (next !== null) await world.fail(next);
    check();
    await world.write("a");
    check();
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "ann", 1_000_000, null));
    check();
    await world.platform.advance(60_000);
    check();
    unwrap(await world.orchestrator.deleteSubmission(run.id));
    check();
    unwrap(await world.orchestrator.deleteDataNode(world.node("a")));
    check();
  });

  it("equals its SQLite after a command that broke in the middle, wherever that was", async () => {
    const { world, expectTruth } = watchedWorld(layout);
    const run = await world.submit(CHAIN);
    const order = await run.claim("one");
    const { run: original } = world.sql;
    // Each write of the transaction that completes the job fails once.
    let failures = 0;
    for (let failing = 0; ; failing += 1) {
      let writes = 0;
      world.sql.run = (...call) => {
        if (writes === failing) throw new Error("No more disk");
        writes += 1;
        original.apply(world.sql, call);
      };
      const outcome = await world.complete(order, true).then(
        () => "completed",
        () => "broken",
      );
      world.sql.run = original;
      expectTruth(run.jobIds, [run.id]);
      if (outcome === "completed") break;
      failures += 1;
      expect(run.statuses).toEqual({ one: "RUNNING", two: "BLOCKED" });
    }
    expect(failures).toBeGreaterThanOrEqual(layout === "tables" ? 6 : 1);
    await world.platform.settle();
    expect(run.statuses).toEqual({ one: "COMPLETED", two: "RUNNING" });
    expect(world.database.jobs.get(run.jobId("two"))).toEqual(run.job("two"));
  });

  it("forgets all that it saved when the commit itself fails", () => {
    const sql = new ObjectSqlite();
    const cache = new CachedStore(sql, { layout });
    cache.open();
    expect(cache.meta().revision).toBe(0);
    const save = (revision: number, due: number, fails: boolean) =>
      cache.transaction(() => {
        cache.save({
          ...NO_CHANGES,
          meta: { ...NO_CHANGES.meta, revision },
          nodes: [{ node: dataNode("a", { revision }), deleted: false, lock_comment: null, actor_until: null }],
          timers: [{ kind: "job", id: "JOB_1", due }],
          outbox: [["data_node", "a", null]],
        });
        if (fails) throw new Error("The commit has failed");
      });
    const seen = (store: CachedStore) => [
      store.meta().revision,
      store.node("a")?.node.revision,
      store.nextDue(),
      store.outbox.read(9).map(({ revision }) => revision),
    ];
    save(1, 100, false);
    expect(seen(cache)).toEqual([1, 1, 100, [1]]);
    expect(() => save(2, 50, true)).toThrow("The commit has failed");
    expect(seen(cache)).toEqual([1, 1, 100, [1]]);
    expect(seen(new CachedStore(sql))).toEqual([1, 1, 100, [1]]);
  });

  it("is empty when the first command of an object breaks", async () => {
    const { world, expectTruth } = watchedWorld(layout);
    world.have(dataNode("d"));
    const { run: original } = world.sql;
    world.sql.run = (query, ...bindings) => {
      if (/^(UPDATE meta|INSERT INTO journal)/.test(query)) throw new Error("No more disk");
      original.call(world.sql, query, ...bindings);
    };
    await expect(world.write("d")).rejects.toThrow("No more disk");
    world.sql.run = original;
    expectTruth([], []);
    expect(unwrap(await world.write("d")).value.number).toBe(1);
  });

  it("reads no row of SQLite again while the object lives", async () => {
    const world = new World({ layout });
    world.have(dataNode("d"));
    await world.write("d");
    const reads = vi.spyOn(world.sql, "all");
    await world.write("d");
    expect(reads).not.toHaveBeenCalled();
  });
});

describe("the records in an object's memory", () => {
  const layout = "tables";

  it("are given up between two transactions when they have become too much, and read anew", () => {
    const sql = new ObjectSqlite();
    const cache = new CachedStore(sql, { layout });
    cache.open();
    const stacktrace = Array.from({ length: 20 }, () => "x".repeat(10_000));
    const jobs = Array.from({ length: 30 }, (_, position) => {
      const job = { id: `JOB_${position}`, submit_id: "S", task_id: "T", status: "FAILED", stacktrace };
      return { job, position } as unknown as JobRecord;
    });
    cache.transaction(() => cache.save({ ...NO_CHANGES, jobs }));
    const kept = cache.job("JOB_0");
    cache.transaction(() => undefined);
    expect(cache.job("JOB_0")).not.toBe(kept);
    expect(cache.job("JOB_0")).toEqual(new Store(sql).job("JOB_0"));
    expect(cache.job("JOB_none")).toBeNull();
  });

  it.each<[string, (cache: CachedStore, id: string) => unknown]>([
    ["data nodes", (cache, id) => cache.node(id)],
    ["jobs", (cache, id) => cache.job(id)],
    ["submissions", (cache, id) => cache.submission(id)],
    ["queues of data nodes", (cache, id) => cache.queueAt(id)],
  ])("are given up, too, when they have become too much only by %s that do not exist", (_, read) => {
    const sql = new ObjectSqlite();
    const cache = new CachedStore(sql, { layout });
    applySchema(sql);
    sql.run("INSERT INTO nodes (id, node) VALUES ('another', '{}')");
    cache.open();
    for (let id = 0; id <= 40_000; id += 1) read(cache, `unknown ${id}`);
    const reads = vi.spyOn(sql, "all");
    read(cache, "unknown 0");
    expect(reads).not.toHaveBeenCalled();
    cache.transaction(() => undefined);
    read(cache, "unknown 0");
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("are given up, too, when they have become too much only by jobs and submissions that were deleted", () => {
    const sql = new ObjectSqlite();
    const cache = new CachedStore(sql, { layout });
    cache.open();
    cache.meta();
    const ids = (kind: string) => Array.from({ length: 20_001 }, (_, index) => `${kind}_${index}`);
    cache.transaction(() =>
      cache.save({ ...NO_CHANGES, deletedJobs: ids("JOB"), deletedSubmissions: ids("SUBMISSION") }),
    );
    const reads = vi.spyOn(sql, "all");
    expect(cache.job("JOB_0")).toBeNull();
    expect(reads).not.toHaveBeenCalled();
    cache.transaction(() => undefined);
    expect(cache.job("JOB_0")).toBeNull();
    expect(reads).toHaveBeenCalledTimes(1);
  });
});
