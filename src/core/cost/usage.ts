/** What something has used of the platform, in the units that the platform bills. */
export interface Units {
  /** A row of an index counts as one. */
  readonly d1_rows_read: number;
  readonly d1_rows_written: number;
  /** Calls and alarms. */
  readonly durable_object_requests: number;
  /** Of the object's own SQLite; an alarm that is set is a row, too. */
  readonly durable_object_rows_read: number;
  readonly durable_object_rows_written: number;
  /** A message is three: written, read, acknowledged. */
  readonly queue_operations: number;
  readonly kv_reads: number;
  /** With deletions, which cost the same. */
  readonly kv_writes: number;
  readonly r2_reads: number;
  readonly r2_writes: number;
  /** Requests, and batches of the Queue. */
  readonly worker_requests: number;
}

export const NO_UNITS: Units = {
  d1_rows_read: 0,
  d1_rows_written: 0,
  durable_object_requests: 0,
  durable_object_rows_read: 0,
  durable_object_rows_written: 0,
  queue_operations: 0,
  kv_reads: 0,
  kv_writes: 0,
  r2_reads: 0,
  r2_writes: 0,
  worker_requests: 0,
};

const NAMES = Object.keys(NO_UNITS) as readonly (keyof Units)[];

/** Units made of what each of them is. */
export function unitsBy(count: (name: keyof Units) => number): Units {
  const units: { -readonly [Name in keyof Units]: number } = { ...NO_UNITS };
  for (const name of NAMES) units[name] = count(name);
  return units;
}

export const sumOf = (one: Units, other: Units): Units => unitsBy((name) => one[name] + other[name]);

export const differenceOf = (one: Units, other: Units): Units => unitsBy((name) => one[name] - other[name]);

/** Counts what a Worker uses of the platform (metering/). */
export interface Metering {
  /**
   * What the request, or the chain of jobs, that runs now has used since the last call of this. Calls of orchestrator objects
   * are left out: an object counts those that it gets.
   */
  take(): Units;
  /** Runs a chain of jobs with a count of its own. The first chain of an invocation has the invocation in its count. */
  chain<T>(work: () => T): T;
}

export interface SubmissionMetering extends Metering {
  /**
   * What a submission has used, of all invocations and of its orchestrator object: at least this, since what is counted
   * in memory is lost with its Worker or object. null when nothing is known of it.
   */
  ofSubmission(domain: string, submissionId: string): Promise<Units | null>;
}
