import { JOB_LIMIT_MS } from "../../core/job-limits.ts";
import type { Progress, Statement } from "./database.ts";

/** How long a database may take to accept a connection. */
export const CONNECT_TIMEOUT_MS = 10_000;

// docs/decisions/106-servers-end-what-nobody-waits-for.md
/** What a server ends by itself: what the service has given up must not go on there. */
export interface ServerLimits {
  readonly statementMs: number;
  readonly lockMs: number;
  /** How long a transaction may wait for its next statement. */
  readonly idleMs: number;
}

const REQUEST_LOCK_MS = 10_000;
const IDLE_MS = 60_000;

/** @param limitMs how long the caller waits; undefined = a job, which waits as long as it may run */
export function serverLimits(limitMs: number | undefined): ServerLimits {
  if (limitMs === undefined) return { statementMs: JOB_LIMIT_MS, lockMs: JOB_LIMIT_MS, idleMs: IDLE_MS };
  return { statementMs: limitMs, lockMs: Math.min(REQUEST_LOCK_MS, limitMs / 2), idleMs: IDLE_MS };
}

/** @throws Error when the promise takes longer: that of `late` */
export async function withinTime<T>(
  promise: Promise<T>,
  milliseconds: number,
  late = () => new Error(`no answer within ${milliseconds / 1_000} s`),
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** When two writers block each other, the engine aborts one of them, which may try again. */
const MAX_TRIES = 20;

export interface TransactionSteps {
  /** What begins a transaction there. */
  readonly begin?: string;
  run(statement: Statement): Promise<unknown>;
  /** Whether the engine aborted the transaction in favour of another one. */
  mayRepeat(error: unknown): boolean;
}

const statement = (sql: string): Statement => ({ sql, parameters: [] });

/** Runs all statements in one transaction, or none. */
export async function runTransaction(
  steps: TransactionSteps,
  statements: () => Iterable<Statement>,
  progress: Progress = { mayBeDone: false },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryTransaction(steps, statements(), progress);
    } catch (error) {
      if (tries === MAX_TRIES || !steps.mayRepeat(error)) throw error;
    }
  }
}

async function tryTransaction(
  { run, begin = "START TRANSACTION" }: TransactionSteps,
  statements: Iterable<Statement>,
  progress: Progress,
): Promise<void> {
  progress.mayBeDone = false;
  await run(statement(begin));
  try {
    for (const one of statements) await run(one);
    progress.mayBeDone = true;
    await run(statement("COMMIT"));
  } catch (error) {
    // The connection may be closed, and the transaction with it; the first error has the reason.
    await run(statement("ROLLBACK")).catch(() => undefined);
    throw error;
  }
}
