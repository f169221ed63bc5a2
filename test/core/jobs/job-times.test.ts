import { describe, expect, test } from "vitest";
import { enterStatus } from "../../../src/core/jobs/machine/enter.ts";
import { at, jobAfter, submitted } from "./factories.ts";
import { jobTimes } from "./job-times.ts";

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
    const job = enterStatus(jobAfter(["PENDING", 1], ["RUNNING", 1]), "FAILED", "2024-01-01T00:00:01.250001");
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

  test("are those of the last try", () => {
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
