import { DEADLINES, isNoAnswer, within } from "../../core/deadlines.ts";
import type { Job } from "../../core/entities/job.ts";
import type { Submission } from "../../core/entities/submission.ts";
import { type Outcome, refuse } from "../../core/errors.ts";
import type { Transaction } from "../../core/jobs/state/transaction.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import type { Commits } from "../commits.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** D1 gets this time for what was committed before it is read: the call is answered after twenty seconds at the latest. */
const FLUSH_MS = 4_000;

/** How a change goes to D1: a full one takes deletions only. */
type Send = "commitToD1" | "deleteInD1";

/** All reads of a call end by then: ten seconds for D1 to take the change follow, and its caller has given up after twenty. */
const READS_MS = 9_000;

/** Another deletion may come between a read and its transaction; so many in a row do not. */
const MAX_READS = 3;

interface Rows {
  readonly job: Job;
  readonly submission: Submission;
}

type Decide<Kind extends keyof Rows, T> = (transaction: Transaction, row: Rows[Kind] | null) => Outcome<T>;

// docs/decisions/066-what-was-forgotten-is-answered-from-d1.md
/**
 * Commands about a job or a submission that may have left the object: D1 is its only home then. The object reads the row,
 * decides in a transaction as always, and D1 gets the change through the outbox, so the object stays the only writer.
 */
export class ForgottenRecords {
  readonly #deps: Pick<OrchestratorDeps, "store" | "database" | "sleep">;
  readonly #commits: Pick<Commits, Send | "flushDeletions" | "nowMs">;

  constructor(
    deps: Pick<OrchestratorDeps, "store" | "database" | "sleep">,
    commits: Pick<Commits, Send | "flushDeletions" | "nowMs">,
  ) {
    this.#deps = deps;
    this.#commits = commits;
  }

  /** As {@link commit}, for a deletion. */
  delete<Kind extends keyof Rows, T>(kind: Kind, id: string, decide: Decide<Kind, T>): Promise<Outcome<Stored<T>>> {
    return this.commit(kind, id, decide, "deleteInD1");
  }

  /** @param decide gets the row of a record that the object does not know; null = it knows it, or there is none */
  async commit<Kind extends keyof Rows, T>(
    kind: Kind,
    id: string,
    decide: Decide<Kind, T>,
    send: Send = "commitToD1",
  ): Promise<Outcome<Stored<T>>> {
    const { store } = this.#deps;
    const endMs = this.#commits.nowMs() + READS_MS;
    const leftMs = () => Math.max(0, endMs - this.#commits.nowMs());
    for (let read = 0; read < MAX_READS && store[kind](id) === null; read += 1) {
      const leftAt = this.#leftAt();
      if (!(await this.#commits.flushDeletions(Math.min(FLUSH_MS, leftMs())))) break;
      const row = await this.#read(kind, id, leftMs());
      if (row === undefined) break;
      // What has left the object since is not in this row.
      if (this.#leftAt() !== leftAt || store[kind](id) !== null) continue;
      return this.#commits[send]((transaction) => decide(transaction, row));
    }
    if (store[kind](id) !== null) return this.#commits[send]((transaction) => decide(transaction, null));
    return refuse("database_unavailable", "The database did not answer, and nothing was changed: try again.");
  }

  /** Changes when a record leaves the object: it is forgotten, or deleted. */
  #leftAt(): number {
    const { forgotten, removed, deletions } = this.#deps.store.meta();
    return Math.max(forgotten, removed, deletions);
  }

  /** undefined = there is no answer in time. */
  async #read<Kind extends keyof Rows>(kind: Kind, id: string, leftMs: number): Promise<Rows[Kind] | null | undefined> {
    const { database, sleep } = this.#deps;
    const { part, ms } = DEADLINES.snapshots;
    if (leftMs === 0) return undefined;
    const row: Promise<Rows[keyof Rows] | null> = database[kind](id);
    // The compiler can't see that the table and the row belong to one kind.
    const call = row as Promise<Rows[Kind] | null>;
    try {
      return await within({ part, ms: Math.min(ms, leftMs) }, sleep, call);
    } catch (error) {
      if (isNoAnswer(error)) return undefined;
      throw error;
    }
  }
}
