import { describe, expect, it } from "vitest";
import { WAIT_SLACK_MS } from "../../../src/core/deadlines.ts";
import { unwrap } from "../../../src/core/errors.ts";
import { aSubmission } from "../../harness/factories.ts";
import { inertJob, task } from "../world/factories.ts";
import { World } from "../world/world.ts";

const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];

/** A submission that has ended and left its object. */
async function forgotten() {
  const world = new World();
  const run = await world.submit(CHAIN);
  await run.run("one");
  await run.run("two");
  await world.forget();
  expect([world.store.job(run.jobId("one")), world.store.submission(run.id)]).toEqual([null, null]);
  return { world, run, one: run.jobId("one") };
}

const missing = (code: string) => ({ ok: false, error: { code } });

describe("a job that has ended and left its object", () => {
  it("stays as it is when it is cancelled, and costs D1 no batch", async () => {
    const { world, one } = await forgotten();
    const { length } = world.database.batches;
    const before = world.database.jobs.get(one);
    expect(unwrap(await world.orchestrator.cancelJob(one, true))).toEqual({ value: before, stored: true });
    expect(world.database.jobs.get(one)).toEqual(before);
    expect(world.database.batches).toHaveLength(length);
  });

  it("is deleted in D1, once", async () => {
    const { world, run, one } = await forgotten();
    expect(unwrap(await world.orchestrator.deleteJob(one))).toEqual({ value: null, stored: true });
    expect([...world.database.jobs.keys()]).toEqual([run.jobId("two")]);
    expect(await world.orchestrator.deleteJob(one)).toMatchObject(missing("job_not_found"));
    expect(await world.orchestrator.cancelJob(one, false)).toMatchObject(missing("job_not_found"));
  });

  it("is not run again by a late message, and a late report of its worker changes nothing", async () => {
    const { world, one } = await forgotten();
    const before = world.database.jobs.get(one);
    expect(await world.orchestrator.claim(one)).toBeNull();
    expect(await world.orchestrator.heartbeat(one, 1)).toEqual({ aborted: true });
    const result = { kind: "completed", outputs: [] } as const;
    const late = await world.orchestrator.complete({ job_id: one, token: 1, result, wants_next: true });
    expect(late).toEqual({ accepted: false, next: null });
    await world.orchestrator.reportDeadLetter(one, 1);
    await world.platform.settle();
    expect(world.database.jobs.get(one)).toEqual(before);
  });
});

describe("a submission that has ended and left its object", () => {
  it("is answered with its end to a call that waits for it", async () => {
    const { world, run } = await forgotten();
    const { submission, stored } = unwrap(await world.orchestrator.waitForSubmission(run.id, 1_000));
    expect([submission.submission_status, stored]).toEqual(["COMPLETED", true]);
    expect(submission).toEqual(world.database.submissions.get(run.id));
  });

  it("is not called missing as long as D1 does not answer, and the call that waits is answered in time", async () => {
    const { world, run } = await forgotten();
    world.database.down = "reads";
    expect(await world.orchestrator.waitForSubmission(run.id, 0)).toMatchObject(missing("database_unavailable"));
    world.database.down = "hangs";
    const answers: unknown[] = [];
    void world.orchestrator.waitForSubmission(run.id, 0).then((answer) => answers.push(answer));
    await world.platform.advance(WAIT_SLACK_MS - 1);
    expect(answers).toMatchObject([missing("database_unavailable")]);
  });

  it("is deleted with its jobs", async () => {
    const { world, run } = await forgotten();
    expect(unwrap(await world.orchestrator.deleteSubmission(run.id))).toEqual({ value: null, stored: true });
    expect([world.database.submissions.size, world.database.jobs.size]).toEqual([0, 0]);
    expect(await world.orchestrator.deleteSubmission(run.id)).toMatchObject(missing("submission_not_found"));
  });

  it("is not deleted as long as D1 does not answer, and the caller is told so", async () => {
    const { world, run } = await forgotten();
    world.database.down = "reads";
    await expect(world.orchestrator.deleteSubmission(run.id)).rejects.toThrow("D1 is down");
    world.database.down = "hangs";
    const answers: unknown[] = [];
    void world.orchestrator.deleteSubmission(run.id).then((answer) => answers.push(answer));
    await world.platform.advance(9_000);
    expect(answers).toMatchObject([missing("database_unavailable")]);
    world.database.down = null;
    expect(world.database.submissions.has(run.id)).toBe(true);
  });
});

describe("a job that was made by hand and has left its object", () => {
  async function inert() {
    const world = new World();
    unwrap(await world.orchestrator.createJob(inertJob("JOB_inert")));
    await world.forget();
    return world;
  }

  it("is not deleted before it has ended, and is cancelled first", async () => {
    const world = await inert();
    expect(await world.orchestrator.deleteJob("JOB_inert")).toMatchObject(missing("job_not_finished"));
    const cancelled = unwrap(await world.orchestrator.cancelJob("JOB_inert", false));
    expect(cancelled).toMatchObject({ value: { status: "CANCELED" }, stored: true });
    expect(world.database.jobs.get("JOB_inert")?.status).toBe("CANCELED");
    await world.forget();
    unwrap(await world.orchestrator.deleteJob("JOB_inert"));
    expect(world.database.jobs.size).toBe(0);
  });

  it("is not brought back by a call that has read it before it was deleted", async () => {
    const world = await inert();
    const { job: read } = world.database;
    // D1's answer arrives after the job was cancelled and deleted through other calls.
    let late = true;
    world.database.job = async (id) => {
      const row = await read.call(world.database, id);
      if (!late) return row;
      late = false;
      unwrap(await world.orchestrator.cancelJob(id, false));
      unwrap(await world.orchestrator.deleteJob(id));
      return row;
    };
    expect(await world.orchestrator.cancelJob("JOB_inert", false)).toMatchObject(missing("job_not_found"));
    expect(world.database.jobs.size).toBe(0);
  });
});

describe("an object that has lost its state beside a domain without a counter", () => {
  const D1_IS_AT = 50;

  it("cancels a job under a revision above the one that D1 has, so that D1 takes it", async () => {
    const world = new World();
    world.database.jobs.set("JOB_j", inertJob("JOB_j", { status: "BLOCKED", revision: D1_IS_AT }));
    const cancelled = unwrap(await world.orchestrator.cancelJob("JOB_j", false));
    expect(cancelled).toMatchObject({ value: { status: "CANCELED" }, stored: true });
    expect(world.database.jobs.get("JOB_j")).toMatchObject({ status: "CANCELED", revision: D1_IS_AT + 1 });
  });

  it("deletes a job and a submission under revisions above those that D1 has", async () => {
    const world = new World();
    world.database.jobs.set("JOB_j", inertJob("JOB_j", { status: "COMPLETED", revision: D1_IS_AT }));
    unwrap(await world.orchestrator.deleteJob("JOB_j"));
    expect(world.database.counters.get(world.domain)).toBeGreaterThan(D1_IS_AT);
    const submission = aSubmission({ id: "SUBMISSION_s", domain: world.domain, job_ids: [], revision: 2 * D1_IS_AT });
    world.database.submissions.set(submission.id, { ...submission, finished_at: submission.creation_date });
    unwrap(await world.orchestrator.deleteSubmission(submission.id));
    expect(world.database.counters.get(world.domain)).toBeGreaterThan(2 * D1_IS_AT);
    expect([world.database.jobs.size, world.database.submissions.size]).toEqual([0, 0]);
  });
});
