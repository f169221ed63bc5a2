import { GATE_WIDTH } from "../application/arithmetic.ts";
import type { Accepted } from "../storm/accepted.ts";
import { wrongEdits, wrongHistories } from "./edits.ts";
import type { JobRow, Lists, NodeRow, Objects, TaskRow } from "./stored.ts";

/** The state of a service after everything has ended. */
export interface Remains {
  readonly accepted: Accepted;
  readonly lists: Lists;
  readonly objects: Objects;
}

/** The violated promises; empty = nothing was lost, nothing happened twice, and no answer was false. */
export function violations(remains: Remains): string[] {
  const { accepted, lists, objects } = remains;
  return [
    ...accepted.refusals.map((refusal) => `refused: ${refusal}`),
    ...accepted.falseAnswers.map((answer) => `false answer: ${answer}`),
    ...objects.unfinished.map((what) => `left over: ${what}`),
    ...unequal("jobs", lists.jobs, objects.jobs),
    ...unequal("submissions", lists.submissions, objects.submissions),
    ...unequal("nodes", lists.nodes, keptNodes(accepted, objects)),
    ...lostWork(remains),
    ...wrongEnds(remains),
    ...leftOfDeletions(remains),
    ...wrongEdits(lists),
    ...wrongHistories(accepted, lists),
    ...wrongOrder(lists),
    ...tooManyAtOnce(lists),
  ];
}

interface Row {
  readonly id: string;
  readonly revision: number;
}

/** D1 has the entities that the objects still hold, in the same revision. */
function* unequal<R extends Row>(what: string, lists: readonly R[], objects: readonly R[]): Generator<string> {
  const listed = new Map(lists.map((row) => [row.id, row]));
  if (new Set(objects.map(({ id }) => id)).size !== objects.length) yield `${what}: two objects own one of them`;
  for (const truth of objects) {
    const row = listed.get(truth.id);
    if (row === undefined) yield `${truth.id} is in its object, and D1 lacks it`;
    for (const [column, value] of Object.entries(row ?? {})) {
      const other = truth[column as keyof R];
      if (JSON.stringify(other) === JSON.stringify(value)) continue;
      yield `${truth.id}: ${column} is ${JSON.stringify(value)} in D1 and ${JSON.stringify(other)} in its object`;
    }
  }
}

/** The sweep forgets the nodes of a deleted scenario later. */
const keptNodes = ({ deletions }: Accepted, { nodes }: Objects): readonly NodeRow[] =>
  nodes.filter(({ owner_id }) => !deletions.has(owner_id ?? ""));

function* lostWork({ accepted, lists }: Remains): Generator<string> {
  const jobs = new Set(lists.jobs.map(({ id }) => id));
  const submissions = new Map(lists.submissions.map((submission) => [submission.id, submission]));
  const scenarios = new Set(lists.scenarios.map(({ id }) => id));
  const nodes = new Set(lists.nodes.map(({ id }) => id));
  for (const id of accepted.scenarios.keys()) if (!scenarios.has(id)) yield `${id} was accepted and is lost`;
  for (const id of accepted.submissions) if (!submissions.has(id)) yield `${id} was accepted and is lost`;
  for (const id of accepted.nodes.keys()) if (!nodes.has(id)) yield `${id} was shown and is lost`;
  for (const { id, job_ids } of submissions.values()) {
    for (const job of job_ids) if (!jobs.has(job)) yield `${job} of ${id} is lost`;
  }
}

