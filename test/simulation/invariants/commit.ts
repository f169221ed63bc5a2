import type { App } from "../../../src/core/config/app-types.ts";
import type { JobRecord } from "../../../src/core/jobs/state/records.ts";
import { isFinished } from "../../../src/core/jobs/statuses.ts";
import { formatTime } from "../../../src/core/time.ts";
import type { Faults } from "../faults/faults.ts";
import type { D1 } from "../platform/d1.ts";
import type { Commit } from "../platform/object-state.ts";
import type { Violations } from "../violation.ts";
import { checkForgottenNode, forgetJob, forgetSubmission } from "./at-rest-records.ts";
import { checkEdit, currentTags, type ReadValue } from "./edits.ts";
import type { DomainFacts, Facts } from "./facts.ts";
import { checkFailed, type Fault } from "./failed.ts";
import { checkLocks } from "./locks.ts";
import { hasLost } from "./losses.ts";
import { checkNeighbours } from "./neighbours.ts";
import { checkNumber } from "./numbers.ts";
import { reachable } from "./reachable.ts";
import { checkReservation } from "./reservations.ts";
import { checkSkipped } from "./skipped.ts";
import { checkHeld, checkOrder } from "./slots.ts";
import { checkTries, isAhead } from "./tries.ts";
import { noteCurrent } from "./work-order.ts";

/** An object knows so long which entities a deletion takes, in microseconds. */
const GOING_FOR = 5 * 60_000_000;

export interface CommitCheckDeps {
  readonly facts: Facts;
  readonly violations: Violations;
  readonly readValue: ReadValue;
  readonly app: App;
  /** Whether KV has a value under this key. */
  readonly hasValue: (key: string) => boolean;
  readonly d1: D1;
  readonly faults: () => Faults;
  /** Tries that ran beside another one. */
  readonly company: ReadonlySet<string>;
  /** Gets the tries that hold their job no more. */
  readonly over: Set<string>;
}

/** What an object has just committed: read, compared with what was before, and remembered. */
export class CommitCheck {
  readonly #facts: Facts;
  readonly #violations: Violations;
  readonly #readValue: ReadValue;

  readonly #app: App;
  readonly #hasValue: (key: string) => boolean;
  readonly #d1: D1;
  readonly #faults: () => Faults;
  readonly #company: ReadonlySet<string>;
  readonly #over: Set<string>;

  constructor({ facts, violations, readValue, app, hasValue, d1, faults, company, over }: CommitCheckDeps) {
    this.#facts = facts;
    this.#violations = violations;
    this.#readValue = readValue;
    this.#app = app;
    this.#hasValue = hasValue;
    this.#d1 = d1;
    this.#faults = faults;
    this.#company = company;
    this.#over = over;
  }

  get #fault(): Fault {
    const { workerRetryLimit } = this.#app.job;
    return { killer: this.#faults().tasks.killer, company: this.#company, workerRetryLimit };
  }

