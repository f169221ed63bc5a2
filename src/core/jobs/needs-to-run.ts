import type { DataNode } from "../entities/data-node.ts";
import type { Task } from "../entities/task.ts";
import { addTime, MICROSECONDS_PER_DAY, MICROSECONDS_PER_SECOND, type Timestamp } from "../time.ts";

type Dated = Pick<DataNode, "last_edit_date">;
type Expiring = Pick<DataNode, "last_edit_date" | "validity_days" | "validity_seconds">;

/**
 * Whether a job of the task must run: always, unless the task is skippable, all its outputs are valid and no input has
 * been written after the oldest of them.
 */
export function needsToRun(
  task: Pick<Task, "skippable">,
  force: boolean,
  inputs: readonly Dated[],
  outputs: readonly Expiring[],
  now: Timestamp,
): boolean {
  if (force || !task.skippable || outputs.length === 0) return true;
  if (!outputs.every((node) => isValid(node, now))) return true;
  return inputs.some(
    ({ last_edit_date: changed }) =>
      changed === null || outputs.some(({ last_edit_date: made }) => made === null || changed > made),
  );
}

/** Written, and not longer ago than its validity period. */
export function isValid(node: Expiring, now: Timestamp): boolean {
  const expiration = expirationDate(node);
  return expiration !== null && (!hasValidityPeriod(node) || now <= expiration);
}

/** The last edit plus the validity period, if there is one; null = never written. */
export function expirationDate(node: Expiring): Timestamp | null {
  if (node.last_edit_date === null || !hasValidityPeriod(node)) return node.last_edit_date;
  const days = (node.validity_days ?? 0) * MICROSECONDS_PER_DAY;
  return addTime(node.last_edit_date, days + (node.validity_seconds ?? 0) * MICROSECONDS_PER_SECOND);
}

const hasValidityPeriod = (node: Expiring): boolean => node.validity_days !== null || node.validity_seconds !== null;
