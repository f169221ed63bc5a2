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
 * Submissions and reports that come within a few milliseconds: they are applied in one turn of the event loop, since SQLite
 * brings all transactions of a turn to the disk together. Each of them is a transaction of its own all the same.
 */
export class SharedCommits {
  readonly expected: ExpectedReports;
  readonly #sleep: OrchestratorDeps["sleep"];
  #turn: Turn | null = null;

  constructor(sleep: OrchestratorDeps["sleep"], nowMs: () => number) {
    this.#sleep = sleep;
    this.expected = new ExpectedReports(sleep, nowMs);
  }

  /** Runs a call that accepts a submission: at once when no report is about to come. */
  submission<T>(call: () => Promise<T>): Promise<T> {
    return this.#turn === null && this.expected.count() === 0 ? call() : this.#joined().begins.then(call);
  }

  /** Runs a call that reports ends of jobs: at once when no other report is about to come. */
  report<T>(call: () => Promise<T>): Promise<T> {
    const expected = this.expected.count();
    if (this.#turn === null && expected < 2) return call();
    const turn = this.#joined();
    turn.reports += 1;
    if (turn.reports >= expected) turn.isFull.abort();
    return turn.begins.then(call);
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
