import { EXPECTED, RATE } from "./application/arithmetic.ts";
import type { EditRow, JobRow, Lists, NodeRow, Objects, TaskRow } from "./stored.ts";
import type { Accepted } from "./storm.ts";

/** The state of a service after everything has ended. */
export interface Remains {
  readonly accepted: Accepted;
  readonly lists: Lists;
  readonly objects: Objects;
}

/** The violated promises; empty = nothing was lost and nothing happened twice. */
export function violations(remains: Remains): string[] {
  return [
    ...remains.accepted.refusals.map((refusal) => `refused: ${refusal}`),
    ...remains.objects.unfinished.map((what) => `left over: ${what}`),
    ...unequal("jobs", remains.lists.jobs, remains.objects.jobs),
    ...unequal("submissions", remains.lists.submissions, remains.objects.submissions),
    ...unequal("nodes", writtenOf(remains.lists.nodes, remains.objects.nodes), remains.objects.nodes),
    ...lostWork(remains),
    ...wrongEdits(remains),
    ...wrongOrder(remains.lists),
  ];
}

/** The value that a data node of a scenario must have; undefined = any value is right. */
export function expectedValue({ scenarios }: Accepted, node: NodeRow): unknown {
  const scenario = scenarios.get(node.owner_id ?? "");
  if (scenario === undefined) return undefined;
  return node.config_id === "seed" ? scenario.seed : EXPECTED[scenario.config]?.(scenario.seed)[node.config_id];
}

/** The only values that shared data nodes may have. */
export function possibleValues({ scenarios }: Accepted, node: NodeRow): readonly unknown[] {
  if (node.config_id === "rate") return [RATE];
  return [...scenarios.values()].flatMap(({ config, seed }) => EXPECTED[config]?.(seed).board ?? []);
}

interface Row {
  readonly id: string;
  readonly revision: number;
}

/** D1 has the same entities as the objects, in the same revision. */
function* unequal<R extends Row>(what: string, lists: readonly R[], objects: readonly R[]): Generator<string> {
  const owned = new Map(objects.map((row) => [row.id, row]));
  if (owned.size !== objects.length) yield `${what}: two objects own one of them`;
  if (lists.length !== objects.length) yield `${what}: D1 lists ${lists.length}, the objects hold ${objects.length}`;
  for (const row of lists) {
    const truth = owned.get(row.id);
    for (const [column, value] of Object.entries(row)) {
      const other = truth?.[column as keyof R];
      if (JSON.stringify(other) === JSON.stringify(value)) continue;
      yield `${row.id}: ${column} is ${JSON.stringify(value)} in D1 and ${JSON.stringify(other)} in its object`;
    }
  }
}

/** Data nodes that were never written or locked are only in D1. */
function writtenOf(lists: readonly NodeRow[], objects: readonly NodeRow[]): NodeRow[] {
  const known = new Set(objects.map((node) => node.id));
  return lists.filter((node) => known.has(node.id));
}

function* lostWork({ accepted, lists }: Remains): Generator<string> {
  const jobs = new Map(lists.jobs.map((job) => [job.id, job]));
  const submissions = new Map(lists.submissions.map((submission) => [submission.id, submission]));
  const owners = new Set(lists.nodes.map((node) => node.owner_id));
  for (const id of accepted.scenarios.keys()) if (!owners.has(id)) yield `${id} was accepted and is lost`;
  for (const id of accepted.submissions) if (!submissions.has(id)) yield `${id} was accepted and is lost`;
  for (const { id, submission_status, finished_at, job_ids } of submissions.values()) {
    if (submission_status !== "COMPLETED" || finished_at === null) yield `${id} is ${submission_status}`;
    for (const job of job_ids) if (!jobs.has(job)) yield `${job} of ${id} is lost`;
  }
  for (const { id, status } of jobs.values()) if (status !== "COMPLETED") yield `${id} is ${status}`;
}

/** Every completed job has published each of its outputs once, and nothing else has published one. */
function* wrongEdits({ lists }: Remains): Generator<string> {
  const tasks = new Map(lists.tasks.map((task) => [task.id, task]));
  const due = lists.jobs.flatMap((job) => outputsOf(tasks, job).map((node) => `${job.id} on ${node}`));
  const done = lists.edits
    .filter((edit) => edit.job_id !== null)
    .map((edit) => `${edit.job_id} on ${edit.data_node_id}`);
  const times = countOf(done);
  for (const edit of due) if (times.get(edit) !== 1) yield `${times.get(edit) ?? 0} edits by ${edit}`;
  if (done.length !== due.length) yield `${done.length} edits by jobs, ${due.length} outputs of completed jobs`;

  const edits = Map.groupBy(lists.edits, (edit) => edit.data_node_id);
  for (const node of lists.nodes) yield* wrongHistory(node, edits.get(node.id) ?? []);
}

function* wrongHistory(node: NodeRow, edits: readonly EditRow[]): Generator<string> {
  const last = edits.at(-1);
  if (node.edit_number !== edits.length) yield `${node.id}: edit_number ${node.edit_number}, ${edits.length} edits`;
  if (node.last_edit_date !== (last?.timestamp ?? null))
    yield `${node.id}: last_edit_date is not that of the last edit`;
  if (node.edit_in_progress) yield `${node.id} is still locked`;
  for (const [index, edit] of edits.entries()) {
    if (edit.number !== index + 1) yield `${node.id}: edit ${edit.number} in place ${index + 1}`;
    const before = edits[index - 1];
    if (before !== undefined && edit.timestamp <= before.timestamp)
      yield `${node.id}: edit ${edit.number} is not later`;
  }
  // The jobs of a scenario's node all compute the same value.
  const hashes = new Set(edits.filter((edit) => edit.job_id !== null).map((edit) => edit.hash));
  if (node.owner_id !== null && hashes.size > 1) yield `${node.id}: its jobs wrote ${hashes.size} different values`;
}

/** No job ran before the jobs that write its inputs had completed. */
function* wrongOrder(lists: Lists): Generator<string> {
  const tasks = new Map(lists.tasks.map((task) => [task.id, task]));
  for (const jobs of Map.groupBy(lists.jobs, (job) => job.submit_id).values()) {
    const writers = new Map(jobs.flatMap((job) => outputsOf(tasks, job).map((node) => [node, job] as const)));
    for (const job of jobs) {
      const parents = (tasks.get(job.task_id)?.input_ids ?? []).flatMap((node) => writers.get(node) ?? []);
      for (const parent of parents)
        if (endOf(parent) > startOf(job)) yield `${job.id} ran before ${parent.id} had ended`;
    }
  }
}

const outputsOf = (tasks: ReadonlyMap<string, TaskRow>, job: JobRow) => tasks.get(job.task_id)?.output_ids ?? [];
const startOf = (job: JobRow) => job.status_change_records.RUNNING ?? "";
const endOf = (job: JobRow) => job.status_change_records.COMPLETED ?? "never";

function countOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
