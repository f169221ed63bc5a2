import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import type { PlannedJob, WorkOrder } from "../../../src/core/ports/orchestrator.ts";
import type { Violations } from "../violation.ts";
import type { ReadValue } from "./edits.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** A job that is promised to a worker is given out once a try, too, and waits for the jobs before it. */
export function checkPlanned(facts: Facts, violations: Violations, domain: string, planned: PlannedJob): void {
  const token = `${planned.job_id}/${planned.token}`;
  violations.check(!facts.tokens.has(token), "a try is given out once", () => token);
  facts.tokens.add(token);
  facts.leases.set(token, planned.lease_ms);
  facts.readKeys.set(
    token,
    planned.inputs.flatMap((node) => node.payload?.key ?? []),
  );
  const record = facts.domain(domain).lastSeen.get(planned.job_id);
  violations.check(record !== undefined, "a work order is for a job that exists", () => planned.job_id);
}

/**
 * A try begins: notes what it may read. Its order is checked later, when other calls of its turn may have written the same
 * data nodes after it.
 */
export function noteCurrent(
  facts: Facts,
  { nodes }: DomainFacts,
  { job, input_ids }: JobRecord,
  readValue: ReadValue,
): void {
  const currentOf = (id: string): ReadonlySet<string> | null => {
    const edits = [...(facts.edits.get(id)?.values() ?? [])];
    // One that D1 has lost may be read on by an object that holds it.
    const left = edits.filter(({ number }) => !facts.losses.edits.has(`${id}#${number}`));
    const newest = [edits.at(-1), left.at(-1)].flatMap((edit) => (edit === undefined ? [] : readValue(edit).tag));
    return newest.length < 2 || nodes.get(id)?.deleted === true ? null : new Set(newest);
  };
  facts.current.set(`${job.id}/${job.attempt}`, new Map(input_ids.map((id) => [id, currentOf(id)])));
}

/** A job is given out once a try, and only after the jobs that write its inputs have ended well. */
export function checkWorkOrder(
  facts: Facts,
  violations: Violations,
  domain: string,
  order: WorkOrder,
  readValue: ReadValue,
): void {
  const token = `${order.job_id}/${order.token}`;
  violations.check(!facts.tokens.has(token), "a try is given out once", () => token);
  facts.tokens.add(token);
  facts.inputs.set(
    token,
    order.inputs.flatMap((node) => (node.payload === null ? [] : readValue(node.payload).tag)),
  );

  facts.leases.set(token, order.lease_ms);
  facts.readKeys.set(
    token,
    order.inputs.flatMap((node) => node.payload?.key ?? []),
  );

  const { lastSeen, state } = facts.domain(domain);
  const record = lastSeen.get(order.job_id);
  if (record === undefined) {
    violations.report(`a work order is for a job that exists: ${order.job_id}`);
    return;
  }
  const inputs = new Set(order.inputs.map((node) => node.id));
  for (const other of lastSeen.values()) {
    if (other.job.submit_id !== order.submission_id || !other.output_ids.some((id) => inputs.has(id))) continue;
    violations.check(
      other.job.status === "COMPLETED" || other.job.status === "SKIPPED",
      "no child before its parents",
      () => `${order.job_id} was given out while ${other.job.id} is ${other.job.status}`,
    );
  }
  const earlier = state.locks().find((lock) => lock.position < record.position && inputs.has(lock.node_id));
  violations.check(
    earlier === undefined,
    "no job reads what an earlier job will write",
    () => `${order.job_id}: ${earlier?.job_id} holds ${earlier?.node_id}`,
  );

  for (const { id, payload, domain: owner } of order.inputs) {
    const tags = facts.current.get(token)?.get(id);
    const isCurrent = tags === null || (payload !== null && tags?.has(readValue(payload).tag) === true);
    violations.check(
      owner !== domain || isCurrent,
      "a work order carries the current values",
      () => `${order.job_id}: ${id}`,
    );
  }
}
