import type { App } from "../../../src/core/config/app-types.ts";
import { isEarlier, type SlotRow } from "../../../src/core/jobs/slots/grants.ts";
import { isLimited, limitsIn, SLOTS } from "../../../src/core/jobs/slots/limits.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import { isUnderWay } from "../../../src/core/jobs/statuses.ts";
import type { Commit } from "../platform/object-state.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** Limited jobs run with a slot only, and no limit has more slots than it allows. */
export function checkHeld(facts: Facts, violations: Violations, app: App, record: JobRecord): void {
  const limitsOf = limitsIn(app);
  const limits = limitsOf(record.job.task_config_id);
  if (!isLimited(limits) || !isUnderWay(record.job.status)) return;
  const isHeld = record.slot?.held === true;
  violations.check(
    isHeld || record.job.status !== "RUNNING",
    "a limited job runs with a slot only",
    () => `${record.job.id} runs without one`,
  );
  if (!isHeld) return;
  const held = [...facts.domains.values()]
    .flatMap(({ jobs }) => [...jobs.values()])
    .filter(({ job, slot }) => slot?.held === true && isUnderWay(job.status));
  const ofTask = held.filter(({ job }) => job.task_config_id === record.job.task_config_id);
  violations.check(
    isWithin(ofTask.length, limits.task) && isWithin(held.length, limits.application),
    "no more jobs of a limit run than it allows",
    () => `${ofTask.length} of ${limits.task}, ${held.length} of ${limits.application}: ${record.job.id}`,
  );
}

/** The slots' object grants to the job that was accepted first among those whose limits have room. */
export function checkOrder(
  facts: Facts,
  violations: Violations,
  app: App,
  { domain, state }: DomainFacts,
  { hasSlots }: Commit,
): void {
  if (domain !== SLOTS || !hasSlots) return;
  const rows = state.rows<SlotRow>("slots");
  const granted = rows.filter(({ seen, job_id, ticket }) => seen !== null && !facts.granted.has(`${job_id}/${ticket}`));
  for (const { job_id, ticket } of granted) facts.granted.add(`${job_id}/${ticket}`);
  const limitsOf = limitsIn(app);
  const takenBy = (task: string) => rows.filter((row) => row.seen !== null && row.task_config_id === task).length;
  for (const row of granted) {
    const passed = rows.find(
      (other) =>
        other.seen === null &&
        isEarlier(other, row) &&
        (other.task_config_id === row.task_config_id ||
          isWithin(takenBy(other.task_config_id) + 1, limitsOf(other.task_config_id).task)),
    );
    violations.check(
      passed === undefined,
      "the job that was accepted first gets the slot",
      () => `${row.job_id} before ${passed?.job_id}`,
    );
  }
}

const isWithin = (count: number, limit: number | null): boolean => limit === null || count <= limit;
