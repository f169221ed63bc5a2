import { shares } from "../core/cost/shares.ts";
import { NO_UNITS, sumOf, type Units, unitsBy } from "../core/cost/usage.ts";
import type { Submission } from "../core/entities/submission.ts";
import type { OutboxRows } from "../core/ports/outbox-database.ts";
import { createMeter, currentMeter, type Meter, metered, unitsOf } from "../metering/meter.ts";
import type { CachedStore } from "./state/cached-store.ts";

/** As the platform bills a message: it is written, read and acknowledged. */
const OPERATIONS_PER_MESSAGE = 3;
/** The row that keeps a submission's total is part of the total. */
const OWN_ROW: Units = { ...NO_UNITS, durable_object_rows_read: 1, durable_object_rows_written: 1 };

/** The part of the store that the counts need. */
export type UsageStore = Pick<CachedStore, "job" | "submission" | "usage" | "saveUsage">;

/** What one submission has used so far. */
interface Account {
  readonly jobIds: Set<string>;
  /** Those of the object's calls; more may be added while they go on. */
  readonly meters: Meter[];
  /** Reported by workers, and shares of what several submissions have used together. */
  reported: Units;
  /** Final total; fixed at the first read after the submission ended. */
  final: Units | null;
}

/**
 * Counts what the submissions of an object use. It counts in memory, so that no job costs a row more, and writes one row
 * a submission: with the first transaction after it has ended and D1 has its last change. An eviction loses the counts in
 * memory; work after an end (D1's confirmation is noted) is paid by the object's next submission.
 */
export class UsageAccounts {
  readonly #store: UsageStore;
  readonly #accounts = new Map<string, Account>();
  /** Submissions that have ended and have no row yet. */
  readonly #ended = new Set<string>();
  /** Job → submission. */
  readonly #owners = new Map<string, string>();
  /** Used for no submission that is open: the next one pays. */
  #unpaid = NO_UNITS;

  constructor(store: UsageStore) {
    this.#store = store;
  }

  /** The work of waking up: a new object makes its tables. */
  waking<T>(wake: () => T): T {
    return this.#unclaimed(wake);
  }

  /** A call that creates a submission. */
  submit<T>(call: () => Promise<T>): Promise<T> {
    return metered(requestMeter(), call);
  }

  /** A call that creates a submission, or answers null: then the one that follows does. */
  async submitKnown<T>(call: () => Promise<T | null>): Promise<T | null> {
    const meter = requestMeter();
    const answer = await metered(meter, call);
    if (answer === null) this.#leave(unitsOf(meter));
    return answer;
  }

  /** The call under way has created a submission, for a request that has used so much before. */
  accepted({ id, job_ids }: Pick<Submission, "id" | "job_ids">, used: Units): void {
    const account = this.#account(id);
    account.meters.unshift(currentMeter() ?? createMeter());
    account.reported = sumOf(account.reported, used);
    for (const job of job_ids) this.#own(id, account, job);
  }

  /** A call about a submission. */
  ofSubmission<T>(id: string, call: () => Promise<T>): Promise<T> {
    const account = this.#open(id);
    return account === null ? call() : counted(account, call);
  }

  /** A call about a job, with what its worker reports. */
  ofJob<T>(jobId: string, call: () => Promise<T>, used: Units = NO_UNITS): Promise<T> {
    const id = this.#owners.get(jobId) ?? this.#unclaimed(() => this.#store.job(jobId)?.job.submit_id);
    const account = id === undefined ? null : this.#open(id);
    if (id === undefined || account === null) return call();
    this.#own(id, account, jobId);
    account.reported = sumOf(account.reported, used);
    this.#pay(account);
    return counted(account, call);
  }

