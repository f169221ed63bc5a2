import { effectiveState, isReady } from "../edit-lock.ts";
import type { JobsView } from "../state/jobs-state.ts";
import type { JobRecord, NodeRecord } from "../state/records.ts";

// docs/decisions/001-jobs-wait-for-earlier-jobs-only.md
/**
 * Whether a job may read a node: it is written, no editor holds it, and no earlier job still has to write it. Later
 * jobs do not count: they may overwrite the value, but waiting for them could make two submissions wait for each other.
 */
export function isReadyFor(view: JobsView, { node }: NodeRecord, position: number): boolean {
  const state = effectiveState(node, view.now);
  if (view.isForeign(node)) return isReady(state);
  if (!isReady({ ...node, edit_in_progress: state.editor_id !== null })) return false;
  const [first] = view.queueAt(node.id).holders;
  return first === undefined || first.position >= position;
}

/** Inputs of a job that it can't read yet. */
export function missingInputs(view: JobsView, { input_ids, position }: JobRecord): string[] {
  return input_ids.filter((id) => {
    const record = view.node(id);
    return record === null || !isReadyFor(view, record, position);
  });
}

/** Inputs of a job that belong to other domains. */
export function foreignInputs(view: JobsView, record: JobRecord | null): string[] {
  if (record === null) return [];
  return record.input_ids.filter((id) => {
    const node = view.node(id);
    return node !== null && view.isForeign(node.node);
  });
}
