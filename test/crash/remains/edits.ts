import type { Accepted } from "../storm/accepted.ts";
import type { SentWrite } from "../storm/register.ts";
import type { EditRow, Lists, NodeRow } from "./stored.ts";

/** Every completed job has published each of its outputs once, and nothing else has published one. */
export function* wrongEdits(lists: Lists): Generator<string> {
  const tasks = new Map(lists.tasks.map((task) => [task.id, task]));
  const due = lists.jobs
    .filter(({ status }) => status === "COMPLETED")
    .flatMap((job) => (tasks.get(job.task_id)?.output_ids ?? []).map((node) => `${job.id} on ${node}`));
  const done = lists.edits
    .filter((edit) => edit.job_id !== null)
    .map((edit) => `${edit.job_id} on ${edit.data_node_id}`);
  const times = countOf(done);
  for (const edit of due) if (times.get(edit) !== 1) yield `${times.get(edit) ?? 0} edits by ${edit}`;
  const outputs = new Set(due);
  for (const edit of times.keys()) if (!outputs.has(edit)) yield `${edit} is no completed job, and has an edit`;
}

/** The edits of each node are whole, numbered in order, and those that clients were promised, once each. */
export function* wrongHistories(accepted: Accepted, lists: Lists): Generator<string> {
  const edits = Map.groupBy(lists.edits, (edit) => edit.data_node_id);
  for (const node of lists.nodes) {
    const own = edits.get(node.id) ?? [];
    yield* wrongHistory(node, own, accepted.undone.size > 0);
    yield* wrongWrites(node.id, accepted.nodes.get(node.id)?.register.writes ?? [], own);
    // The jobs of a scenario's node all compute the same value, but for those that read what clients write.
    const hashes = new Set(own.filter((edit) => edit.job_id !== null).map((edit) => edit.hash));
    const isComputed = node.owner_id !== null && node.config_id !== "stamped";
    if (isComputed && hashes.size > 1) yield `${node.id}: its jobs wrote ${hashes.size} different values`;
  }
  const nodes = new Set(lists.nodes.map(({ id }) => id));
  for (const id of edits.keys()) if (!nodes.has(id)) yield `${id} is gone, and its edits are left`;
}

/** @param mayHaveHoles D1 was put back: numbers that were given since are not given again */
function* wrongHistory(node: NodeRow, edits: readonly EditRow[], mayHaveHoles: boolean): Generator<string> {
  const last = edits.at(-1);
  const highest = mayHaveHoles ? (last?.number ?? 0) : edits.length;
  if (node.edit_number !== highest) yield `${node.id}: edit_number ${node.edit_number}, ${edits.length} edits`;
  if (node.last_edit_date !== (last?.timestamp ?? null))
    yield `${node.id}: last_edit_date is not that of the last edit`;
  if (node.edit_in_progress) yield `${node.id} is still locked`;
  for (const [index, edit] of edits.entries()) {
    if (edit.number !== index + 1 && !mayHaveHoles) yield `${node.id}: edit ${edit.number} in place ${index + 1}`;
    const before = edits[index - 1];
    if (before !== undefined && edit.timestamp <= before.timestamp)
      yield `${node.id}: edit ${edit.number} is not later`;
  }
}

/** An accepted write is there once, a refused one never, one without an answer at most once; all in the order of their calls. */
function* wrongWrites(id: string, writes: readonly SentWrite[], edits: readonly EditRow[]): Generator<string> {
  const numbers = new Map(
    edits.flatMap(({ comment, number }) => (comment === null ? [] : [[comment, number] as const])),
  );
  const times = countOf(edits.flatMap(({ comment }) => comment ?? []));
  for (const { tag, outcome } of writes) {
    const found = times.get(tag) ?? 0;
    const isAccepted = outcome === "accepted" || outcome === "shown";
    if (found > 1) yield `${id}: ${tag} is there ${found} times`;
    if (found === 0 && isAccepted) yield `${id}: ${tag} was ${outcome} and is lost`;
    if (found > 0 && outcome === "refused") yield `${id}: ${tag} was refused and is there`;
  }
  const answered = writes.filter(({ end, tag }) => Number.isFinite(end) && numbers.has(tag));
  for (const [index, write] of answered.entries()) {
    for (const later of answered.slice(index + 1)) {
      const isBefore = write.end < later.start;
      if (isBefore && (numbers.get(write.tag) ?? 0) > (numbers.get(later.tag) ?? 0))
        yield `${id}: ${write.tag} was answered before ${later.tag} began and stands behind it`;
    }
  }
}

function countOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