  /** An alarm: all submissions that have not ended share it. */
  async alarm(ring: () => Promise<void>): Promise<void> {
    const meter = requestMeter();
    await metered(meter, ring);
    const open = [...this.#accounts.keys()].filter((id) => !this.#ended.has(id));
    if (open.length === 0) this.#leave(unitsOf(meter));
    else this.#share(unitsOf(meter), new Map(open.map((id) => [id, 1])));
  }

  /** Messages that have been sent. */
  sent(jobs: readonly { readonly job_id: string }[]): void {
    for (const { job_id } of jobs) {
      const [own] = this.#accounts.get(this.#owners.get(job_id) ?? "")?.meters ?? [];
      const meter = own ?? currentMeter();
      if (meter !== undefined) meter.queue.operations += OPERATIONS_PER_MESSAGE;
    }
  }

  /** The alarm has been set, which the platform bills as a row. */
  alarmSet(): void {
    const meter = currentMeter();
    if (meter !== undefined) meter.sqlite.rows_written += 1;
  }

  /** Copies rows to D1: what that uses is shared by those whose rows they are. */
  async drain<T>(rows: OutboxRows, apply: () => Promise<T>): Promise<T> {
    const meter = createMeter();
    const answer = await metered(meter, apply);
    this.#share(unitsOf(meter), this.#weights(rows));
    for (const { id, finished_at, job_ids } of rows.submissions) {
      const hasEnded = finished_at !== null || job_ids.length === 0;
      if (hasEnded && this.#accounts.has(id)) this.#ended.add(id);
    }
    for (const id of rows.deletedSubmissions) this.#close(id);
    return answer;
  }

  /**
   * Inside a transaction: writes the final totals.
   * @returns what to do once it is committed
   */
  saveEnded(): () => void {
    const saved = [...this.#ended];
    for (const id of saved) {
      const units = this.of(id);
      if (units !== null) metered(createMeter(), () => this.#store.saveUsage(id, units));
    }
    return () => {
      for (const id of saved) this.#close(id);
    };
  }

  /** null when nothing is known of the submission. Once it has ended, the answer stays the same. */
  of(id: string): Units | null {
    const account = this.#accounts.get(id);
    if (account === undefined) return this.#store.usage(id);
    if (!this.#ended.has(id)) return total(account);
    account.final ??= sumOf(total(account), OWN_ROW);
    return account.final;
  }

  #close(id: string): void {
    this.#ended.delete(id);
    for (const job of this.#accounts.get(id)?.jobIds ?? []) this.#owners.delete(job);
    this.#accounts.delete(id);
  }

  /** How much of a drain belongs to each submission; `null` = to none. */
  #weights({ jobs, submissions, edits }: OutboxRows): Map<string | null, number> {
    const owners = new Map(jobs.map(({ id, submit_id }) => [id, submit_id]));
    const ids = [
      ...jobs.map(({ submit_id }) => submit_id),
      ...submissions.map(({ id }) => id),
      ...edits.map(({ job_id }) => owners.get(job_id ?? "") ?? this.#owners.get(job_id ?? "") ?? null),
    ];
    const weights = new Map<string | null, number>();
    for (const id of ids) weights.set(id, (weights.get(id) ?? 0) + 1);
    return weights;
  }

  #share(units: Units, weights: ReadonlyMap<string | null, number>): void {
    const parts = new Map<string, Units>();
    for (const id of weights.keys()) if (id !== null) parts.set(id, NO_UNITS);
    const shared = unitsBy(() => 0);
    for (const name of Object.keys(shared) as (keyof Units)[]) {
      for (const [id, part] of shares(units[name], weights)) {
        if (id !== null) parts.set(id, { ...(parts.get(id) ?? NO_UNITS), [name]: part });
      }
    }
    for (const [id, part] of parts) {
      const account = this.#open(id);
      if (account !== null) account.reported = sumOf(account.reported, part);
    }
  }

  /** The account of a submission that has not ended, or has just. */
  #open(id: string): Account | null {
    const known = this.#accounts.get(id);
    if (known !== undefined) return known;
    const openJobs = this.#unclaimed(() => this.#store.submission(id)?.open_jobs ?? 0);
    return openJobs > 0 ? this.#account(id) : null;
  }

  #account(id: string): Account {
    const known = this.#accounts.get(id);
    if (known !== undefined) return known;
    const account: Account = { jobIds: new Set(), meters: [], reported: NO_UNITS, final: null };
    this.#pay(account);
    this.#accounts.set(id, account);
    return account;
  }

  #unclaimed<T>(work: () => T): T {
    const meter = createMeter();
    const answer = metered(meter, work);
    this.#leave(unitsOf(meter));
    return answer;
  }

  /** For the next submission. */
  #leave(units: Units): void {
    this.#unpaid = sumOf(this.#unpaid, units);
  }

  #pay(account: Account): void {
    account.reported = sumOf(account.reported, this.#unpaid);
    this.#unpaid = NO_UNITS;
  }

  #own(id: string, account: Account, jobId: string): void {
    account.jobIds.add(jobId);
    this.#owners.set(jobId, id);
  }
}

function requestMeter(): Meter {
  const meter = createMeter();
  meter.durable_object.requests += 1;
  return meter;
}

function counted<T>({ meters }: Account, call: () => Promise<T>): Promise<T> {
  const meter = meters[0] ?? createMeter();
  meters[0] = meter;
  meter.durable_object.requests += 1;
  return metered(meter, call);
}

const total = ({ meters, reported }: Account): Units =>
  meters.reduce((sum, meter) => sumOf(sum, unitsOf(meter)), reported);
