import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { CancelSignal } from "../../src/core/cancellation.ts";
import { DEADLINES } from "../../src/core/deadlines.ts";
import { acceptJob } from "../../src/core/jobs/machine/accept-submission.ts";
import { deleteJob } from "../../src/core/jobs/machine/delete.ts";
import { Commits, FLUSH_PATIENCE_MS } from "../../src/orchestrator/commits.ts";
import { DRAIN_DELAY_MS } from "../../src/orchestrator/outbox/next-drain.ts";
import { CachedStore } from "../../src/orchestrator/state/cached-store.ts";
import { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { DOMAIN, inertJob } from "./world/factories.ts";
import { createFakeDatabase } from "./world/fake-database.ts";

/** Of calls to D1 and of answers; they end with these. */
const DEADLINES_MS: readonly number[] = [DEADLINES.drain.ms, FLUSH_PATIENCE_MS];

interface Sleep {
  readonly ms: number;
  readonly signal: CancelSignal | undefined;
  end(): void;
}

/** The commits of an object whose sleeps end only when the test says so. */
function newCommits(sql = new ObjectSqlite()) {
  const database = createFakeDatabase();
  const store = new CachedStore(sql);
  store.open();
  const sleeps: Sleep[] = [];
  const commits = new Commits(
    {
      domain: DOMAIN,
      app: {
        job: { mode: "standalone", leaseMs: 60_000, workerRetryLimit: 1, concurrency: null, objectsPerRegion: 4 },
        tasks: new Map(),
      },
      store,
      database,
      wake: async () => undefined,
      poke: async () => undefined,
      peer: () => {
        throw new Error("These commits call no other object");
      },
      setAlarm: async () => undefined,
      getAlarm: async () => null,
      alarmAtMs: null,
      removeAll: async () => false,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (!DEADLINES_MS.includes(ms)) sleeps.push({ ms, signal, end: resolve });
        }),
      clock: () => Date.UTC(2026, 10, 23, 6) * 1_000,
      newUuid: () => "uuid",
      log: () => undefined,
    },
    () => undefined,
    () => undefined,
  );
  let jobs = 0;
  return {
    database,
    commits,
    sleeps,
    /** Commits a change that D1 must get. */
    change() {
      jobs += 1;
      const job = inertJob(`JOB_${jobs}`);
      commits.commit((transaction) => acceptJob(transaction, job));
    },
    async endSleep(index: number) {
      sleeps[index]?.end();
      await setImmediate();
    },
    /** Each sleep: its length, and whether it was ended early. */
    plans: () => sleeps.map(({ ms, signal }) => [ms, signal?.aborted]),
  };
}

describe("the drain that follows a commit", () => {
  it("takes along what is committed before it starts, and is not put off by that", async () => {
    const { database, change, endSleep, plans } = newCommits();
    change();
    change();
    expect(plans()).toEqual([[DRAIN_DELAY_MS, false]]);
    await endSleep(0);
    expect(database.batches.map((rows) => rows.jobs.length)).toEqual([2]);
  });

  it("is not planned for a commit that changes nothing in D1", () => {
    const { commits, plans } = newCommits();
    commits.commit(() => undefined);
    expect(plans()).toEqual([]);
  });

  it("takes the place of a later one that was planned while a call waited for its submission", async () => {
    const { database, commits, change, endSleep, plans } = newCommits();
    await commits.awaited(async () => change());
    change();
    expect(plans()).toEqual([
      [1_000, true],
      [DRAIN_DELAY_MS, false],
    ]);
    await endSleep(0);
    expect(database.batches).toEqual([]);
    await endSleep(1);
    expect(database.jobs.size).toBe(2);
  });

  it("is given up when a call brings D1 up to date before", async () => {
    const { database, commits, change, endSleep, plans } = newCommits();
    change();
    expect(await commits.flush()).toBe(true);
    change();
    expect(plans()).toEqual([
      [DRAIN_DELAY_MS, true],
      [DRAIN_DELAY_MS, false],
    ]);
    await endSleep(0);
    expect(database.jobs.size).toBe(1);
    await endSleep(1);
    expect(database.jobs.size).toBe(2);
  });

  it("is left to the alarm when D1 has failed meanwhile, and follows commits again once D1 has answered", async () => {
    const { database, commits, change, endSleep, plans } = newCommits();
    change();
    database.down = "before";
    const failing = commits.flush();
    change();
    expect(await failing).toBe(false);
    expect(database.batches).toHaveLength(1);
    await endSleep(1);
    change();
    expect([database.batches.length, plans().length]).toEqual([1, 2]);
    database.down = null;
    expect(await commits.flush()).toBe(true);
    change();
    expect(plans()).toHaveLength(3);
  });

  it("follows a call that is refused, too, when the object was evicted before D1 had its changes", async () => {
    const sql = new ObjectSqlite();
    newCommits(sql).change();
    const { database, commits, endSleep, plans } = newCommits(sql);
    const answer = await commits.commitToD1((transaction) => deleteJob(transaction, "JOB_none"));
    expect([answer.ok, plans()]).toEqual([false, [[DRAIN_DELAY_MS, false]]]);
    await endSleep(0);
    expect([...database.jobs.keys()]).toEqual(["JOB_1"]);
  });
});
