import { shares } from "../core/cost/shares.ts";
import { differenceOf, NO_UNITS, sumOf, type Units } from "../core/cost/usage.ts";
import type { Submission } from "../core/entities/submission.ts";
import { LruMap } from "../core/lru-map.ts";
import type { OutboxRows } from "../core/ports/outbox-database.ts";
import { createMeter, currentMeter, type Meter, metered, unitsOf } from "../metering/meter.ts";
import type { CachedStore } from "./state/cached-store.ts";

/** As the platform bills a message: it is written, read and acknowledged. */
const OPERATIONS_PER_MESSAGE = 3;
/** Totals of submissions that have ended, for the answers that ask for them at once. D1 has all of them. */
const KEPT_TOTALS = 1_000;

/** The part of the store that the counts need. */
export type UsageStore = Pick<CachedStore, "job" | "submission" | "usage">;

/** What one submission has used so far. */
interface Account {
  readonly jobIds: Set<string>;
  /** Those of the object's calls; more may be added while they go on. */
  readonly meters: Meter[];
  /** Reported by workers, and shares of what several submissions have used together. */
  reported: Units;
}

// docs/decisions/066-what-was-forgotten-is-answered-from-d1.md
/**
 * Counts what the submissions of an object use, in memory, so that no job costs a row more. The total goes to D1 in the row of
 * the submission that has ended. The batch with this row is in it as an estimate: what it really was, and work after the end,
 * is paid by the object's next submission. An eviction loses the counts in memory.
 */
export class UsageAccounts {
  readonly #store: UsageStore;
  readonly #accounts = new Map<string, Account>();
  readonly #totals = new LruMap<Units>(KEPT_TOTALS);
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
    return account === null ? this.#unclaimedCall(call) : counted(account, call);
  }

  /** A call about a job, with what its worker reports. */
  ofJob<T>(jobId: string, call: () => Promise<T>, used: Units = NO_UNITS): Promise<T> {
    const id = this.#owners.get(jobId) ?? this.#unclaimed(() => this.#store.job(jobId)?.job.submit_id);
    const account = id === undefined ? null : this.#open(id);
    if (id === undefined || account === null) {
      this.#leave(used);
      return this.#unclaimedCall(call);
    }
    this.#own(id, account, jobId);
    account.reported = sumOf(account.reported, used);
    this.#pay(account);
    return counted(account, call);
  }

  /** An alarm: all submissions that have not ended share it. */
  async alarm(ring: () => Promise<void>): Promise<void> {
    const meter = requestMeter();
    await metered(meter, ring);
    const open = [...this.#accounts.keys()];
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

  /**
   * Copies rows to D1: what that uses is shared by those whose rows they are.
   * @param apply gets the rows with the totals of those submissions that have ended
   */
  async drain<T>(rows: OutboxRows, apply: (rows: OutboxRows) => Promise<T>): Promise<T> {
    const weights = this.#weights(rows);
    const ended = this.#totalsOf(rows, weights);
    const unitsOfRow = ({ id, units }: Submission) => ended.get(id) ?? units ?? this.#totals.get(id) ?? null;
    const submissions = rows.submissions.map((row) => ({ ...row, units: unitsOfRow(row) }));
    const meter = createMeter();
    const answer = await metered(meter, () => apply({ ...rows, submissions }));
    this.#share(unitsOf(meter), weights);
    for (const [id, units] of ended) {
      const account = this.#accounts.get(id);
      if (account !== undefined) this.#leave(differenceOf(total(account), units));
      this.#totals.set(id, units);
      this.#close(id);
    }
    for (const id of rows.deletedSubmissions) this.#close(id);
    return answer;
  }

  /** null when nothing is known of the submission. Once D1 has its end, the answer stays the same. */
  of(id: string): Units | null {
    const account = this.#accounts.get(id);
    // Release 0.1.0 has kept a row for each submission.
    return account === undefined ? (this.#totals.get(id) ?? this.#store.usage(id)) : total(account);
  }

  /** What the submissions have used that have ended, with an estimate of the batch that brings D1 their ends. */
  #totalsOf(rows: OutboxRows, weights: ReadonlyMap<string | null, number>): Map<string, Units> {
    const estimate = partsOf(estimateOf(rows), weights);
    const totals = new Map<string, Units>();
    for (const { id, finished_at, job_ids } of rows.submissions) {
      const account = this.#accounts.get(id);
      const hasEnded = finished_at !== null || job_ids.length === 0;
      if (account !== undefined && hasEnded) totals.set(id, sumOf(total(account), estimate.get(id) ?? NO_UNITS));
    }
    return totals;
  }

  #close(id: string): void {
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
    for (const [id, part] of partsOf(units, weights)) {
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
    const account: Account = { jobIds: new Set(), meters: [], reported: NO_UNITS };
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

  /** A call about a submission that has ended, or is not known. */
  async #unclaimedCall<T>(call: () => Promise<T>): Promise<T> {
    const meter = requestMeter();
    try {
      return await metered(meter, call);
    } finally {
      this.#leave(unitsOf(meter));
    }
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

/** Whole units for each submission; those of `null` belong to none. */
function partsOf(units: Units, weights: ReadonlyMap<string | null, number>): Map<string, Units> {
  const parts = new Map<string, { -readonly [Name in keyof Units]: number }>();
  for (const id of weights.keys()) if (id !== null) parts.set(id, { ...NO_UNITS });
  for (const name of Object.keys(NO_UNITS) as (keyof Units)[]) {
    // Most of them: a drain uses D1 and nothing else.
    if (units[name] === 0) continue;
    for (const [id, part] of shares(units[name], weights)) {
      const own = id === null ? undefined : parts.get(id);
      if (own !== undefined) own[name] = part;
    }
  }
  return parts;
}

/** What D1 will say of a batch, about: it reads and writes each row once, and the counter of the domain. */
function estimateOf({ edits, files, dataNodes, jobs, submissions }: OutboxRows): Units {
  const rows = [edits, files, dataNodes, jobs, submissions].reduce((sum, { length }) => sum + length, 1);
  return { ...NO_UNITS, d1_rows_read: rows, d1_rows_written: rows };
}
