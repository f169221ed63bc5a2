import type { DataNodeIdentity, DataNodeSnapshot } from "../../entities/data-node.ts";
import type { PlannedJob } from "../../ports/orchestrator.ts";
import type { JobsView } from "../state/jobs-state.ts";
import type { JobRecord } from "../state/records.ts";

/** What a worker needs to run the newest try of a job. */
export function orderOf(
  { policy }: { readonly policy: { readonly leaseMs: number } },
  { job }: JobRecord,
  inputs: readonly DataNodeSnapshot[],
  outputs: readonly DataNodeSnapshot[],
): PlannedJob {
  return {
    job_id: job.id,
    task_config_id: job.task_config_id,
    submission_id: job.submit_id,
    attempt: job.attempt,
    // Each try has a number of its own, so the number is the fencing token.
    token: job.attempt,
    lease_ms: policy.leaseMs,
    inputs,
    outputs: outputs.map(identityOf),
  };
}

export function nodesOf(view: JobsView, ids: readonly string[]): DataNodeSnapshot[] {
  return ids.map((id) => {
    const record = view.node(id);
    if (record === null) throw new Error(`The orchestrator does not know ${id}, which one of its jobs uses`);
    return record.node;
  });
}

/** Without the value, which may be large and is about to be replaced. */
function identityOf(node: DataNodeSnapshot): DataNodeIdentity {
  const { id, config_id, version, domain, scope, storage_type, owner_id, validity_days, validity_seconds } = node;
  const { properties } = node;
  return {
    id,
    config_id,
    version,
    domain,
    scope,
    storage_type,
    owner_id,
    validity_days,
    validity_seconds,
    properties,
  };
}
