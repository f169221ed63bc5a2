import { describe, expect, it } from "vitest";
import { JobMessage, messageOf } from "../../src/core/jobs/job-message.ts";
import type { WakeUp } from "../../src/core/jobs/state/jobs-state.ts";
import { sendings } from "../../src/orchestrator/sendings.ts";

const job = (id: string, placement?: WakeUp["placement"]): WakeUp => ({
  job_id: id,
  attempt: 0,
  ...(placement && { placement }),
});
const sent = (queues: { JOBS: string; JOBS_ALONE?: string }, jobs: readonly WakeUp[]) =>
  [...sendings(queues, jobs)].map(({ queue, wakeUps }) => [queue, wakeUps.map(({ job_id }) => job_id)]);

describe("wake-ups", () => {
  const jobs = [job("a"), job("b", "alone"), job("c"), job("d", "own_invocation")];

  it("of long jobs, and of jobs that have lost a worker, go to a queue of their own", () => {
    expect(sent({ JOBS: "jobs", JOBS_ALONE: "alone" }, jobs)).toEqual([
      ["jobs", ["a", "c"]],
      ["alone", ["b", "d"]],
    ]);
  });

  it("all go to one queue in a deployment that has no other", () => {
    expect(sent({ JOBS: "jobs" }, jobs)).toEqual([["jobs", ["a", "b", "c", "d"]]]);
  });

  it("go in portions that one call takes", () => {
    const many = Array.from({ length: 250 }, (_, index) => job(`${index}`));
    const portions = [...sendings({ JOBS: "jobs" }, many)].map(({ wakeUps }) => wakeUps.length);
    expect(portions).toEqual([100, 100, 50]);
  });

  it("say that a job must run alone, and else what every release understands", () => {
    expect(messageOf("d", job("a", "own_invocation"))).toEqual({ v: 1, domain: "d", job_id: "a", attempt: 0 });
    const alone = messageOf("d", job("a", "alone"));
    expect(alone).toEqual({ v: 1, domain: "d", job_id: "a", attempt: 0, alone: true });
    expect(JobMessage().parse(alone)).toEqual(alone);
  });
});
