import { describe, expect, it } from "vitest";
import { NO_UNITS } from "../../../src/core/cost/usage.ts";
import type { Job } from "../../../src/core/entities/job.ts";
import { refuse } from "../../../src/core/errors.ts";
import type { Orchestrator } from "../../../src/core/ports/orchestrator.ts";
import { parseTime } from "../../../src/core/time.ts";
import { cancelJob } from "../../../src/usecases/jobs/cancel-job.ts";
import { createJob } from "../../../src/usecases/jobs/create-job.ts";
import { deleteJob } from "../../../src/usecases/jobs/delete-job.ts";
import { deleteSubmission } from "../../../src/usecases/jobs/delete-submission.ts";
import { readCost } from "../../../src/usecases/jobs/read-cost.ts";
import { aJob, aSubmission, aTask, MADE_AT } from "../../harness/factories.ts";

const found = (job: Job | null) => ({ job: async () => job });

describe("the use cases of jobs", () => {
  it("build Taipy's inert job of a task in the task's domain, which no submission knows", async () => {
    const made: { readonly domain: string; readonly job: Job }[] = [];
    let uuids = 0;
    const deps = {
      app: { core: { mode: "development", versionNumber: "1.0", force: false, properties: {} } } as const,
      clock: () => parseTime(MADE_AT) ?? 0,
      newUuid: () => `uuid-${++uuids}`,
      entityWriter: {
        taskFor: async (config: string) => aTask({ id: "TASK_1", config_id: config, domain: "domain-t" }),
      },
      orchestrators: (domain: string) =>
        ({
          createJob: async (job: Job) => {
            made.push({ domain, job });
            return { ok: true, value: { value: job, stored: true } };
          },
        }) as unknown as Orchestrator,
    };
    const { value } = await createJob(deps, "t");
    const job = aJob({
      id: "JOB_uuid-1",
      task_id: "TASK_1",
      task_config_id: "t",
      version: "1.0",
      domain: "domain-t",
      submit_id: "SUBMISSION_uuid-2",
      submit_entity_id: "TASK_1",
    });
    expect(value).toEqual(job);
    expect(made).toEqual([{ domain: "domain-t", job }]);
  });

  it("cancel a job in its domain, and only with force while it runs", async () => {
    const calls: unknown[] = [];
    const orchestrators = (domain: string) =>
      ({
        cancelJob: async (...given: unknown[]) => {
          calls.push([domain, ...given]);
          return { ok: true, value: { value: aJob(), stored: true } };
        },
      }) as unknown as Orchestrator;
    await cancelJob({ entityReader: found(aJob({ domain: "domain-j" })), orchestrators }, "JOB_1", true);
    expect(calls).toEqual([["domain-j", "JOB_1", true]]);
  });

  it("throw what the object refuses, and ask no object for what does not exist", async () => {
    const refusing = {
      deleteJob: async () => refuse("job_not_finished", "It runs."),
      deleteSubmission: async () => refuse("submission_not_finished", "It runs."),
    } as unknown as Orchestrator;
    const orchestrators = () => refusing;
    await expect(deleteJob({ entityReader: found(aJob()), orchestrators }, "JOB_1")).rejects.toMatchObject({
      code: "job_not_finished",
    });
    const submission = { submission: async () => aSubmission() };
    await expect(deleteSubmission({ entityReader: submission, orchestrators }, "S")).rejects.toMatchObject({
      code: "submission_not_finished",
    });
    const none = () => {
      throw new Error("no object may be asked");
    };
    await expect(deleteJob({ entityReader: found(null), orchestrators: none }, "JOB_x")).rejects.toMatchObject({
      code: "job_not_found",
    });
    const missing = { entityReader: { submission: async () => null }, orchestrators: none };
    await expect(deleteSubmission(missing, "S")).rejects.toMatchObject({ code: "submission_not_found" });
  });

  it("price what a submission has used, and know nothing of the cost of others", async () => {
    const metering = {
      ofSubmission: async (_: string, id: string) =>
        id === "known" ? { ...NO_UNITS, worker_requests: 1_000_000 } : null,
    };
    const cost = await readCost({ metering }, { domain: "domain", id: "known", units: null });
    expect(cost?.units).toEqual({ ...NO_UNITS, worker_requests: 1_000_000, cpu_ms: null });
    expect(cost?.price_usd).toBeGreaterThan(0);
    const ended = { domain: "domain", id: "ended", units: { ...NO_UNITS, kv_reads: 3 } };
    expect((await readCost({ metering }, ended))?.units).toEqual({ ...NO_UNITS, kv_reads: 3, cpu_ms: null });
    expect([
      await readCost({ metering }, { domain: "domain", id: "other", units: null }),
      await readCost({}, { domain: "domain", id: "known", units: null }),
    ]).toEqual([null, null]);
  });
});
