import { beforeEach, describe, expect, it } from "vitest";
import { DEADLINES } from "../../src/core/deadlines.ts";
import type { Workload } from "../../src/core/ports/health/health-store.ts";
import { parseTime } from "../../src/core/time.ts";
import { createHealthStore } from "../../src/d1/schema/health-store.ts";
import { KNOWN_MIGRATIONS } from "../../src/d1/schema/known-migrations.ts";
import { checkHealth, type HealthDeps } from "../../src/usecases/check-health.ts";
import { drain, submission } from "../d1/rows.ts";
import { db, emptyDatabase } from "../d1/world.ts";

const NOW = "2026-11-23T06:06:00";
const forever = () => new Promise<never>(() => undefined);
const EVERYONE = Promise.resolve(false);
const READER = Promise.resolve(true);

const NO_WORK: Workload = {
  unfinished_submissions: 0,
  is_more: false,
  oldest_unfinished: null,
  pending_jobs: 0,
  running_jobs: 0,
  blocked_jobs: 0,
  dead_letters_today: 0,
};

/** Parts that answer, and timers that ring as soon as all else has happened. */
function world(more: Partial<HealthDeps> = {}) {
  const timers: number[] = [];
  const deps: HealthDeps = {
    store: { migrations: async () => ["a", "b"], workload: async () => NO_WORK },
    known: ["a", "b"],
    parts: { kv: async () => null, durable_object: async () => undefined },
    sleep: async (ms) => {
      timers.push(ms);
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
    clock: () => parseTime(NOW) ?? 0,
    ...more,
  };
  return { deps, timers };
}

describe("the check of the service's health", () => {
  it("finds every part in order, and R2 where it is bound", async () => {
    const { deps } = world();
    const parts = { d1: "ok", kv: "ok", durable_object: "ok", schema: "ok" };
    expect(await checkHealth(deps, EVERYONE)).toEqual({ checks: parts });
    const r2 = async () => null;
    expect(await checkHealth({ ...deps, parts: { ...deps.parts, r2 } }, EVERYONE)).toEqual({
      checks: { ...parts, r2: "ok" },
    });
  });

  it("waits for no part longer than two seconds, and for all of them at once", async () => {
    const { deps, timers } = world({
      store: { migrations: forever, workload: forever },
      parts: { kv: forever, r2: forever, durable_object: forever },
    });
    const { checks, details } = await checkHealth(deps, READER);
    const all = { d1: "hanging", kv: "hanging", r2: "hanging", durable_object: "hanging", schema: "unknown" };
    expect(checks).toEqual(all);
    expect(details).toEqual({ migrations: null, workload: null });
    expect(new Set(timers)).toEqual(new Set([DEADLINES.health.ms]));
  });

  it("tells a part that fails from one that hangs, also when the call throws at once", async () => {
    const { deps } = world({
      parts: {
        kv: async () => {
          throw new TypeError("no binding");
        },
        durable_object: forever,
      },
    });
    expect((await checkHealth(deps, EVERYONE)).checks).toEqual({
      d1: "ok",
      kv: "failing",
      durable_object: "hanging",
      schema: "ok",
    });
  });

  it("shows the states to a caller whose credentials can't be checked in time", async () => {
    const { deps } = world();
    expect(await checkHealth(deps, forever())).toEqual({
      checks: { d1: "ok", kv: "ok", durable_object: "ok", schema: "ok" },
    });
  });

  it("reads the work under way only for a caller that may see it", async () => {
    let reads = 0;
    const workload = async () => {
      reads += 1;
      return { ...NO_WORK, oldest_unfinished: "2026-11-23T06:05:00" };
    };
    const { deps } = world({ store: { migrations: async () => ["a", "b"], workload } });
    await checkHealth(deps, EVERYONE);
    expect(reads).toBe(0);
    const { details } = await checkHealth(deps, READER);
    expect([reads, details?.workload]).toEqual([
      1,
      { ...NO_WORK, oldest_unfinished: "2026-11-23T06:05:00", oldest_unfinished_s: 60 },
    ]);
  });

  it("names the migrations that D1 lacks, and those of a newer release, which do no harm", async () => {
    const migrations = async () => ["a", "c", "z"];
    const { deps } = world({ store: { migrations, workload: async () => NO_WORK }, known: ["a", "b", "c", "d"] });
    const { checks, details } = await checkHealth(deps, READER);
    expect(checks).toMatchObject({ d1: "ok", schema: "not_migrated" });
    expect(details?.migrations).toEqual({ applied: "z", newest: "d", pending: ["b", "d"], unknown: ["z"] });
    const newer = world({ store: { migrations, workload: async () => NO_WORK }, known: ["a", "c"] });
    expect((await checkHealth(newer.deps, EVERYONE)).checks.schema).toBe("ok");
  });
});

describe("D1's part of the health", () => {
  const store = createHealthStore(db);
  beforeEach(() => emptyDatabase());

  it("has the migrations that wrangler has recorded: all that this release knows", async () => {
    expect(await store.migrations()).toEqual(KNOWN_MIGRATIONS);
  });

  it("is an answer also when D1 has no record of migrations: an empty database is not one that fails", async () => {
    await db.exec("ALTER TABLE d1_migrations RENAME TO d1_migrations_away");
    try {
      expect(await store.migrations()).toBeNull();
      const { checks, details } = await checkHealth(world({ store, known: KNOWN_MIGRATIONS }).deps, READER);
      expect(checks).toMatchObject({ d1: "ok", schema: "not_migrated" });
      expect(details?.migrations).toMatchObject({ applied: null, pending: [...KNOWN_MIGRATIONS] });
    } finally {
      await db.exec("ALTER TABLE d1_migrations_away RENAME TO d1_migrations");
    }
  });

  it("counts submissions that have not ended and their jobs, and says since when the oldest is under way", async () => {
    expect(await store.workload(NOW)).toEqual(NO_WORK);
    await drain({
      submissions: [
        submission({ id: "S1", creation_date: "2026-11-23T05:00:00", finished_at: null, pending_jobs: ["a", "b"] }),
        submission({ id: "S2", creation_date: "2026-11-23T06:00:00", finished_at: null, running_jobs: ["c"] }),
        submission({ id: "S3", creation_date: "2026-11-23T04:00:00", finished_at: NOW, blocked_jobs: ["d"] }),
        submission({ id: "S4", creation_date: "2026-11-23T06:01:00", finished_at: null, blocked_jobs: ["e"] }),
      ],
    });
    expect(await store.workload(NOW)).toEqual({
      ...NO_WORK,
      unfinished_submissions: 3,
      oldest_unfinished: "2026-11-23T05:00:00",
      pending_jobs: 2,
      running_jobs: 1,
      blocked_jobs: 1,
    });
  });

  it("knows the oldest of all submissions also when only some are counted, in whichever domain it lies", async () => {
    await insertUnfinished(1_500, "SHARD_EEUR_0", "2026-11-23T05");
    await insertUnfinished(20, "SHARD_EEUR_1", "2026-11-23T03");
    await insertUnfinished(1, "SHARD_EEUR_2", "2026-11-23T04");
    const { unfinished_submissions, is_more, oldest_unfinished } = await store.workload(NOW);
    expect([unfinished_submissions, is_more]).toEqual([1_000, true]);
    expect(oldest_unfinished).toBe("2026-11-23T03:00:00.000001");
  });

  it("counts dead letters by day, and keeps no earlier day", async () => {
    await store.countDeadLetters("2026-11-22T23:59:59.999999", 5);
    await store.countDeadLetters(NOW, 2);
    await store.countDeadLetters(NOW, 1);
    expect((await store.workload(NOW)).dead_letters_today).toBe(3);
    expect((await store.workload("2026-11-24T00:00:00")).dead_letters_today).toBe(0);
    const { results } = await db.prepare("SELECT day FROM dead_letters").all();
    expect(results).toEqual([{ day: "2026-11-23" }]);
  });
});

/** Copies of one submission that has not ended, with one time each. */
async function insertUnfinished(count: number, domain: string, hour: string): Promise<void> {
  await drain({ submissions: [submission({ id: domain, domain, creation_date: `${hour}:59:59`, finished_at: null })] });
  const { results } = await db.prepare("SELECT name FROM pragma_table_info('submissions')").all<{ name: string }>();
  const values: Record<string, string> = {
    id: "domain || n",
    creation_date: "?2 || printf(':00:00.%06d', n)",
  };
  const columns = results.map(({ name }) => name);
  await db
    .prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
       INSERT INTO submissions (${columns.join(", ")})
       SELECT ${columns.map((name) => values[name] ?? name).join(", ")} FROM numbers, submissions WHERE id = ?3`,
    )
    .bind(count, hour, domain)
    .run();
}
