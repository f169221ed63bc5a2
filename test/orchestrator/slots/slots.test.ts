import { describe, expect, it, vi } from "vitest";
import { SLOTS } from "../../../src/core/jobs/slots/limits.ts";
import { SlotRows } from "../../../src/orchestrator/slots/slot-rows.ts";
import { dataNode, task, written } from "../world/factories.ts";
import { createPlatform } from "../world/platform.ts";
import { LEASE_MS, type Run, World, type WorldOptions } from "../world/world.ts";

type Limits = Pick<WorldOptions, "concurrency" | "concurrencyOf" | "mode" | "retries">;

/** The object that hands out slots, and a domain for each name, on one platform. */
function worlds(limits: Limits, ...names: readonly string[]) {
  const platform = createPlatform();
  const keeper = new World({ ...limits, platform, domain: SLOTS });
  const domains = names.map((domain) => new World({ ...limits, platform, domain }));
  const rows = new SlotRows(keeper.sql);
  return {
    platform,
    keeper,
    domains,
    rows,
    taken: () => [...rows.taken().values()].reduce((sum, one) => sum + one, 0),
  };
}

const work = (name: string, domain: string) => task(name, [`${domain}_in`], [`${domain}_${name}`], { domain });

/** One job of the task in each domain, accepted one after the other. */
async function oneEach(domains: readonly World[], name = "work"): Promise<Run[]> {
  const runs: Run[] = [];
  for (const world of domains) {
    runs.push(await world.submit([work(name, world.domain)]));
    await world.platform.settle();
  }
  return runs;
}

const retriesAfter = (delayMs: number) => ({ work: { limit: 1, delayMs, backoff: "constant" as const } });

const statusesOf = (runs: readonly Run[]) => runs.flatMap((run) => Object.values(run.statuses));

describe("jobs of a task with a limit", () => {
  it("run up to the limit across all domains, and the others are BLOCKED until one ends, first accepted first", async () => {
    const { domains, platform, taken } = worlds({ concurrencyOf: { work: 2 } }, "a", "b", "c", "d");
    const runs = await oneEach(domains);
    expect(statusesOf(runs)).toEqual(["PENDING", "PENDING", "BLOCKED", "BLOCKED"]);
    await runs[1]?.run("work");
    await platform.settle();
    expect(statusesOf(runs)).toEqual(["PENDING", "COMPLETED", "PENDING", "BLOCKED"]);
    expect(await domains[2]?.woken()).toEqual(["work"]);
    for (const run of [runs[0], runs[2]]) await run?.run("work");
    await platform.settle();
    await runs[3]?.run("work");
    await platform.settle();
    expect(statusesOf(runs)).toEqual(Array(4).fill("COMPLETED"));
    expect(taken()).toBe(0);
  });

  it("leave the jobs of other tasks alone, which do not call the slots' object", async () => {
    const { domains, keeper } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [, free] = [await oneEach(domains.slice(0, 1)), await oneEach(domains.slice(1), "free")];
    expect(statusesOf(free)).toEqual(["PENDING"]);
    expect(domains[1]?.sql.all("SELECT * FROM waits")).toEqual([]);
    expect(keeper.sql.all("SELECT task_config_id FROM slots")).toEqual([{ task_config_id: "work" }]);
  });

  it("share the limit of the application with those of all other tasks", async () => {
    const { domains, platform } = worlds({ concurrency: 1 }, "a", "b");
    const [first] = await oneEach(domains.slice(0, 1));
    const [second] = await oneEach(domains.slice(1), "other");
    expect([first?.statuses, second?.statuses]).toEqual([{ work: "PENDING" }, { other: "BLOCKED" }]);
    await first?.run("work");
    await platform.settle();
    expect(second?.statuses).toEqual({ other: "PENDING" });
  });

  it("take a slot only once their inputs are ready", async () => {
    const { domains, platform, taken } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [a, b] = domains as [World, World];
    a.have(dataNode("a_in", { domain: "a" }));
    const [waiting, running] = await oneEach([a, b]);
    expect([waiting?.statuses, running?.statuses]).toEqual([{ work: "BLOCKED" }, { work: "PENDING" }]);
    await a.write("a_in");
    await platform.settle();
    expect(waiting?.statuses).toEqual({ work: "BLOCKED" });
    await running?.run("work");
    await platform.settle();
    expect(waiting?.statuses).toEqual({ work: "PENDING" });
    expect(taken()).toBe(1);
  });

  it("that would be skipped take no slot", async () => {
    const { domains, taken } = worlds({ concurrencyOf: { work: 1 } }, "a");
    const [a] = domains as [World];
    a.have(written("a_in", { domain: "a" }), written("a_work", { domain: "a" }));
    const run = await a.submit([task("work", ["a_in"], ["a_work"], { domain: "a", skippable: true })]);
    expect(run.statuses).toEqual({ work: "PENDING" });
    expect(await a.orchestrator.claim(run.jobId("work"))).toBeNull();
    expect(run.statuses).toEqual({ work: "SKIPPED" });
    expect(taken()).toBe(0);
  });

  it("that must run after all wait for a slot when a worker claims them", async () => {
    const { domains, platform, taken } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [a, b] = domains as [World, World];
    const [other] = await oneEach([b]);
    a.have(written("a_in", { domain: "a" }), written("a_work", { domain: "a" }));
    const run = await a.submit([task("work", ["a_in"], ["a_work"], { domain: "a", skippable: true })]);
    await a.write("a_in");
    expect(await a.orchestrator.claim(run.jobId("work"))).toBeNull();
    expect(run.statuses).toEqual({ work: "BLOCKED" });
    await other?.run("work");
    await platform.settle();
    expect(run.statuses).toEqual({ work: "PENDING" });
    expect(taken()).toBe(1);
  });
});

