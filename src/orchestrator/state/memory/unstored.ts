import type { Changes } from "../../../core/jobs/state/jobs-state.ts";
import { isUnderWay } from "../../../core/jobs/statuses.ts";
import type { ObjectMemory } from "./object-memory.ts";
import type { RecordCache } from "./record-cache.ts";

/**
 * Adds to a transaction's changes the records that only the memory has and that are in flight from now on: the data nodes of
 * its jobs under way, and all that D1 gets once more.
 */
export function withUnstored(memory: ObjectMemory, changes: Changes): Changes {
  const { outbox, deletedJobs, deletedNodes, deletedSubmissions } = changes;
  const posted = (wanted: string) => outbox.flatMap(([kind, id]) => (kind === wanted ? [id] : []));
  const underWay = changes.jobs.filter(({ job }) => isUnderWay(job.status));
  const used = underWay.flatMap(({ input_ids, output_ids }) => [...input_ids, ...output_ids]);
  const nodeIds = [...changes.nodes.map(({ node }) => node.id), ...deletedNodes];
  const jobIds = [...changes.jobs.map(({ job }) => job.id), ...deletedJobs];
  const submissionIds = [...changes.submissions.map(({ submission }) => submission.id), ...deletedSubmissions];
  return {
    ...changes,
    nodes: [...changes.nodes, ...unstored(memory.nodes, [...used, ...posted("data_node")], nodeIds)],
    jobs: [...changes.jobs, ...unstored(memory.jobs, posted("job"), jobIds)],
    submissions: [...changes.submissions, ...unstored(memory.submissions, posted("submission"), submissionIds)],
  };
}

function unstored<T>(cache: RecordCache<T>, ids: readonly string[], written: readonly string[]): T[] {
  const missing = new Set(ids.filter((id) => cache.isNowhereElse(id)));
  for (const id of written) missing.delete(id);
  return [...missing].flatMap((id) => cache.get(id) ?? []);
}
