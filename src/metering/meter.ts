import { AsyncLocalStorage } from "node:async_hooks";
import { NO_UNITS, type Units } from "../core/cost/usage.ts";

/**
 * The use of one request, chain of jobs, or call of an object. `ms` is the time from each call to its answer; calls that
 * run side by side all add theirs.
 */
export interface Meter {
  invocations: number;
  readonly d1: { calls: number; rows_read: number; rows_written: number; ms: number };
  readonly kv: { reads: number; writes: number; deletes: number; ms: number };
  readonly r2: { reads: number; writes: number; ms: number };
  readonly durable_object: { requests: number; ms: number };
  readonly sqlite: { rows_read: number; rows_written: number };
  readonly queue: { operations: number };
  /** The units that were handed over already. */
  taken: Units;
}

export const createMeter = (invocations = 0): Meter => ({
  invocations,
  d1: { calls: 0, rows_read: 0, rows_written: 0, ms: 0 },
  kv: { reads: 0, writes: 0, deletes: 0, ms: 0 },
  r2: { reads: 0, writes: 0, ms: 0 },
  durable_object: { requests: 0, ms: 0 },
  sqlite: { rows_read: 0, rows_written: 0 },
  queue: { operations: 0 },
  taken: NO_UNITS,
});

// docs/decisions/031-counting-uses-async-local-storage.md
const meters = new AsyncLocalStorage<Meter>();

/** Runs work whose use of the platform, also after it has answered, is counted by a meter. */
export const metered = <T>(meter: Meter, work: () => T): T => meters.run(meter, work);

/** The meter of what runs now; none outside requests and jobs. */
export const currentMeter = (): Meter | undefined => meters.getStore();

/** Adds the time until the answer comes to a part of a meter. */
export async function timed<T>(part: { ms: number }, answer: Promise<T>): Promise<T> {
  const startMs = Date.now();
  try {
    return await answer;
  } finally {
    part.ms += Date.now() - startMs;
  }
}

export const unitsOf = ({ invocations, d1, kv, r2, durable_object, sqlite, queue }: Meter): Units => ({
  d1_rows_read: d1.rows_read,
  d1_rows_written: d1.rows_written,
  durable_object_requests: durable_object.requests,
  durable_object_rows_read: sqlite.rows_read,
  durable_object_rows_written: sqlite.rows_written,
  queue_operations: queue.operations,
  kv_reads: kv.reads,
  kv_writes: kv.writes + kv.deletes,
  r2_reads: r2.reads,
  r2_writes: r2.writes,
  worker_requests: invocations,
});
