import { emptyFields } from "../../entities/fields.ts";
import type { NewUuid } from "../../entities/ids.ts";
import { jobId, submissionId } from "../../entities/ids.ts";
import type { Job } from "../../entities/job.ts";
import { type Submission, submissionFields } from "../../entities/submission.ts";
import type { Task } from "../../entities/task.ts";
import { type Outcome, refuse } from "../../errors.ts";
import type { SubmitCommand } from "../../ports/orchestrator.ts";
import { newJob } from "../new-job.ts";
import type { Draft, JobRecord, SubmissionRecord } from "../state/records.ts";
import type { Transaction } from "../state/transaction.ts";
import { taskGenerations } from "../task-graph.ts";
import { importNode } from "./nodes.ts";
import { release, settle } from "./settle.ts";

/** How the jobs of a submission get their ids, and who runs them. */
export interface Acceptance {
  readonly newUuid: NewUuid;
  /** The request that submits runs the jobs itself (job mode `development`). */
  readonly isRunByCaller: boolean;
}

/**
 * Accepts a submission: one job a task in topological order. All outputs are locked before any job is settled, so
 * that a job whose input another one is about to write is blocked, however old the input's value is.
 */
export function acceptSubmission(
  transaction: Transaction,
  command: SubmitCommand,
  { newUuid, isRunByCaller }: Acceptance,
): Outcome<Submission> {
  const nodes = new Map(command.data_nodes.map((snapshot) => [snapshot.id, importNode(transaction, snapshot)]));
  const foreignOutput = command.tasks
    .flatMap((task) => task.output_ids)
    .find((id) => nodes.get(id)?.node.domain !== transaction.domain);
  if (foreignOutput !== undefined) {
    return refuse(
      "configuration_changed",
      `DataNode ${foreignOutput} was created under another configuration of its tasks: create the scenario again.`,
    );
  }

  const id = submissionId(newUuid());
  if (isRunByCaller) transaction.setCaller(id, true);
  const records = inOrder(command.tasks).map((task) => newRecord(transaction, task, id, command, newUuid));
  const owner: Draft<SubmissionRecord> = {
    submission: newSubmission(transaction, id, command, records),
    open_jobs: records.length,
  };
  transaction.changeSubmission(owner);
  if (command.audit !== undefined) transaction.post("audit", command.audit.id, command.audit);
  for (const record of records) {
    transaction.changeJob(record);
    for (const nodeId of record.output_ids) transaction.touchNode(nodeId);
  }
  for (const { job, position, output_ids } of records) {
    for (const node_id of output_ids) transaction.lock({ node_id, job_id: job.id, position });
  }
  for (const record of records) settle(transaction, record);
  // The nodes as D1 shows them may be newer: earlier jobs may wait for them.
  release(transaction, nodes.keys());
  return { ok: true, value: owner.submission };
}

/** Keeps a job that a caller made by hand: it is never run. */
export function acceptJob(transaction: Transaction, job: Job): Outcome<Job> {
  const record = inertRecord(job, transaction.nextPosition());
  transaction.changeJob(record);
  return { ok: true, value: record.job };
}

/** A job that nothing runs. */
export const inertRecord = (job: Job, position: number): Draft<JobRecord> => ({
  job,
  position,
  skippable: false,
  input_ids: [],
  output_ids: [],
  dispatches: 0,
  not_before: null,
  throws: 0,
  lost_workers: 0,
  lost: null,
  cancel_requested: false,
  actor: null,
  slot: null,
  ahead: null,
});

function inOrder(tasks: readonly Task[]): Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return taskGenerations(tasks)
    .flat()
    .flatMap((id) => byId.get(id) ?? []);
}

function newRecord(
  transaction: Transaction,
  task: Task,
  submitId: string,
  command: SubmitCommand,
  newUuid: NewUuid,
): Draft<JobRecord> {
  const job = newJob({
    id: jobId(task.config_id, newUuid()),
    task_id: task.id,
    task_config_id: task.config_id,
    version: task.version,
    domain: transaction.domain,
    force: command.force,
    submit_id: submitId,
    submit_entity_id: command.entity.entity_id,
    now: transaction.now,
  });
  return {
    ...inertRecord(job, transaction.nextPosition()),
    skippable: task.skippable,
    input_ids: task.input_ids,
    output_ids: task.output_ids,
    actor: command.actor ?? null,
  };
}

function newSubmission(
  { now }: Transaction,
  id: string,
  command: SubmitCommand,
  records: readonly JobRecord[],
): Submission {
  return {
    id,
    ...command.entity,
    job_ids: records.map((record) => record.job.id),
    creation_date: now,
    submission_status: "SUBMITTED",
    finished_at: records.length === 0 ? now : null,
    ...emptyFields(submissionFields),
  };
}
