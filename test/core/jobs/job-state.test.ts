import { describe, expect, test } from "vitest";
import { isFinished, JOB_STATUSES, type Job, type JobStatus } from "../../../src/core/entities/job.ts";
import { enterStatus, jobTimes } from "../../../src/core/jobs/job-state.ts";

const at = (second: number): string => `2024-01-01T00:00:${String(second).padStart(2, "0")}`;

const submitted: Job = {
  id: "JOB_t_1",
  task_id: "TASK_t_1",
  task_config_id: "t",
  version: "latest",
  domain: "d",
  status: "SUBMITTED",
  status_change_records: { SUBMITTED: at(0) },
  force: false,
  submit_id: "SUBMISSION_1",
  submit_entity_id: "SCENARIO_1",
  creation_date: at(0),
  subscribers: [],
  stacktrace: [],
  attempt: 0,
  revision: 0,
};

/** The job after those statuses, entered at those seconds. */
const jobAfter = (...steps: readonly (readonly [JobStatus, number])[]): Job =>
  steps.reduce((job, [status, second]) => enterStatus(job, status, at(second)), submitted);

test("entering a status records the time and leaves the old job as it was", () => {
  const job = enterStatus(submitted, "PENDING", at(1));
  expect(job.status).toBe("PENDING");
  expect(job.status_change_records).toEqual({ SUBMITTED: at(0), PENDING: at(1) });
  expect(submitted.status_change_records).toEqual({ SUBMITTED: at(0) });
});

test("a status entered twice keeps the last time", () => {
  expect(jobAfter(["PENDING", 1], ["RUNNING", 2], ["PENDING", 3]).status_change_records.PENDING).toBe(at(3));
});

test.each(JOB_STATUSES.filter(isFinished))("%s is never left", (terminal) => {
  const job = jobAfter(["PENDING", 1], [terminal, 2]);
  for (const status of JOB_STATUSES) expect(enterStatus(job, status, at(9))).toBe(job);
});

describe("a job's times", () => {
  test("of a job that has just been submitted are empty", () => {
    expect(jobTimes(submitted)).toEqual({
      submitted_at: at(0),
      run_at: null,
      finished_at: null,
      execution_duration: null,
      pending_duration: null,
      blocked_duration: null,
    });
  });

  test("of a whole life", () => {
    const job = jobAfter(["BLOCKED", 1], ["PENDING", 3], ["RUNNING", 6], ["COMPLETED", 10]);
    expect(jobTimes(job)).toEqual({
      submitted_at: at(0),
      run_at: at(6),
      finished_at: at(10),
      execution_duration: 4,
      pending_duration: 3,
      blocked_duration: 2,
    });
  });

  test("have microseconds", () => {
    const job = enterStatus(jobAfter(["RUNNING", 1]), "FAILED", "2024-01-01T00:00:01.250001");
    expect(jobTimes(job).execution_duration).toBe(0.250001);
  });

  test("grow while the job is in a status, when the time is known", () => {
    const running = jobAfter(["PENDING", 1], ["RUNNING", 2]);
    expect(jobTimes(running).execution_duration).toBeNull();
    expect(jobTimes(running, at(5)).execution_duration).toBe(3);
    expect(jobTimes(running, at(5)).pending_duration).toBe(1);
    expect(jobTimes(jobAfter(["BLOCKED", 1]), at(5)).blocked_duration).toBe(4);
  });

  test("of a job that became PENDING and RUNNING in one moment", () => {
    const job = jobAfter(["BLOCKED", 1], ["PENDING", 2], ["RUNNING", 2], ["COMPLETED", 7]);
    expect(jobTimes(job)).toMatchObject({ execution_duration: 5, pending_duration: 0, blocked_duration: 1 });
  });

  test("tell of the last try", () => {
    const waiting = jobAfter(["PENDING", 1], ["RUNNING", 2], ["PENDING", 5]);
    expect(jobTimes(waiting, at(9))).toMatchObject({ run_at: at(2), execution_duration: 3, pending_duration: 4 });
    const done = [
      ["RUNNING", 10],
      ["COMPLETED", 12],
    ] as const;
    expect(jobTimes(jobAfter(["PENDING", 1], ["RUNNING", 2], ["PENDING", 5], ...done))).toMatchObject({
      run_at: at(10),
      execution_duration: 2,
      pending_duration: 5,
    });
  });

  test("of a job that ended before it ran", () => {
    const canceled = jobAfter(["BLOCKED", 1], ["CANCELED", 4]);
    expect(jobTimes(canceled)).toMatchObject({
      finished_at: at(4),
      run_at: null,
      execution_duration: null,
      blocked_duration: 3,
    });
    expect(jobTimes(jobAfter(["PENDING", 1], ["SKIPPED", 2]))).toMatchObject({
      execution_duration: null,
      pending_duration: 1,
    });
  });
});
