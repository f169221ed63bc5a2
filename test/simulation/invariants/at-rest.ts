import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import { isFinished } from "../../../src/core/jobs/statuses.ts";
import type { Violations } from "../violation.ts";
import type { DomainFacts, Facts } from "./facts.ts";

/** Everything that could end has ended: the jobs that are left wait for nodes that no job is going to write. */
export function checkAtRest(facts: Facts, violations: Violations): void {
  for (const domain of facts.domains.values()) {
    checkJobs(facts, violations, domain);
    checkEffects(facts, violations, domain);
  }
  const known = new Set([...facts.domains.values()].flatMap((domain) => [...domain.submissions.keys()]));
  for (const [id, entity] of facts.accepted) {
    const isKept = known.has(id) || facts.atRest.submissions.has(id) || facts.losses.work.has(id);
    const isLost = facts.losses.entities.has(entity);
    const isThere = isKept || isLost || facts.deletable.has(id) || facts.purged.has(entity);
    violations.check(isThere, "no accepted submission is lost", () => id);
  }
}

/** Whether a job of the domain holds the node. Jobs of other domains wait for all of these: their orders don't compare. */
const isHeld = ({ state }: DomainFacts, nodeId: string): boolean =>
  state.locks().some(({ node_id }) => node_id === nodeId);

function checkJobs(facts: Facts, violations: Violations, domain: DomainFacts): void {
  const { jobs, nodes, submissions, state } = domain;
  const waits = state.waits();
  const locks = state.locks();
  for (const { job, position } of jobs.values()) {
    const isInert = job.status === "SUBMITTED" && !submissions.has(job.submit_id);
    if (isFinished(job.status) || isInert) continue;
    violations.check(job.status === "BLOCKED", "every submission ends", () => `${job.id} is ${job.status} for ever`);
    const hopeless = waits.some(({ job_id, node_id }) => {
      if (job_id !== job.id) return false;
      const copy = nodes.get(node_id);
      const owner = facts.domains.get(copy?.node.domain ?? "");
      const node = owner?.nodes.get(node_id) ?? copy;
      const writer =
        locks.some((lock) => lock.node_id === node_id && lock.position < position) ||
        (owner !== undefined && owner !== domain && isHeld(owner, node_id));
      return writer || (node?.node.last_edit_date === null && !node.deleted);
    });
    violations.check(
      hopeless,
      "a job waits only for what is missing",
      () => `${job.id} waits for ${waits.filter((wait) => wait.job_id === job.id).map((wait) => wait.node_id)}`,
    );
  }
}

/** Each completed job has published each of its outputs once; a failed one only what its tries have written. */
function checkEffects(facts: Facts, violations: Violations, { lastSeen, nodes }: DomainFacts): void {
  for (const record of lastSeen.values()) {
    for (const node of record.output_ids) {
      // What is gone takes no edits. That D1 does not have it any more either is another promise.
      if (facts.deletable.has(node) || nodes.get(node)?.deleted === true) continue;
      const edits = [...(facts.edits.get(node)?.values() ?? [])].filter((edit) => edit.job_id === record.job.id);
      const completed = record.job.status === "COMPLETED" ? 1 : 0;
      const partial = partialResults(facts, record, node);
      violations.check(
        completed <= edits.length && edits.length <= completed + partial,
        "each effect is published once",
        () => `${record.job.id} is ${record.job.status} and has ${edits.length} edits of ${node}`,
      );
    }
  }
}

/** Tries that failed after they had written this node. */
function partialResults(facts: Facts, { job }: JobRecord, node: string): number {
  let count = 0;
  for (let token = 1; token <= job.attempt; token += 1) {
    const result = facts.results.get(`${job.id}/${token}`);
    if (result?.kind === "failed" && result.outputs.some((output) => output.data_node_id === node)) count += 1;
  }
  return count;
}
