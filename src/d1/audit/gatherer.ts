import type { Clock } from "../../core/ports/runtime.ts";
import { MICROSECONDS_PER_MILLISECOND, MICROSECONDS_PER_SECOND } from "../../core/time.ts";

export interface GathererDeps {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A request that has not written so long after it should have was stopped by the platform. */
const PATIENCE = 5 * MICROSECONDS_PER_SECOND;

/**
 * Calls `flush` a time after the first request that wants it, once for all that want it within that time. The first request
 * waits and writes for the others.
 */
export function createGatherer({ clock, sleep }: GathererDeps, ms: number, flush: () => Promise<void>) {
  let writing: { readonly since: number } | null = null;
  return async (): Promise<void> => {
    const now = clock();
    if (writing !== null && now - writing.since < ms * MICROSECONDS_PER_MILLISECOND + PATIENCE) return;
    const own = { since: now };
    writing = own;
    await sleep(ms);
    // A request that comes while these rows are written collects the next ones.
    if (writing === own) writing = null;
    await flush();
  };
}
