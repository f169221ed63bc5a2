import { describe, expect, it } from "vitest";
import type { LogEvent } from "../../../src/core/log/events.ts";
import { LOG_EVENTS } from "../../../src/core/log/events.ts";
import { payload, task } from "../world/factories.ts";
import { LEASE_MS, World, type WorldOptions } from "../world/world.ts";

const ENDS = /^(?:job|try|submission)_/;
const RETRIES = { a: { limit: 1, delayMs: 5_000, backoff: "constant" } } as const;

/** The lines of ends that the world's object has logged, without those that its watchdog and repairs log. */
function endsOf(world: World) {
  return world.platform.log.filter(({ event }) => ENDS.test(event) && event !== "submission_not_mended");
}

const eventsOf = (world: World): string[] => endsOf(world).map(({ event }) => event);

async function chain(options: WorldOptions = {}) {
  const world = new World(options);
  const run = await world.submit([task("a", ["in"], ["middle"]), task("b", ["middle"], ["out"])]);
  return { world, run };
}

describe("the log of ends", () => {
  it("has one line for each job that is completed, and one for the submission, with ids, try and durations", async () => {
    const { world, run } = await chain();
    await world.platform.advance(1_000);
    const order = await run.claim("a");
    await world.platform.advance(2_000);
    await world.complete(order);
    await run.run("b");
    const [a, b, submission, ...more] = endsOf(world);
    expect(more).toEqual([]);
    expect(a).toEqual({
      event: "job_completed",
      fields: {
        domain: world.domain,
        job_id: run.jobId("a"),
        task_id: "TASK_a",
        task_config_id: "a",
        submission_id: run.id,
        submit_entity_id: run.submission.entity_id,
        attempt: 1,
        duration_ms: 2_000,
        total_ms: 3_000,
      },
    });
    expect(b).toMatchObject({ event: "job_completed", fields: { task_config_id: "b", attempt: 1, total_ms: 3_000 } });
    expect(submission).toEqual({
      event: "submission_completed",
      fields: {
        domain: world.domain,
        submission_id: run.id,
        entity_id: run.submission.entity_id,
        entity_type: "SCENARIO",
        entity_config_id: run.submission.entity_config_id,
        jobs: 2,
        total_ms: 3_000,
      },
    });
  });

  it("has an error with the first line and the trace when a job fails, and one for its submission", async () => {
    const { world, run } = await chain();
    await world.fail(await run.claim("a"), `Error: broken ${"x".repeat(1_000)}\n    at a (src/app/functions.ts:3:9)`);
    expect(eventsOf(world)).toEqual(["job_failed", "job_abandoned", "submission_failed"]);
    const [failed] = endsOf(world);
    expect(failed?.fields).toMatchObject({
      job_id: run.jobId("a"),
      error: expect.stringMatching(/^Error: broken x+…$/),
      stacktrace: expect.stringContaining("src/app/functions.ts:3:9"),
    });
    expect(String(failed?.fields.error).length).toBeLessThan(310);
    expect(LOG_EVENTS.job_failed.level).toBe("error");
    expect(LOG_EVENTS.submission_failed.level).toBe("error");
  });

  it("has a warning, not an error, for a try that is repeated, with the delay and the reason", async () => {
    const { world, run } = await chain({ retries: RETRIES });
    await world.fail(await run.claim("a"), "Error: not yet");
    expect(endsOf(world)).toMatchObject([
      { event: "try_failed", fields: { attempt: 1, retry_ms: 5_000, error: "Error: not yet" } },
    ]);
    expect(LOG_EVENTS.try_failed.level).toBe("warn");
    await world.platform.advance(5_000);
    await world.fail(await run.claim("a"), "Error: never");
    expect(eventsOf(world)).toEqual(["try_failed", "job_failed", "job_abandoned", "submission_failed"]);
    expect(endsOf(world)[1]).toMatchObject({ fields: { attempt: 2, error: "Error: never" } });
  });

  it("has a warning for a try whose worker is lost, and nothing for what that worker reports later", async () => {
    const { world, run } = await chain();
    const lost = await run.claim("a");
    await world.platform.advance(LEASE_MS + 1);
    expect(endsOf(world)).toMatchObject([{ event: "try_lost", fields: { attempt: 1, retry_ms: 0 } }]);
    await world.complete(await run.claim("a"));
    await world.complete(lost);
    await world.complete(lost);
    expect(eventsOf(world)).toEqual(["try_lost", "job_completed"]);
    expect(world.events.filter((event) => event === "stale_completion")).toHaveLength(2);
    expect(LOG_EVENTS.stale_completion.level).toBe("debug");
  });

  it("has a warning for a try that only the platform has failed, and no error", async () => {
    const { world, run } = await chain();
    const failed = { kind: "failed", stacktrace: ["Error: KV is down"], outputs: [], platform_failed: true } as const;
    await world.end(await run.claim("a"), failed);
    expect(endsOf(world)).toMatchObject([
      { event: "try_postponed", fields: { attempt: 1, retry_ms: 2_000, error: "Error: KV is down" } },
    ]);
    await world.platform.advance(2_000);
    await world.end(await run.claim("a"), { ...failed, handed_over: true });
    expect(eventsOf(world)).toEqual(["try_postponed", "try_handed_over"]);
    expect([LOG_EVENTS.try_postponed.level, LOG_EVENTS.try_handed_over.level]).toEqual(["warn", "debug"]);
  });

  it("has one line for each job that is cancelled, abandoned or skipped, and one for their submission", async () => {
    const { world, run } = await chain();
    await run.cancel("a");
    expect(eventsOf(world)).toEqual(["job_canceled", "job_abandoned", "submission_canceled"]);
    world.platform.log.length = 0;

    const skippable = [task("c", ["in"], ["kept"], { skippable: true })];
    await (await world.submit(skippable)).run("c");
    const again = await world.submit(skippable);
    expect(await world.orchestrator.claim(again.jobId("c"))).toBeNull();
    expect(eventsOf(world).slice(-2)).toEqual(["job_skipped", "submission_completed"]);
    expect(endsOf(world).at(-2)?.fields).not.toHaveProperty("duration_ms");
  });

  it("has a line for each job of one report, and none for a report that comes twice", async () => {
    const { world, run } = await chain();
    const order = await world.orchestrator.claim(run.jobId("a"), { chain: true });
    const [next] = order?.following ?? [];
    if (order == null || next === undefined) throw new Error("The order promises no job");
    const ends = [order, next].map(({ job_id, token, outputs }) => ({
      job_id,
      token,
      result: {
        kind: "completed" as const,
        outputs: outputs.map(({ id }) => ({ data_node_id: id, payload: payload(id) })),
      },
    }));
    await world.orchestrator.report({ ends, wants_next: true });
    await world.orchestrator.report({ ends, wants_next: true });
    expect(eventsOf(world)).toEqual(["job_completed", "job_completed", "submission_completed"]);
  });

  it("has no line for a job that a worker gives back unbegun: that was no try", async () => {
    const { world, run } = await chain();
    const { job_id, token } = await run.claim("a");
    await world.orchestrator.report({ ends: [], returned: [{ job_id, token }], wants_next: false });
    expect(run.job("a").attempt).toBe(0);
    expect(eventsOf(world)).toEqual([]);
  });

  it("has no line for an end that the object's storage does not take, and one when the report is repeated", async () => {
    const { world, run } = await chain();
    const order = await run.claim("a");
    const { sql } = world;
    world.sql = {
      ...sql,
      all: (...call) => sql.all(...call),
      run: () => undefined,
      transaction: () => {
        throw new Error("The disk is full");
      },
    };
    await expect(world.complete(order)).rejects.toThrow("The disk is full");
    expect(eventsOf(world)).toEqual([]);
    world.sql = sql;
    world.evict();
    await world.complete(order);
    await world.complete(order);
    expect(eventsOf(world)).toEqual(["job_completed"]);
  });

  it("logs a final line for exactly the jobs that end, also over evictions", async () => {
    const { world, run } = await chain({ retries: RETRIES });
    await world.fail(await run.claim("a"));
    world.evict();
    await world.platform.advance(5_000);
    await run.run("a");
    world.evict();
    await run.run("b");
    await world.forget();
    await world.platform.advance(60_000);
    const expected: LogEvent[] = ["try_failed", "job_completed", "job_completed", "submission_completed"];
    expect(eventsOf(world)).toEqual(expected);
  });
});
