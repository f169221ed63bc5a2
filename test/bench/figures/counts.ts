/** The platform operations of a request. Rows are counted as D1 bills them: a row of an index is a row, too. */
export interface Counts {
  d1_calls: number;
  d1_statements: number;
  rows_read: number;
  rows_written: number;
  kv_reads: number;
  kv_writes: number;
  object_requests: number;
  object_statements: number;
  object_rows_read: number;
  object_rows_written: number;
  alarms_set: number;
  queue_messages: number;
  queue_batches: number;
}

export const noCounts = (): Counts => ({
  d1_calls: 0,
  d1_statements: 0,
  rows_read: 0,
  rows_written: 0,
  kv_reads: 0,
  kv_writes: 0,
  object_requests: 0,
  object_statements: 0,
  object_rows_read: 0,
  object_rows_written: 0,
  alarms_set: 0,
  queue_messages: 0,
  queue_batches: 0,
});

/** The variable that makes a Worker count, and the path that returns the counts since its last request. */
export const COUNTING = "BENCH_COUNTING";
export const COUNTS_PATH = "/bench/counts";
