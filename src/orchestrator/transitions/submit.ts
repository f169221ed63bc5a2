import type { NewUuid } from "../../core/entities/ids.ts";
import { jobId, submissionId } from "../../core/entities/ids.ts";
import type { Job } from "../../core/entities/job.ts";
import type { Submission } from "../../core/entities/submission.ts";
import type { Task } from "../../core/entities/task.ts";
import { type Outcome, refuse } from "../../core/errors.ts";
import { newJob } from "../../core/jobs/new-job.ts";
import { taskGenerations } from "../../core/planning/graph.ts";
import type { SubmitCommand } from "../../core/ports/orchestrator.ts";
import type { Ledger } from "../state/ledger.ts";
import type { JobRecord } from "../state/records.ts";
import type { LockedNode } from "../state/store.ts";
import { release, settle } from "./transitions.ts";

/**
 * Accepts a submission: one job a task in topological order. All outputs are locked before any job is looked at, so
 * that a job whose input another one is about to write is blocked, however old the input's value is.
 */
export function acceptSubmission(ledger: Ledger, command: SubmitCommand, newUuid: NewUuid): Outcome<Submission> {
  const nodes = new Map(command.data_nodes.map((snapshot) => [snapshot.id, ledger.importNode(snapshot)]));
  const stranger = command.tasks
    .flatMap((task) => task.output_ids)
    .find((id) => nodes.get(id)?.node.domain !== ledger.domain);
  if (stranger !== undefined) {
    return refuse(
      "configuration_changed",
      `DataNode ${stranger} was created under another configuration of its tasks: create the scenario again.`,
    );
  }

  const id = submissionId(newUuid());
  const records = inOrder(command.tasks).map((task) => newRecord(ledger, task, id, command, newUuid));
  ledger.addSubmission({ submission: newSubmission(ledger, id, command, records), open_jobs: records.length });
  for (const record of records) {
    ledger.addJob(record);
    for (const nodeId of record.output_ids) ledger.touchNode(nodeId);
  }
  ledger.store.lock(records.flatMap(locksOf));
  for (const record of records) settle(ledger, record);
  // What D1 says of these nodes may be news for earlier jobs, too.
  release(ledger, nodes.keys());
  return { ok: true, value: ledger.submission(id)?.submission ?? newSubmission(ledger, id, command, records) };
}

/** A job that was made by hand: it belongs to no submission and is never run. */
export const inertRecord = (job: Job, position: number): JobRecord => ({
  job,
  position,
  skippable: false,
  input_ids: [],
  output_ids: [],
  dispatches: 0,
  not_before: null,
  throws: 0,
  lost_workers: 0,
  cancel_requested: false,
});

const locksOf = ({ job, position, output_ids }: JobRecord): LockedNode[] =>
  output_ids.map((node_id) => ({ node_id, job_id: job.id, position }));

function inOrder(tasks: readonly Task[]): Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return taskGenerations(tasks)
    .flat()
    .flatMap((id) => byId.get(id) ?? []);
}

function newRecord(ledger: Ledger, task: Task, submitId: string, command: SubmitCommand, newUuid: NewUuid): JobRecord {
  const job = newJob({
    id: jobId(task.config_id, newUuid()),
    task_id: task.id,
    task_config_id: task.config_id,
    version: task.version,
    domain: ledger.domain,
    force: command.force,
    submit_id: submitId,
    submit_entity_id: command.entity.entity_id,
    now: ledger.now,
  });
  return {
    ...inertRecord(job, ledger.nextPosition()),
    skippable: task.skippable,
    input_ids: task.input_ids,
    output_ids: task.output_ids,
  };
}

function newSubmission(ledger: Ledger, id: string, command: SubmitCommand, records: readonly JobRecord[]): Submission {
  return {
    id,
    ...command.entity,
    job_ids: records.map((record) => record.job.id),
    properties: {},
    creation_date: ledger.now,
    submission_status: "SUBMITTED",
    is_completed: false,
    is_abandoned: false,
    is_canceled: false,
    running_jobs: [],
    blocked_jobs: [],
    pending_jobs: [],
    finished_at: records.length === 0 ? ledger.now : null,
    revision: 0,
  };
}
