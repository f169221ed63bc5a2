import type { Statement } from "./database.ts";

/** Writers that block each other: the engine ends one of them, which may simply try again. */
const MAX_TRIES = 20;

export interface TransactionSteps {
  run(statement: Statement): Promise<unknown>;
  /** Whether the engine has ended the transaction for another one's sake. */
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
    // The connection may be gone, and the transaction with it; the first error says why.
    await run(statement("ROLLBACK")).catch(() => undefined);
    throw error;
  }
}
