import type { Units } from "./usage.ts";

const MILLION = 1_000_000;
/** Sums of such small numbers are exact to this many decimals. */
const DECIMALS = 12;

/**
 * USD a million, beyond what a plan includes. Source: the pricing pages of Cloudflare's documentation for Workers, D1,
 * Durable Objects, Queues, KV and R2 (paid plan, standard storage), as of November 2026.
 */
const PRICES: Units = {
  d1_rows_read: 0.001,
  d1_rows_written: 1,
  durable_object_requests: 0.15,
  durable_object_rows_read: 0.001,
  durable_object_rows_written: 1,
  queue_operations: 0.4,
  kv_reads: 0.5,
  kv_writes: 5,
  r2_reads: 0.36,
  r2_writes: 4.5,
  worker_requests: 0.3,
};

/** What units cost in USD. Not in it: CPU time, which a Worker can't read, duration of objects, and what is kept stored. */
export function priceOf(units: Units): number {
  const names = Object.keys(PRICES) as readonly (keyof Units)[];
  const total = names.reduce((sum, name) => sum + units[name] * PRICES[name], 0);
  return Number((total / MILLION).toFixed(DECIMALS));
}
