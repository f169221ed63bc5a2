import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Submission, SubmissionStatus } from "../../../src/core/entities/submission.ts";
import { JOB_STATUSES, type JobStatus } from "../../../src/core/jobs/statuses.ts";
import { aggregate } from "../../../src/core/jobs/submission-status.ts";
import { aSubmission } from "../../harness/factories.ts";

const submission = aSubmission({ job_ids: ["a", "b", "c"], creation_date: "2024-01-01T00:00:00" });

type Step = readonly [job: string, status: JobStatus];

const after = (steps: readonly Step[]): Submission =>
  steps.reduce((state, [id, status]) => aggregate(state, { id, status }), submission);

describe("one job alone decides", () => {
  test.each([
    ["SUBMITTED", "PENDING"],
    ["BLOCKED", "BLOCKED"],
    ["PENDING", "PENDING"],
    ["RUNNING", "RUNNING"],
    ["CANCELED", "CANCELED"],
    ["FAILED", "FAILED"],
    ["COMPLETED", "COMPLETED"],
    ["SKIPPED", "COMPLETED"],
    ["ABANDONED", "UNDEFINED"],
  ] as const)("%s makes %s", (job, expected) => expect(after([["a", job]]).submission_status).toBe(expected));
});

describe("of several jobs", () => {
  const cases: [SubmissionStatus, Step[]][] = [
    [
      "FAILED",
      [
        ["a", "FAILED"],
        ["b", "CANCELED"],
        ["c", "ABANDONED"],
      ],
    ],
    [
      "FAILED",
      [
        ["a", "CANCELED"],
        ["b", "FAILED"],
      ],
    ],
    [
      "CANCELED",
      [
        ["a", "ABANDONED"],
        ["b", "CANCELED"],
        ["c", "RUNNING"],
      ],
    ],
    [
      "UNDEFINED",
      [
        ["a", "ABANDONED"],
        ["b", "RUNNING"],
        ["c", "COMPLETED"],
      ],
    ],
    [
      "RUNNING",
      [
        ["a", "BLOCKED"],
        ["b", "PENDING"],
        ["c", "RUNNING"],
      ],
    ],
    [
      "PENDING",
      [
        ["a", "BLOCKED"],
        ["b", "COMPLETED"],
        ["c", "PENDING"],
      ],
    ],
    [
      "BLOCKED",
      [
        ["a", "COMPLETED"],
        ["b", "BLOCKED"],
      ],
    ],
    [
      "COMPLETED",
      [
        ["a", "SKIPPED"],
        ["b", "COMPLETED"],
      ],
    ],
    [
      "COMPLETED",
      [
        ["a", "SKIPPED"],
        ["b", "SKIPPED"],
      ],
    ],
  ];
  test.each(cases)("%s wins", (expected, steps) => expect(after(steps).submission_status).toBe(expected));
});

test("a chain of two alternates while it progresses", () => {
  const steps: Step[] = [
    ["a", "PENDING"],
    ["b", "BLOCKED"],
    ["a", "RUNNING"],
    ["a", "COMPLETED"],
    ["b", "PENDING"],
    ["b", "RUNNING"],
    ["b", "COMPLETED"],
  ];
  const statuses = steps.map((_, index) => after(steps.slice(0, index + 1)).submission_status);
  expect(statuses).toEqual(["PENDING", "PENDING", "RUNNING", "BLOCKED", "PENDING", "RUNNING", "COMPLETED"]);
});

test("after a failure, other jobs change nothing of a submission", () => {
  const failed = after([
    ["a", "RUNNING"],
    ["a", "FAILED"],
  ]);
  expect(failed.running_jobs).toEqual(["a"]);
  expect(aggregate(failed, { id: "b", status: "COMPLETED" })).toBe(failed);
});

test("a submission whose running job was abandoned by a cancel ends UNDEFINED", () => {
  expect(
    after([
      ["a", "RUNNING"],
      ["b", "ABANDONED"],
      ["a", "COMPLETED"],
    ]).submission_status,
  ).toBe("UNDEFINED");
});

test("a job that is tried again waits, and does not run", () => {
  expect(
    after([
      ["a", "RUNNING"],
      ["a", "PENDING"],
    ]),
  ).toMatchObject({ submission_status: "PENDING", running_jobs: [] });
});

test("a job is in one set at most, and once", () => {
  const step = fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom(...JOB_STATUSES));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { running_jobs, pending_jobs, blocked_jobs } = after(steps);
      const all = [...running_jobs, ...pending_jobs, ...blocked_jobs];
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});
