import type { AuditRow } from "../../core/access/audited-call.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Edit, StoredFile } from "../../core/entities/edit.ts";
import type { OutboxEntry, OutboxKind } from "../../core/jobs/state/records.ts";
import type { DataNodeStateRow, OutboxRows } from "../../core/ports/outbox-database.ts";
import type { CachedStore } from "../state/cached-store.ts";
import type { OutboxChange } from "../state/outbox-log.ts";

export const NO_ROWS: OutboxRows = {
  edits: [],
  files: [],
  dataNodes: [],
  jobs: [],
  submissions: [],
  deletedJobs: [],
  deletedSubmissions: [],
  deletedDataNodes: [],
  audit: [],
  foreignWaits: [],
};

/**
 * The rows of changes, for D1: one row an entity, as it is now. An entity that a later change has changed again is left to
 * that change, so that D1 never shows a part of a transaction.
 */
export function outboxRows(store: CachedStore, changes: readonly OutboxChange[]): OutboxRows {
  const upTo = changes.reduce((newest, { revision }) => Math.max(newest, revision), 0);
  const entries = changes.flatMap((change) => change.entries);
  const idsOf = (wanted: OutboxKind) => [...new Set(entries.flatMap(([kind, id]) => (kind === wanted ? [id] : [])))];
  const given = <T>(wanted: OutboxKind) =>
    new Map(entries.flatMap(([kind, id, row]) => (kind === wanted && row !== null ? [[id, row as T] as const] : [])));
  const deleted = deletedIn(entries);
  const isOld = ({ revision }: { readonly revision: number }) => revision <= upTo;

  const jobIds = idsOf("job");
  const jobs = jobIds.flatMap((id) => store.job(id)?.job ?? []);
  const submissionIds = idsOf("submission");
  const submissions = submissionIds.flatMap((id) => store.submission(id)?.submission ?? []);
  const nodes = idsOf("data_node").flatMap((id) => store.node(id) ?? []);
  return {
    edits: [...given<Edit>("edit").values()],
    files: [...given<StoredFile>("file").values()],
    dataNodes: nodes.filter(({ deleted, node }) => !deleted && isOld(node)).map(({ node }) => stateRow(node)),
    jobs: jobs.filter(isOld),
    submissions: submissions.filter(isOld),
    deletedJobs: deleted("job", jobs),
    deletedSubmissions: deleted("submission", submissions),
    deletedDataNodes: [
      ...new Set([...deleted("data_node", []), ...nodes.filter((node) => node.deleted).map(({ node }) => node.id)]),
    ],
    audit: [...given<AuditRow>("audit").values()],
    foreignWaits: idsOf("foreign_wait").map((id) => ({
      data_node_id: id,
      waiting: store.queueAt(id).waiters.length > 0,
    })),
  };
}

/** The entities that entries say were deleted. One that is missing without such an entry has left the object, and stays in D1. */
function deletedIn(entries: readonly OutboxEntry[]) {
  return (wanted: OutboxKind, found: readonly { readonly id: string }[]): string[] => {
    const present = new Set(found.map(({ id }) => id));
    const isDeleted = ([kind, id, mark]: OutboxEntry) =>
      kind === wanted && (mark === "deleted" || (mark === null && kind !== "data_node" && !present.has(id)));
    return [...new Set(entries.filter(isDeleted).map(([, id]) => id))];
  };
}

function stateRow(node: DataNodeSnapshot): DataNodeStateRow {
  const { id, last_edit_date, edit_number, edit_in_progress, revision, properties } = node;
  const { editor_id, editor_expiration_date, editor_actor } = node;
  return {
    id,
    last_edit_date,
    edit_number,
    edit_in_progress,
    editor_id,
    editor_expiration_date,
    editor_actor,
    revision,
    ...(properties.is_generated === true && typeof properties.default_path === "string" && { has_own_file: true }),
  };
}
