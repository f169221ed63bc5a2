import { expect, test } from "vitest";
import { enterStatus } from "../../../src/core/jobs/machine/enter.ts";
import { at, jobAfter, submitted } from "./factories.ts";

test("entering a status records the time and leaves the old job as it was", () => {
  const job = enterStatus(submitted, "PENDING", at(1));
  expect(job.status).toBe("PENDING");
  expect(job.status_change_records).toEqual({ SUBMITTED: at(0), PENDING: at(1) });
  expect(submitted.status_change_records).toEqual({ SUBMITTED: at(0) });
});

test("a status that a job enters twice keeps the last time", () => {
  expect(jobAfter(["PENDING", 1], ["RUNNING", 2], ["PENDING", 3]).status_change_records.PENDING).toBe(at(3));
});
