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
function unitsBy(count: (name: keyof Units) => number): Units {
  const units: { -readonly [Name in keyof Units]: number } = { ...NO_UNITS };
  for (const name of NAMES) units[name] = count(name);
  return units;
}

export const sumOf = (one: Units, other: Units): Units => unitsBy((name) => one[name] + other[name]);

export const differenceOf = (one: Units, other: Units): Units => unitsBy((name) => one[name] - other[name]);

/** Counts what a Worker uses of the platform (metering/). */
export interface Metering {
  /**
   * The units that the current request or chain of jobs has used since the last call of this. Calls of orchestrator objects
   * are left out: each object counts the calls that it gets.
   */
  take(): Units;
  /** Runs a chain of jobs with a count of its own. The first chain of an invocation has the invocation in its count. */
  chain<T>(work: () => T): T;
}

export interface SubmissionMetering extends Metering {
  /**
   * The units that a submission has used, in all invocations and in its orchestrator object. It may have used more: counts
   * in memory are lost with their Worker or object. null = unknown.
   */
  ofSubmission(domain: string, submissionId: string): Promise<Units | null>;
}
