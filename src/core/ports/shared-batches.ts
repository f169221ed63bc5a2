/** A statement that inserts the rows of a JSON array, which is bound as `?1`. Statements of one text can be one. */
export interface Insertion {
  readonly sql: string;
  readonly json: string;
  /** How many the array has. */
  readonly rows: number;
}

/** What one request wants done in one transaction, in this order. */
export interface Batch<Statement> {
  /** Refuse the transaction if they must. None = the insertions depend on no row that another request may insert. */
  readonly checks: readonly Statement[];
  readonly insertions: readonly Insertion[];
  readonly last: readonly Statement[];
}

// docs/decisions/076-requests-share-calls.md
/**
 * Runs a request's batch, maybe in one transaction with those of other requests.
 * @param again runs the batch by itself, after it was in a transaction that has failed as a whole, or whose outcome is
 * not known: it may be done already, or be done later
 * @returns the results of its last statements
 */
export type SharedBatch<Statement, Result> = (
  batch: Batch<Statement>,
  again: () => Promise<readonly Result[]>,
) => Promise<readonly Result[]>;