it("A job that waits for a slot says which limits it is under, in D1 too, until it has one", async () => {
  const { domains, platform } = worlds({ concurrency: 1, concurrencyOf: { work: 2 } }, "a", "b");
  const [first, second] = await oneEach(domains);
  const reasons = [
    {
      code: "TaskLimitReached",
      entity_id: "TASK_work",
      message: "Waits for a slot: at most 2 jobs of task work may run at a time",
    },
    {
      code: "ApplicationLimitReached",
      entity_id: null,
      message: "Waits for a slot: at most 1 job of the application may run at a time",
    },
  ];
  expect(second?.job("work").slot_reasons).toEqual(reasons);
  expect(platform.database.jobs.get(second?.jobId("work") ?? "")?.slot_reasons).toEqual(reasons);
  await first?.run("work");
  await platform.settle();
  expect(second?.job("work")).toMatchObject({ status: "PENDING", slot_reasons: null });
});

describe("a slot", () => {
  it.each(["a retry", "another worker"])("stays with a job that waits a moment for %s", async (what) => {
    const { domains, platform } = worlds({ concurrencyOf: { work: 1 }, retries: retriesAfter(3_000) }, "a", "b");
    const [first, second] = await oneEach(domains);
    const order = await first?.claim("work");
    if (what === "a retry" && order !== undefined) await domains[0]?.fail(order);
    else await platform.advance(70_000);
    await platform.settle();
    expect([first?.statuses, second?.statuses]).toEqual([{ work: "PENDING" }, { work: "BLOCKED" }]);
  });

  it.each(["cancel", "purge"])("is free again after a %s of the job that holds it or waits for it", async (what) => {
    const { domains, platform, taken } = worlds({ concurrencyOf: { work: 1 } }, "a", "b", "c");
    const runs = await oneEach(domains);
    for (const [index, run] of runs.entries()) {
      if (index === 2) break;
      if (what === "cancel") await run.cancel("work");
      else await domains[index]?.orchestrator.purge([`TASK_work`], [], true);
      await platform.settle();
    }
    expect(runs[2]?.statuses).toEqual({ work: "PENDING" });
    expect(taken()).toBe(1);
  });

  it("is given back by a job whose input an editor has taken meanwhile, and asked for again when it is free", async () => {
    const { domains, platform, taken } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [a] = domains as [World, World];
    const [first, second] = [...(await oneEach(domains.slice(1))), ...(await oneEach(domains.slice(0, 1)))];
    await a.orchestrator.lockDataNode(a.node("a_in"), "ann", 60_000_000, null);
    await first?.run("work");
    await platform.settle();
    expect(second?.statuses).toEqual({ work: "BLOCKED" });
    expect(taken()).toBe(0);
    await a.orchestrator.unlockDataNode(a.node("a_in"), "ann");
    await platform.settle();
    expect(second?.statuses).toEqual({ work: "PENDING" });
    expect(taken()).toBe(1);
  });
});