/** Every job has completed, unless it was cancelled, or another one of its submission. */
function* wrongEnds({ accepted, lists }: Remains): Generator<string> {
  const isTouched = (jobIds: readonly string[]) => jobIds.some((id) => accepted.cancelled.has(id));
  const touched = new Set<string>();
  for (const { id, submission_status, finished_at, job_ids } of lists.submissions) {
    if (isTouched(job_ids)) touched.add(id);
    if (finished_at === null) yield `${id} has not ended, it is ${submission_status}`;
    else if (submission_status !== "COMPLETED" && !touched.has(id)) yield `${id} is ${submission_status}`;
  }
  for (const { id, status, submit_id } of lists.jobs) {
    const isRight =
      status === "COMPLETED" ||
      (status === "CANCELED" && accepted.cancelled.has(id)) ||
      (status === "ABANDONED" && touched.has(submit_id));
    if (!isRight) yield `${id} is ${status}`;
  }
}

/** Nothing is left of a scenario whose deletion was answered, and no row lacks its owner. */
function* leftOfDeletions({ accepted, lists, objects }: Remains): Generator<string> {
  for (const [id, isDone] of accepted.deletions) if (!isDone) yield `${id} could not be deleted`;
  const isDeleted = (id: string | null) => accepted.deletions.get(id ?? "") === true;
  for (const { id } of lists.scenarios) if (isDeleted(id)) yield `${id} was deleted and is still there`;
  for (const { id, owner_id } of lists.nodes) if (isDeleted(owner_id)) yield `${id} of the deleted ${owner_id} is left`;
  for (const { id, owner_id } of lists.tasks) if (isDeleted(owner_id)) yield `${id} of the deleted ${owner_id} is left`;
  for (const { id, entity_id } of [...lists.submissions, ...objects.submissions]) {
    if (isDeleted(entity_id)) yield `${id} of the deleted ${entity_id} is left`;
  }
  const tasks = new Set(lists.tasks.map(({ id }) => id));
  for (const { id, task_id } of [...lists.jobs, ...objects.jobs]) if (!tasks.has(task_id)) yield `${id} has no task`;
}

/** No job ran before the jobs that write its inputs had completed. */
function* wrongOrder(lists: Lists): Generator<string> {
  const tasks = new Map(lists.tasks.map((task) => [task.id, task]));
  for (const jobs of Map.groupBy(lists.jobs, (job) => job.submit_id).values()) {
    const writers = new Map(jobs.flatMap((job) => outputsOf(tasks, job).map((node) => [node, job] as const)));
    for (const job of jobs) {
      const start = job.status_change_records.RUNNING;
      if (start === undefined) continue;
      const parents = (tasks.get(job.task_id)?.input_ids ?? []).flatMap((node) => writers.get(node) ?? []);
      for (const parent of parents) if (endOf(parent) > start) yield `${job.id} ran before ${parent.id} had completed`;
    }
  }
}

/** Two objects may read the same millisecond in the other order. */
const CLOCK_TOLERANCE_MS = 2;

/** No more jobs of the task `gate` ran at a time than it allows; of a job that was tried again the last try counts. */
function* tooManyAtOnce(lists: Lists): Generator<string> {
  const tasks = new Set(lists.tasks.filter(({ config_id }) => config_id === "gate").map(({ id }) => id));
  const steps = lists.jobs
    .filter(({ task_id, status }) => tasks.has(task_id) && status === "COMPLETED")
    .flatMap(({ id, status_change_records: { RUNNING = "", COMPLETED = "" } }) => [
      { id, at: Date.parse(`${RUNNING}Z`) + CLOCK_TOLERANCE_MS, change: 1 },
      { id, at: Date.parse(`${COMPLETED}Z`), change: -1 },
    ])
    .toSorted((a, b) => a.at - b.at || a.change - b.change);
  let running = 0;
  for (const { id, change } of steps) {
    running += change;
    if (running > GATE_WIDTH)
      yield `${id} ran as the ${running}th job of its task at a time, ${GATE_WIDTH} are allowed`;
  }
}

const outputsOf = (tasks: ReadonlyMap<string, TaskRow>, job: JobRow) => tasks.get(job.task_id)?.output_ids ?? [];
const endOf = (job: JobRow) => job.status_change_records.COMPLETED ?? "never";
