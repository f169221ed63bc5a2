import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import { addTime, MICROSECONDS_PER_DAY, MICROSECONDS_PER_SECOND, type Timestamp } from "../../../src/core/time.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts } from "./facts.ts";

/** A job is skipped only if its task allows it, every output is valid and no input is newer than the oldest output. */
export function checkSkipped(violations: Violations, record: JobRecord, domain: DomainFacts, now: Timestamp): void {
  const nodesOf = (ids: readonly string[]) => ids.flatMap((id) => domain.nodes.get(id)?.node ?? []);
  const inputs = nodesOf(record.input_ids);
  const outputs = nodesOf(record.output_ids);
  const made = outputs.map((node) => node.last_edit_date ?? "").sort();
  const changed = inputs.map((node) => node.last_edit_date ?? "9999");
  const isAllowed =
    record.skippable &&
    !record.job.force &&
    outputs.length > 0 &&
    outputs.every((node) => isValid(node, now)) &&
    changed.every((date) => date <= (made[0] ?? ""));
  violations.check(
    isAllowed,
    "a job is skipped only when nothing has changed",
    () => `${record.job.id}: ${changed} ⇒ ${made} at ${now}`,
  );
}

function isValid({ last_edit_date, validity_days, validity_seconds }: DataNodeSnapshot, now: Timestamp): boolean {
  if (last_edit_date === null) return false;
  if (validity_days === null && validity_seconds === null) return true;
  const period = (validity_days ?? 0) * MICROSECONDS_PER_DAY + (validity_seconds ?? 0) * MICROSECONDS_PER_SECOND;
  return now <= addTime(last_edit_date, period);
}
