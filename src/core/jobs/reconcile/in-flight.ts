import type { Edit } from "../../entities/edit.ts";
import type { Asked } from "../../ports/outbox-database.ts";
import type { JobsState } from "../state/jobs-state.ts";
import type { JobRecord, OutboxEntry, OutboxKind } from "../state/records.ts";

/** What an object has in flight, and needs D1 to have. */
export interface InFlight extends Asked {
  /** Submissions that have not ended, or that D1 lacks. */
  readonly submissions: readonly string[];
  /** Data nodes whose value their jobs under way read, or their jobs have written. */
  readonly values: ReadonlySet<string>;
}

/** @param unsent what D1 has not confirmed */
export function inFlight(state: JobsState, domain: string, unsent: readonly OutboxEntry[]): InFlight {
  const underWay = state.jobsUnderWay().flatMap((id) => state.job(id) ?? []);
  const submissions = [...new Set([...underWay.map(({ job }) => job.submit_id), ...idsOf(unsent, "submission")])];
  const owners = submissions.flatMap((id) => state.submission(id)?.submission ?? []);
  const jobs = owners.flatMap(({ job_ids }) => job_ids).flatMap((id) => state.job(id) ?? []);
  const values = new Set([
    ...underWay.flatMap(({ input_ids }) => input_ids),
    ...jobs.flatMap(({ job, output_ids }) => (job.status === "COMPLETED" ? output_ids : [])),
  ]);
  const nodes = new Set([
    ...values,
    ...underWay.flatMap(nodesOf),
    ...idsOf(unsent, "data_node"),
    ...editsOf(unsent).map((edit) => edit.data_node_id),
    ...state.timersOf("editor_lock"),
  ]);
  const isOwn = (id: string): boolean => state.node(id)?.node.domain === domain;
  const entities = new Set([...owners.map(({ entity_id }) => entity_id), ...jobs.map(({ job }) => job.task_id)]);
  return { submissions, values, dataNodes: [...nodes].filter(isOwn), entities: [...entities] };
}

export const nodesOf = ({ input_ids, output_ids }: JobRecord): string[] => [...input_ids, ...output_ids];

const idsOf = (entries: readonly OutboxEntry[], wanted: OutboxKind): string[] => [
  ...new Set(entries.flatMap(([kind, id]) => (kind === wanted ? [id] : []))),
];

export const editsOf = (entries: readonly OutboxEntry[]): Edit[] =>
  entries.flatMap(([kind, , row]) => (kind === "edit" && typeof row === "object" && row !== null ? [row as Edit] : []));