describe("a job that has to wait long for its next try", () => {
  /** Tries of the job that end badly, until a long delay begins. */
  const MISFORTUNES: Readonly<Record<string, (world: World, run: Run) => Promise<void>>> = {
    "a throw": async (world, run) => {
      await world.fail(await run.claim("work"));
    },
    "failures of the platform": async (world, run) => {
      const failed = { kind: "failed", stacktrace: ["KV failed."], outputs: [], platform_failed: true } as const;
      await world.end(await run.claim("work"), failed);
      await world.platform.advance(2_000);
      await world.end(await run.claim("work"), failed);
    },
    "lost workers": async ({ platform }, run) => {
      for (const delayMs of [0, 0, 2_000]) {
        await platform.advance(delayMs);
        await run.claim("work");
        await platform.advance(LEASE_MS);
      }
    },
  };

  it.each(Object.entries(MISFORTUNES))(
    "after %s, gives its slot back and is the first to get one then",
    async (_, happen) => {
      const { domains, platform, taken } = worlds({ concurrency: 1, retries: retriesAfter(60_000) }, "a", "b", "c");
      const [a] = domains as [World];
      const [first, second, third] = (await oneEach(domains)) as [Run, Run, Run];
      await happen(a, first);
      await platform.settle();
      const statuses = () => statusesOf([first, second, third]);
      expect(statuses()).toEqual(["PENDING", "PENDING", "BLOCKED"]);
      await platform.advance((a.store.job(first.jobId("work"))?.not_before ?? 0) - platform.nowMs);
      await platform.settle();
      expect(statuses()).toEqual(["BLOCKED", "PENDING", "BLOCKED"]);
      expect(first.job("work").slot_reasons).toMatchObject([{ code: "ApplicationLimitReached" }]);
      await second.run("work");
      await platform.settle();
      expect(statuses()).toEqual(["PENDING", "COMPLETED", "BLOCKED"]);
      await first.run("work");
      await platform.settle();
      expect(statuses()).toEqual(["COMPLETED", "COMPLETED", "PENDING"]);
      expect(taken()).toBe(1);
    },
  );

  it("and whose worker is woken before its object's timer is due still runs with a slot only", async () => {
    const { domains, platform } = worlds({ concurrency: 1, retries: retriesAfter(60_000) }, "a", "b");
    const [a] = domains as [World];
    const [first, second] = (await oneEach(domains)) as [Run, Run];
    await a.fail(await first.claim("work"));
    await platform.settle();
    platform.nowMs += 60_000;
    expect(await a.orchestrator.claim(first.jobId("work"))).toBeNull();
    expect(statusesOf([first, second])).toEqual(["BLOCKED", "PENDING"]);
  });
});

describe("a lost call", () => {
  it("that asks for a slot is made up for by the job's object", async () => {
    const { domains, keeper, platform } = worlds({ concurrencyOf: { work: 1 } }, "a");
    keeper.lost.add("requestSlots");
    const [run] = await oneEach(domains);
    expect(run?.statuses).toEqual({ work: "BLOCKED" });
    expect(platform.log.map(({ event }) => event)).toContain("slots_not_requested");
    keeper.lost.clear();
    await platform.advance(31_000);
    expect(run?.statuses).toEqual({ work: "PENDING" });
  });

  it("that grants a slot is made up for by the job's object, also after an eviction of both", async () => {
    const { domains, keeper, platform } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [first, second] = await oneEach(domains);
    domains[1]?.lost.add("offerSlots");
    await first?.run("work");
    await platform.settle();
    expect(second?.statuses).toEqual({ work: "BLOCKED" });
    keeper.evict();
    domains[1]?.evict();
    await platform.advance(31_000);
    expect(second?.statuses).toEqual({ work: "PENDING" });
  });

  it("that grants a slot is made up for as soon when the job has waited for hours", async () => {
    const { domains, platform } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [first, second] = await oneEach(domains);
    await platform.advance(3 * 60 * 60_000);
    domains[1]?.lost.add("offerSlots");
    await first?.run("work");
    await platform.settle();
    domains[1]?.lost.clear();
    await platform.advance(31_000);
    expect(second?.statuses).toEqual({ work: "PENDING" });
  });

  it("that asks for slots is made up for whichever of many jobs it was for", async () => {
    const { domains, keeper, platform } = worlds({ concurrency: 1 }, "a", "b");
    await oneEach(domains.slice(0, 1));
    keeper.lost.add("requestSlots");
    const many = Array.from({ length: 450 }, (_, index) => work(`work${index}`, "b"));
    await domains[1]?.submit(many);
    await platform.settle();
    keeper.lost.clear();
    await platform.advance(4 * 31_000);
    expect(keeper.sql.all("SELECT 1 FROM slots WHERE seen IS NULL")).toHaveLength(many.length);
  });

  it("that gives a slot back is found by the slots' object, also after its eviction", async () => {
    const { domains, keeper, platform, taken } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [first, second] = await oneEach(domains);
    keeper.lost.add("returnSlots");
    await first?.run("work");
    await platform.settle();
    keeper.lost.clear();
    keeper.evict();
    expect(second?.statuses).toEqual({ work: "BLOCKED" });
    await platform.advance(200_000);
    expect(second?.statuses).toEqual({ work: "PENDING" });
    expect(taken()).toBe(1);
  });

  it("that gives a slot back is found also while no job waits for one: nothing of the job is left", async () => {
    const { domains, keeper, platform, taken } = worlds({ concurrencyOf: { work: 1 } }, "a");
    const [first] = await oneEach(domains);
    keeper.lost.add("returnSlots");
    await first?.run("work");
    await platform.settle();
    keeper.lost.clear();
    expect(taken()).toBe(1);
    await platform.advance(200_000);
    expect(taken()).toBe(0);
    await platform.advance(30 * 60_000);
    expect(keeper.alarmAtMs).toBeNull();
  });

  it("that gives a slot back is found also when an earlier check could not be written", async () => {
    const { domains, keeper, platform } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [first] = await oneEach(domains.slice(0, 1));
    const transaction = vi.spyOn(keeper.sql, "transaction").mockImplementation(() => {
      throw new Error("The disk is full");
    });
    await keeper.orchestrator.alarm();
    transaction.mockRestore();
    expect(keeper.events).toContain("slots_not_noted");
    const [second] = await oneEach(domains.slice(1));
    keeper.lost.add("returnSlots");
    await first?.run("work");
    await platform.settle();
    keeper.lost.clear();
    expect(second?.statuses).toEqual({ work: "BLOCKED" });
    await platform.advance(200_000);
    expect(second?.statuses).toEqual({ work: "PENDING" });
  });

  it("that asks whether a slot is held leaves it with its domain for an hour, and then frees it", async () => {
    const { domains, platform } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
    const [, second] = await oneEach(domains);
    platform.objects.delete("a");
    await platform.advance(50 * 60_000);
    expect(second?.statuses).toEqual({ work: "BLOCKED" });
    await platform.advance(15 * 60_000);
    expect(second?.statuses).toEqual({ work: "PENDING" });
  });
});

