import { SLOTS } from "../../../src/core/jobs/slots/limits.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts } from "./facts.ts";

/** In a pooled object a job waits for nodes of its own scenario, and for those that its scenario shares: for no neighbour. */
export function checkNeighbours(violations: Violations, { domain, state, jobs, nodes }: DomainFacts): void {
  if (!domain.startsWith("pool/")) return;
  const ownerOf = (id: string) => nodes.get(id)?.node.owner_id ?? null;
  for (const { job_id, node_id } of [...state.waits(), ...state.locks()]) {
    const node = nodes.get(node_id)?.node;
    if (node_id === SLOTS || node === undefined || node.domain !== domain) continue;
    const own = jobs.get(job_id)?.output_ids.map(ownerOf) ?? [];
    violations.check(
      own.length === 0 || own.includes(node.owner_id),
      "no job waits for a neighbour's",
      () => `${job_id} of ${own} is queued at ${node_id} of ${node.owner_id}`,
    );
  }
}
