import { isUnderWay } from "../../../src/core/jobs/statuses.ts";
import type { D1 } from "../platform/d1.ts";
import type { Violations } from "../violation.ts";
import type { Facts } from "./facts.ts";

/** After the sweep no object holds a data node that D1 does not have, unless a job under way uses it. */
export function checkForgotten(facts: Facts, violations: Violations, d1: D1): void {
  const existing = new Set(d1.all<{ id: string }>("SELECT id FROM data_nodes").map(({ id }) => id));
  for (const { domain, jobs, nodes } of facts.domains.values()) {
    const underWay = [...jobs.values()].filter(({ job }) => isUnderWay(job.status));
    const used = new Set(underWay.flatMap(({ input_ids, output_ids }) => [...input_ids, ...output_ids]));
    for (const id of nodes.keys()) {
      const isNoted = !d1.deletedWhileFull.has(id) && !facts.losses.entities.has(id);
      const isRight = existing.has(id) || used.has(id) || facts.forgotten.has(`${domain} ${id}`) || !isNoted;
      violations.check(isRight, "what was deleted is forgotten", () => `${domain} still holds ${id}`);
    }
  }
}