it("A slot is not taken from a domain because the slots' object has asked nobody for an hour", async () => {
  const { domains, platform } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
  const [, second] = await oneEach(domains);
  platform.objects.delete("a");
  platform.nowMs += 120 * 60_000;
  await platform.advance(45_000);
  expect(second?.statuses).toEqual({ work: "BLOCKED" });
  await platform.advance(5 * 60_000);
  expect(second?.statuses).toEqual({ work: "PENDING" });
});

it("A slot that is checked stays with the job that runs", async () => {
  const { domains, platform, taken } = worlds({ concurrencyOf: { work: 1 } }, "a", "b");
  const [first, second] = await oneEach(domains);
  const order = await first?.claim("work");
  for (let beats = 0; beats < 20; beats += 1) {
    await platform.advance(30_000);
    await domains[0]?.orchestrator.heartbeat(order?.job_id ?? "", order?.token ?? 0);
  }
  expect([first?.statuses, second?.statuses]).toEqual([{ work: "RUNNING" }, { work: "BLOCKED" }]);
  expect(taken()).toBe(1);
});

it("A request that runs its jobs itself waits for the slot of another submission's job", async () => {
  const { domains, platform } = worlds({ concurrency: 1, mode: "development" }, "a", "b");
  const [a, b] = domains as [World, World];
  const [first, second] = await oneEach([a, b]);
  const next = b.orchestrator.nextWork(second?.id ?? "");
  const order = await a.orchestrator.nextWork(first?.id ?? "");
  if (order !== null) await a.complete(order);
  await platform.settle();
  expect(await next).toMatchObject({ job_id: second?.jobId("work") });
});

describe("after a deployment", () => {
  it("with a higher limit, the jobs that wait get their slots without another call", async () => {
    const platform = createPlatform();
    const keeper = new World({ platform, domain: SLOTS, concurrencyOf: { work: 1 } });
    const domains = ["a", "b"].map((domain) => new World({ platform, domain, concurrencyOf: { work: 1 } }));
    const runs = await oneEach(domains);
    new World({
      platform,
      domain: SLOTS,
      concurrencyOf: { work: 2 },
      sql: keeper.sql as never,
      alarmAtMs: keeper.alarmAtMs ?? 0,
    });
    await platform.advance(61_000);
    expect(statusesOf(runs)).toEqual(["PENDING", "PENDING"]);
  });

  it("without the limit, the jobs that wait go on although the slots' object is out of reach", async () => {
    const platform = createPlatform();
    new World({ platform, domain: SLOTS, concurrencyOf: { work: 1 } });
    const domains = ["a", "b"].map((domain) => new World({ platform, domain, concurrencyOf: { work: 1 } }));
    const [, second] = await oneEach(domains);
    platform.objects.delete(SLOTS);
    const before = domains[1] as World;
    new World({ platform, domain: "b", sql: before.sql as never, alarmAtMs: before.alarmAtMs ?? 0 });
    await platform.advance(31_000);
    expect(second?.statuses).toEqual({ work: "PENDING" });
  });
});

it("An object that is not the slots' one refuses to hand out slots", async () => {
  const { domains } = worlds({}, "a");
  await expect(domains[0]?.orchestrator.requestSlots("b", [])).rejects.toThrow("hands out no slots");
});
