import { describe, expect, it } from "vitest";
import { jobFields } from "../../../src/core/entities/job.ts";
import { enterStatus } from "../../../src/core/jobs/machine/enter.ts";
import {
  isFinished,
  isUnderWay,
  JOB_STATUSES,
  type JobStatus,
  mayBecome,
  STATUSES,
  type StatusRow,
  sqlStatuses,
} from "../../../src/core/jobs/statuses.ts";
import { at, submitted } from "./factories.ts";

const ROWS: readonly (readonly [JobStatus, StatusRow])[] = JOB_STATUSES.map((status) => [status, STATUSES[status]]);

describe("the table of job statuses", () => {
  it("names the five statuses in which a job has ended, and the three in which the orchestrator moves it on", () => {
    expect(JOB_STATUSES.filter(isFinished)).toEqual(["CANCELED", "FAILED", "COMPLETED", "SKIPPED", "ABANDONED"]);
    expect(JOB_STATUSES.filter(isUnderWay)).toEqual(["BLOCKED", "PENDING", "RUNNING"]);
  });

  it("lets a job leave a status exactly when it is not final", () => {
    for (const [status, row] of ROWS) expect([status, row.becomes.length > 0]).toEqual([status, !row.isFinal]);
  });

  it("lets jobs hold outputs exactly while they are under way, and then wait for an input or have a timer", () => {
    for (const [status, row] of ROWS) {
      expect([status, row.holdsLocks]).toEqual([status, row.isUnderWay]);
      expect([status, row.waits !== row.hasTimer]).toEqual([status, row.isUnderWay]);
    }
  });

  it("reaches each status from SUBMITTED, and an end from each status", () => {
    const reached = new Set<JobStatus>(["SUBMITTED"]);
    for (const status of reached) for (const next of STATUSES[status].becomes) reached.add(next);
    expect([...reached].sort()).toEqual([...JOB_STATUSES].sort());
    const ending = new Set<JobStatus>(JOB_STATUSES.filter(isFinished));
    for (const _ of JOB_STATUSES) {
      for (const [status, { becomes }] of ROWS) if (becomes.some((next) => ending.has(next))) ending.add(status);
    }
    expect(ending.size).toBe(JOB_STATUSES.length);
  });

  it("agrees with the API's description of a job's status, which names the final ones", () => {
    const { description = "" } = jobFields.status;
    expect(JOB_STATUSES.filter((status) => description.includes(status))).toEqual(JOB_STATUSES.filter(isFinished));
  });

  it("gives SQL the list of the statuses that a condition picks", () => {
    expect(sqlStatuses(isUnderWay)).toBe("('BLOCKED', 'PENDING', 'RUNNING')");
  });
});

it.each(JOB_STATUSES)("a job that is %s enters no other status than those that the table lets it become", (status) => {
  const job = { ...submitted, status };
  for (const next of JOB_STATUSES) {
    if (mayBecome(status, next)) expect(enterStatus(job, next, at(1)).status).toBe(next);
    else expect(() => enterStatus(job, next, at(1))).toThrow(`it can't become ${next}`);
  }
});
