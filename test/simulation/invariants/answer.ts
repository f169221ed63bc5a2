import { type Caller, UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import type { Edit } from "../../../src/core/entities/edit.ts";
import type { Job } from "../../../src/core/entities/job.ts";
import type { Submission } from "../../../src/core/entities/submission.ts";
import type { Outcome } from "../../../src/core/errors.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import { isFinished } from "../../../src/core/jobs/statuses.ts";
import type {
  CompleteCommand,
  Orchestrator,
  PlannedJob,
  ReportAnswer,
  ReportCommand,
  Stored,
  SubmitAnswer,
  WorkOrder,
  WriteCommand,
} from "../../../src/core/ports/orchestrator.ts";
import type { D1 } from "../platform/d1.ts";
import type { Violations } from "../violation.ts";
import type { ReadValue } from "./edits.ts";
import type { Facts, Said } from "./facts.ts";
import { noteOvertaken } from "./functions.ts";
import { checkPlanned, checkWorkOrder } from "./work-order.ts";
import { checkGoesOn, checkHandover, checkHeartbeat, checkLease } from "./workers.ts";

type Method = keyof Orchestrator;

/**
 * What reaches an object may delete things and publish results: remembered, whatever becomes of it.
 * @returns what counts for its transaction only
 */
export function recordCall(facts: Facts, domain: string, method: Method, args: readonly unknown[]): Said {
  const id = String(args[0]);
  const ends = endsOf(method, args);
  const { returned = [] } = method === "report" ? (args[0] as ReportCommand) : {};
  if (method === "deleteJob") facts.deletable.add(id);
  if (method === "deleteDataNode") facts.deletable.add((args[0] as { id: string }).id);
  if (method === "deleteSubmission") {
    facts.deletable.add(id);
    const known = facts.domain(domain).submissions.get(id) ?? facts.atRest.submissions.get(id);
    for (const job of known?.submission.job_ids ?? []) facts.deletable.add(job);
  }
  if (method === "purge")
    for (const purged of [...(args[0] as string[]), ...(args[1] as string[])]) {
      facts.purged.add(purged);
      facts.domain(domain).purging.set(purged, facts.domain(domain).clock);
    }
  for (const { job_id, token, result } of ends) facts.results.set(`${job_id}/${token}`, result);
  return {
    editing: editingCaller(method, args),
    cancelling: method === "cancelJob" && args[1] === true ? id : null,
    completing: new Set(ends.map(({ job_id }) => job_id)),
    returning: new Set(returned.map(({ job_id }) => job_id)),
  };
}

function endsOf(method: Method, args: readonly unknown[]): ReportCommand["ends"] {
  if (method === "complete") return [args[0] as CompleteCommand];
  return method === "report" ? (args[0] as ReportCommand).ends : [];
}

function editingCaller(method: Method, args: readonly unknown[]): Caller | null {
  if (method === "writeDataNode") return (args[0] as WriteCommand).caller ?? UNKNOWN_CALLER;
  if (method !== "lockDataNode" && method !== "unlockDataNode") return null;
  return (args.at(-1) as Caller | undefined) ?? UNKNOWN_CALLER;
}

/** A submission finds deleted what was deleted before its request began (`gone`). */
export function checkSubmitted(
  facts: Facts,
  violations: Violations,
  gone: ReadonlySet<string>,
  { domain, entity_id, job_ids }: Submission,
): void {
  const { lastSeen } = facts.domains.get(domain) ?? { lastSeen: new Map<string, JobRecord>() };
  const used = [
    entity_id,
    ...job_ids.flatMap((id) => {
      const record = lastSeen.get(id);
      return record === undefined ? [] : [record.job.task_id, ...record.input_ids, ...record.output_ids];
    }),
  ];
  const dead = used.find((id) => gone.has(id));
  violations.check(dead === undefined, "what was deleted is not submitted", () => `${dead}`);
}

/** Work orders are sound, and what an object says is stored can be read from D1. */
export class AnswerCheck {
  readonly #facts: Facts;
  readonly #violations: Violations;
  readonly #d1: D1;
  readonly #readValue: ReadValue;

  constructor(facts: Facts, violations: Violations, d1: D1, readValue: ReadValue) {
    this.#facts = facts;
    this.#violations = violations;
    this.#d1 = d1;
    this.#readValue = readValue;
  }

  run(domain: string, method: Method, args: readonly unknown[], answer: unknown): void {
    if (method === "forgetNodes") {
      const used = new Set(answer as string[]);
      for (const id of args[0] as string[]) if (!used.has(id)) this.#facts.forgotten.add(`${domain} ${id}`);
    }
    const order = workOrderOf(method, answer);
    if (order !== null) {
      const { following = [] } = order;
      checkWorkOrder(this.#facts, this.#violations, domain, order, this.#readValue);
      for (const planned of following) checkPlanned(this.#facts, this.#violations, domain, planned);
      const isChained = (method === "complete" || method === "report") && !this.#facts.domain(domain).isOlder;
      for (const one of isChained ? [order, ...following] : following) this.#checkChain(one);
      checkLease(this.#violations, this.#facts.domain(domain), order.job_id, order.lease_ms);
    }
    if (method === "heartbeat") checkHeartbeat(this.#facts, this.#violations, domain, args, answer);
    if (method === "complete") {
      const { job_id, wants_next } = args[0] as CompleteCommand;
      checkHandover(this.#facts, this.#violations, domain, wants_next ? job_id : null, order);
    }
    if (method === "report") this.#checkReport(domain, args[0] as ReportCommand, answer as ReportAnswer);
    const outcome = answer as Outcome<SubmitAnswer | Stored<unknown> | null> | null;
    const isSubmission = method === "waitForSubmission" || method === "submit" || method === "submitKnown";
    if (isSubmission && outcome !== null) this.#hasEnded(domain, answer as Outcome<SubmitAnswer>);
    if (outcome?.ok !== true || outcome.value?.stored !== true) return;
    if (isSubmission) this.#hasSubmission(outcome.value as SubmitAnswer);
    if (method === "writeDataNode") this.#hasEdit((outcome.value as Stored<Edit>).value);
    if (method === "cancelJob") this.#hasJob((outcome.value as Stored<Job>).value);
  }

  #checkChain({ job_id, task_config_id, ...order }: WorkOrder | PlannedJob): void {
    const isSuspect = "quiet_ms" in order && order.quiet_ms !== undefined;
    const mayFollow = !this.#facts.longTasks.has(task_config_id) && !isSuspect;
    this.#violations.check(mayFollow, "a chain takes along no job that needs a place of its own", () => job_id);
  }

  #checkReport(domain: string, command: ReportCommand, answer: ReportAnswer): void {
    const { ends, running, wants_next } = command;
    const { goes_on, next, ended } = answer;
    noteOvertaken(this.#facts, domain, command, answer);
    checkHandover(this.#facts, this.#violations, domain, wants_next ? (ends[0]?.job_id ?? null) : null, next);
    if (running !== undefined && goes_on) checkGoesOn(this.#facts, this.#violations, domain, running);
    if (ended === undefined) return;
    this.#hasEnded(domain, { ok: true, value: ended });
    if (ended.stored) this.#hasSubmission(ended);
  }

  #hasSubmission({ submission: { id, job_ids } }: SubmitAnswer): void {
    const { deletable } = this.#facts;
    const jobs = this.#d1.all<{ id: string }>("SELECT id FROM jobs WHERE submit_id = ?", id).length;
    const submissions = this.#d1.all("SELECT id FROM submissions WHERE id = ?", id).length;
    const isThere =
      (jobs === job_ids.length && submissions === 1) ||
      [id, ...job_ids].some((one) => deletable.has(one) || this.#facts.losses.answered.has(one)) ||
      this.#facts.purged.size > 0;
    this.#violations.check(
      isThere,
      "what is stored can be read from D1",
      () => `${id}, ${jobs} of ${job_ids.length} jobs`,
    );
  }

  #hasEdit({ data_node_id, number }: Edit): void {
    const found = this.#d1.all("SELECT number FROM edits WHERE data_node_id = ? AND number = ?", data_node_id, number);
    const isLost = this.#facts.losses.edits.has(`${data_node_id}#${number}`);
    const isThere =
      found.length === 1 || isLost || this.#facts.deletable.has(data_node_id) || this.#facts.purged.size > 0;
    this.#violations.check(isThere, "what is stored can be read from D1", () => `edit ${number} of ${data_node_id}`);
  }

  /** A call that waits for the end gets its answer only when the end has come. */
  #hasEnded(domain: string, outcome: Outcome<SubmitAnswer>): void {
    if (!outcome.ok || outcome.value.submission.finished_at === null) return;
    const { jobs } = this.#facts.domain(domain);
    const open = outcome.value.submission.job_ids.find(
      (id) => jobs.has(id) && !isFinished(jobs.get(id)?.job.status ?? "RUNNING"),
    );
    this.#violations.check(open === undefined, "a submission that has ended has no open job", () => `${open}`);
  }

  #hasJob({ id, status }: Job): void {
    const [found] = this.#d1.all<{ status: string }>("SELECT status FROM jobs WHERE id = ?", id);
    const isThere =
      found?.status === status ||
      status !== "CANCELED" ||
      this.#facts.losses.answered.has(id) ||
      this.#facts.deletable.has(id) ||
      this.#facts.purged.size > 0;
    this.#violations.check(
      isThere,
      "what is stored can be read from D1",
      () => `${id} is ${status}, not ${found?.status}`,
    );
  }
}

function workOrderOf(method: Method, answer: unknown): WorkOrder | null {
  if (method === "claim" || method === "nextWork") return answer as WorkOrder | null;
  if (method === "submit" || method === "submitKnown") {
    const outcome = answer as Outcome<SubmitAnswer> | null;
    return outcome?.ok === true ? (outcome.value.order ?? null) : null;
  }
  return method === "complete" || method === "report" ? (answer as { next: WorkOrder | null }).next : null;
}
