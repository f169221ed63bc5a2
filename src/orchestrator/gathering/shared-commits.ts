import { Cancellation } from "../../core/cancellation.ts";
import type { OrchestratorDeps } from "../orchestrator-deps.ts";
import { ExpectedReports } from "./expected-reports.ts";

/** A call waits for others at most so long. */
export const SHARE_MS = 5;

/** The calls that wait for each other. */
interface Turn {
  readonly begins: Promise<void>;
  readonly isFull: Cancellation;
  reports: number;
}

// docs/decisions/077-calls-share-a-commit.md
/**
 * Submissions, claims and reports that come within a few milliseconds: they begin in one turn of the event loop, since SQLite
 * brings all transactions of a turn to the disk together. Each of them is a transaction of its own all the same.
 */
export class SharedCommits {
  /** Of requests that run the jobs of their submission. */
  readonly expected: ExpectedReports;
  /** Of workers of the Queue. No drain waits for these. */
  readonly claimed: ExpectedReports;
  readonly #sleep: OrchestratorDeps["sleep"];
  #turn: Turn | null = null;
  /** Calls that have begun, and wait for D1. */
  #storing = 0;

  constructor(sleep: OrchestratorDeps["sleep"], nowMs: () => number) {
    this.#sleep = sleep;
    this.expected = new ExpectedReports(sleep, nowMs);
    this.claimed = new ExpectedReports(sleep, nowMs);
  }

  /** Runs a call that waits for D1 after its commit: at once when no other one does so, and no report is about to come. */
  storing<T>(call: () => Promise<T>): Promise<T> {
    const counted = async () => {
      this.#storing += 1;
      try {
        return await call();
      } finally {
        this.#storing -= 1;
      }
    };
    return this.#storing === 0 ? this.beside("", counted) : this.#joined().begins.then(counted);
  }

  /** Runs a call of a submission: at once when no report of another one is about to come. */
  beside<T>(submissionId: string, call: () => Promise<T>): Promise<T> {
    const isAlone = this.#turn === null && !this.#areStoring && this.#reports(submissionId) === 0;
    return isAlone ? call() : this.#joined().begins.then(call);
  }

  /** Runs a call that reports ends of jobs: at once when no other report is about to come. */
  report<T>(call: () => Promise<T>): Promise<T> {
    const reports = this.#reports();
    if (this.#turn === null && !this.#areStoring && reports < 2) return call();
    const turn = this.#joined();
    turn.reports += 1;
    if (!this.#areStoring && turn.reports >= reports) turn.isFull.abort();
    return turn.begins.then(call);
  }

  /** Several calls wait for D1: more are to be expected. One of them may be that of the submission whose job is claimed. */
  get #areStoring(): boolean {
    return this.#storing > 1;
  }

  #reports(except?: string): number {
    return this.expected.count(except) + this.claimed.count(except);
  }

  #joined(): Turn {
    this.#turn ??= this.#newTurn();
    return this.#turn;
  }

  #newTurn(): Turn {
    const isFull = new Cancellation();
    const begins = this.#sleep(SHARE_MS, isFull).then(() => {
      this.#turn = null;
    });
    return { begins, isFull, reports: 0 };
  }
}
