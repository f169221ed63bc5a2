import { expect, it } from "vitest";
import { SLOTS } from "../../src/core/jobs/slots/limits.ts";
import { task } from "../orchestrator/world/factories.ts";
import { createPlatform } from "../orchestrator/world/platform.ts";
import { type Run, World } from "../orchestrator/world/world.ts";
import type { ObjectSqlite } from "../simulation/platform/object-sqlite.ts";
import { releasesApp } from "./application/app.ts";
import { LAST_RELEASE, simulatedRelease } from "./releases.ts";

const limits = { concurrencyOf: { work: 1 }, layout: "tables" } as const;

/** The job of domain `a` has the only slot, that of `b` waits for it. */
async function oneOfTwo() {
  const platform = createPlatform();
  const keeper = new World({ ...limits, platform, domain: SLOTS });
  const worlds = ["a", "b"].map((domain) => new World({ ...limits, platform, domain }));
  const runs: Run[] = [];
  for (const world of worlds) {
    runs.push(
      await world.submit([task("work", [`${world.domain}_in`], [`${world.domain}_out`], { domain: world.domain })]),
    );
    await platform.settle();
  }
  const [a, b] = worlds as [World, World];
  const [first, second] = runs as [Run, Run];
  return { platform, keeper, a, b, first, second };
}

/** An object of the last release on the SQLite of a newer one; D1 is out of its reach. */
async function objectOfLastRelease(world: World) {
  const { createOrchestrator } = await simulatedRelease(LAST_RELEASE);
  return createOrchestrator({
    domain: world.domain,
    app: releasesApp,
    sql: world.sql as ObjectSqlite,
    db: undefined as never,
    wake: async () => undefined,
    poke: async () => undefined,
    peer: () => {
      throw new Error("The last release calls no slots");
    },
    setAlarm: async () => undefined,
    alarmAtMs: null,
    sleep: () => new Promise(() => undefined),
    clock: world.platform.clock,
    newUuid: () => "uuid",
    log: () => undefined,
  });
}

const wakeAgain = (world: World) =>
  new World({
    ...limits,
    platform: world.platform,
    domain: world.domain,
    sql: world.sql as ObjectSqlite,
    alarmAtMs: world.platform.nowMs,
  });

it("A job that waits for a slot goes on waiting in an object of release 0.1.0, and runs when this release is back", async () => {
  const { platform, b, first, second } = await oneOfTwo();
  for (let alarms = 0; alarms < 3; alarms += 1) {
    platform.nowMs += 31_000;
    await (await objectOfLastRelease(b)).alarm();
  }
  expect(second.statuses).toEqual({ work: "BLOCKED" });
  expect(b.sql.all("SELECT kind FROM timers WHERE id = ?", SLOTS)).toEqual([{ kind: "foreign_wait" }]);
  const [timer] = b.sql.all<{ due: number }>("SELECT due FROM timers WHERE id = ?", SLOTS);
  expect(timer?.due).toBeGreaterThan(platform.nowMs);
  wakeAgain(b);
  await first.run("work");
  await platform.settle();
  expect(b.job(second.jobId("work")).status).toBe("PENDING");
});

it("The slots of jobs that release 0.1.0 has ended are free again, whether they were held or waited for", async () => {
  const { platform, keeper, a, b, first, second } = await oneOfTwo();
  for (const [world, run] of [
    [a, first],
    [b, second],
  ] as const) {
    await (await objectOfLastRelease(world)).cancelJob(run.jobId("work"), false);
    expect(world.job(run.jobId("work")).status).toBe("CANCELED");
    wakeAgain(world);
  }
  await platform.advance(200_000);
  expect(keeper.sql.all("SELECT job_id FROM slots")).toEqual([]);
  expect(b.sql.all("SELECT node_id FROM waits UNION ALL SELECT id FROM timers WHERE kind = 'foreign_wait'")).toEqual(
    [],
  );
});

it("The slots' object keeps requests and slots while release 0.1.0 runs it", async () => {
  const { platform, keeper, first, second } = await oneOfTwo();
  platform.nowMs += 61_000;
  await (await objectOfLastRelease(keeper)).alarm();
  expect(keeper.sql.all("SELECT kind FROM timers WHERE id = ?", SLOTS)).toEqual([{ kind: "foreign_wait" }]);
  wakeAgain(keeper);
  await first.run("work");
  await platform.settle();
  expect(second.statuses).toEqual({ work: "PENDING" });
});
