import type { Statement } from "./database.ts";

/** How long a database may take to accept a connection. */
export const CONNECT_TIMEOUT_MS = 10_000;

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
  run(statement: Statement): Promise<unknown>;
  /** Whether the engine aborted the transaction in favour of another one. */
  mayRepeat(error: unknown): boolean;
}

const statement = (sql: string): Statement => ({ sql, parameters: [] });

/** Runs all statements in one transaction, or none. */
export async function runTransaction(steps: TransactionSteps, statements: () => Iterable<Statement>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryTransaction(steps, statements());
    } catch (error) {
      if (tries === MAX_TRIES || !steps.mayRepeat(error)) throw error;
    }
  }
}

async function tryTransaction({ run }: TransactionSteps, statements: Iterable<Statement>): Promise<void> {
  await run(statement("START TRANSACTION"));
  try {
    for (const one of statements) await run(one);
    await run(statement("COMMIT"));
  } catch (error) {
    // The connection may be closed, and the transaction with it; the first error has the reason.
    await run(statement("ROLLBACK")).catch(() => undefined);
    throw error;
  }
}