  run(domain: DomainFacts, commit: Commit): void {
    if (commit.isTransaction) this.#checkClock(domain);
    for (const edit of commit.edits) {
      const { key } = checkEdit(this.#facts, this.#violations, domain, edit, this.#readValue);
      const isThere = key === null || this.#hasValue(key);
      this.#violations.check(isThere, "an edit points at a value that is there", () => edit);
    }
    for (const id of commit.nodes) {
      const before = domain.nodes.get(id) ?? null;
      const after = keep(domain.nodes, id, domain.state.node(id));
      if (isSame(before, after)) continue;
      checkReservation(this.#facts, this.#violations, domain, before, after);
      if (before !== null && after === null)
        checkForgottenNode(this.#facts, this.#violations, this.#d1, domain, before);
    }
    for (const id of commit.jobs) this.#checkJob(domain, commit, id);
    for (const id of commit.jobs) {
      const record = domain.jobs.get(id);
      if (record !== undefined) checkHeld(this.#facts, this.#violations, this.#app, record);
    }
    checkOrder(this.#facts, this.#violations, this.#app, domain, commit);
    for (const id of commit.submissions) this.#checkSubmission(domain, commit, id);
    if (!commit.hasQueues) return;
    checkLocks(this.#violations, domain);
    checkNeighbours(this.#violations, domain);
  }

  #checkClock(domain: DomainFacts): void {
    const clock = domain.state.clock();
    this.#violations.check(clock > domain.clock, "an object's time only grows", () => `${domain.clock} → ${clock}`);
    domain.clock = clock;
  }

  #checkJob(domain: DomainFacts, { deleted }: Commit, id: string): void {
    const before = domain.jobs.get(id) ?? null;
    const after = keep(domain.jobs, id, domain.state.job(id));
    // It was moved from the journal to the table.
    if (isSame(before, after)) return;
    if (after === null) {
      const isPurged =
        before !== null && [before.job.task_id, before.job.submit_entity_id].some((one) => this.#facts.purged.has(one));
      if (before !== null && !deleted.has(id)) {
        forgetJob(this.#facts, this.#violations, this.#d1, domain, before);
        return;
      }
      const isLost = this.#hasLost(domain, before?.job.submit_id ?? "", before?.job.submit_entity_id ?? "");
      this.#violations.check(this.#facts.deletable.has(id) || isPurged || isLost, "no accepted job is lost", () => id);
      this.#violations.check(
        before === null || isPurged || isLost || !isUnderWay(before),
        "only an ended job is deleted",
        () => id,
      );
      return;
    }
    this.#facts.atRest.jobs.delete(id);
    domain.lastSeen.set(id, after);
    const from = before?.job.status ?? null;
    const { status, attempt } = after.job;
    const wasHeld = before?.job.status === "RUNNING" || (before !== null && isAhead(before));
    if (wasHeld && status !== "RUNNING" && !isAhead(after)) this.#over.add(`${id}/${before.job.attempt}`);
    this.#violations.check(
      from === null || !isFinished(from) || from === status,
      "a terminal state is final",
      () => `${id} ${from} → ${status}`,
    );
    this.#violations.check(
      reachable(from ?? "SUBMITTED").has(status),
      "a job moves by steps of the table of statuses",
      () => `${id} ${from} → ${status}`,
    );
    checkNumber(this.#facts, this.#violations, before, after);
    if (status === "RUNNING" && before !== null && isAhead(before) && before.job.attempt === attempt) {
      this.#facts.inputs.set(`${id}/${attempt}`, currentTags(this.#facts, after, domain, this.#readValue));
    }
    const hasBegun = status === "RUNNING" && (from !== "RUNNING" || attempt !== before?.job.attempt);
    if (hasBegun) noteCurrent(this.#facts, domain, after, this.#readValue);
    checkTries(this.#facts, this.#violations, this.#app, domain, before, after);
    if (!domain.isOlder) checkFailed(this.#facts, this.#violations, this.#fault, domain, before, after);
    if (status === "SKIPPED" && from !== "SKIPPED") {
      checkSkipped(this.#violations, after, domain, formatTime(domain.clock));
    }
  }

  /** Whether D1 lacks what was submitted, or a task of it. */
  #hasLost({ lastSeen }: DomainFacts, submission: string, entity: string): boolean {
    const jobs = [...lastSeen.values()].filter(({ job }) => job.submit_id === submission);
    return [entity, ...jobs.map(({ job }) => job.task_id)].some((id) => hasLost(this.#facts, this.#d1, id));
  }

  #checkSubmission(domain: DomainFacts, { deleted }: Commit, id: string): void {
    const before = domain.submissions.get(id) ?? null;
    const record = keep(domain.submissions, id, domain.state.submission(id));
    if (isSame(before, record)) return;
    if (record === null) {
      if (before !== null && !deleted.has(id)) {
        forgetSubmission(this.#facts, this.#violations, this.#d1, before);
        return;
      }
      const isLost = this.#hasLost(domain, id, before?.submission.entity_id ?? "");
      if (isLost) this.#facts.losses.work.add(id);
      this.#violations.check(
        this.#facts.deletable.has(id) || this.#facts.purged.has(before?.submission.entity_id ?? "") || isLost,
        "no accepted submission is lost",
        () => id,
      );
      return;
    }
    const { submission, open_jobs } = record;
    const { entity_id } = submission;
    const since = domain.purging.get(entity_id) ?? Number.NEGATIVE_INFINITY;
    const mayBeRevived = this.#facts.purged.has(entity_id) && domain.clock > since + GOING_FOR;
    if (before === null && mayBeRevived) this.#facts.revived.add(entity_id);
    const open = submission.job_ids.filter((job) => isOpen(domain.jobs.get(job))).length;
    this.#violations.check(
      open === open_jobs,
      "a submission knows its open jobs",
      () => `${id}: ${open_jobs}, not ${open}`,
    );
    this.#violations.check(
      (submission.finished_at !== null) === (open === 0),
      "a submission has ended when its jobs have",
      () => `${id}: ${open} open, finished at ${submission.finished_at}`,
    );
  }
}

const isOpen = (record: JobRecord | undefined): boolean => record !== undefined && !isFinished(record.job.status);

const isUnderWay = ({ job }: JobRecord): boolean => !isFinished(job.status) && job.status !== "SUBMITTED";

const isSame = (one: object | null, other: object | null): boolean => JSON.stringify(one) === JSON.stringify(other);

function keep<T>(map: Map<string, T>, id: string, record: T | null): T | null {
  if (record === null) map.delete(id);
  else map.set(id, record);
  return record;
}
