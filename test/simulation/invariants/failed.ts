import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** What a try's trace says when its function, and nothing else, is at fault. */
const OWN_FAULT = /The function has thrown|took longer than its timeout|Cannot stringify a function/;

const LOST_ALONE = /^The worker of this job was lost/;

/** So many tries of a job must have failed in words that the service does not know. */
const TRIES_IN_UNKNOWN_WORDS = 30;

export interface Fault {
  /** The task that ends its process. */
  readonly killer: string | null;
  /** Tries that ran beside another one. */
  readonly company: ReadonlySet<string>;
  readonly workerRetryLimit: number;
}

/** A job fails for its own fault only: its function threw, took too long, ends its process or has died alone, or its input was deleted; or a store has failed often enough in words that are not known. */
export function checkFailed(
  facts: Facts,
  violations: Violations,
  { killer, company, workerRetryLimit }: Fault,
  { nodes }: DomainFacts,
  before: JobRecord | null,
  { job, input_ids, throws }: JobRecord,
): void {
  if (job.status !== "FAILED" || before?.job.status === "FAILED") return;
  const result = facts.results.get(`${job.id}/${job.attempt}`);
  const threw = result?.kind === "failed" && result.stacktrace.some((trace) => OWN_FAULT.test(trace));
  const lacksInput = input_ids.some((id) => facts.deletable.has(id) || nodes.get(id)?.deleted === true);
  const isKiller = job.task_config_id === killer;
  const tries = Array.from({ length: job.attempt }, (_, index) => `${job.id}/${index + 1}`);
  const alone = tries.filter((attempt) => !company.has(attempt)).length - throws;
  const hasDiedAlone = alone > workerRetryLimit && job.stacktrace.some((trace) => LOST_ALONE.test(trace));
  const inUnknownWords = tries.filter((attempt) => {
    const ended = facts.results.get(attempt);
    return ended?.kind === "failed" && ended.fault === "internal_error";
  }).length;
  violations.check(
    inUnknownWords >= TRIES_IN_UNKNOWN_WORDS ||
      threw ||
      lacksInput ||
      isKiller ||
      hasDiedAlone ||
      facts.purged.size > 0,
    "no job fails that is not at fault itself",
    () => `${job.id}, try ${job.attempt}: ${job.stacktrace.at(-1)?.slice(0, 200)}`,
  );
}
