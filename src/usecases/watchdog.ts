import type { UnfinishedSubmission, WatchdogStore } from "../core/ports/cron/watchdog-store.ts";
import type { Orchestrator } from "../core/ports/orchestrator.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
import { addTime, formatTime, MICROSECONDS_PER_SECOND, type Timestamp } from "../core/time.ts";

export interface WatchdogDeps {
  readonly submissions: WatchdogStore;
  readonly orchestrators: (domain: string) => Pick<Orchestrator, "resume">;
  readonly clock: Clock;
  readonly log: Log;
}

/** One run's share; the next run goes on where this one stops. */
const SUBMISSIONS_AT_ONCE = 500;
/** The sweep, which runs beside it, has the other calls that the platform allows. */
export const MAX_WATCHED_OBJECTS = 75;
/** An object that does not answer holds up one sixth of a run, as long as the deadline of its call. */
export const OBJECTS_AT_ONCE = 6;
/** So many ids of submissions that an object does not know are logged. */
const NAMED = 10;
/** What is younger moves by itself. */
const AGE = 5 * 60 * MICROSECONDS_PER_SECOND;

/** What one run has found. */
interface Watched {
  /** Objects that were called. */
  objects: number;
  /** Steps that were due and that no alarm had made. */
  moved: number;
  /** Objects that did not answer. */
  failed: number;
}

// docs/decisions/061-a-watchdog-finds-work-that-stands-still.md
/**
 * Finds submissions that have not ended, and has their objects look after them: an object whose alarm was lost makes the
 * steps that are due. May run at any time and twice at once.
 */
export async function watch(deps: WatchdogDeps): Promise<void> {
  const { submissions, clock, log } = deps;
  const before = addTime(formatTime(clock()), -AGE);
  const after = await submissions.position();
  const page = await submissions.unfinished(after, SUBMISSIONS_AT_ONCE);
  const domains = [...Map.groupBy(page, ({ domain }) => domain)];
  const taken = domains.slice(0, MAX_WATCHED_OBJECTS);
  const isEnd = page.length < SUBMISSIONS_AT_ONCE && taken.length === domains.length;
  const position = isEnd ? null : (taken.at(-1)?.[1].at(-1) ?? null);
  // Kept first: a run that breaks off does not hold up the next.
  if (after !== null || position !== null) await submissions.keepPosition(position);
  const watched: Watched = { objects: 0, moved: 0, failed: 0 };
  const waiting = taken
    .map(([domain, found]) => ({ domain, ids: olderThan(before, found) }))
    .filter(({ ids }) => ids.length > 0)
    .values();
  await Promise.all(Array.from({ length: OBJECTS_AT_ONCE }, () => resumeEach(deps, waiting, watched)));
  if (watched.moved > 0 || watched.failed > 0) log("watchdog", { ...watched });
}

const olderThan = (before: Timestamp, found: readonly UnfinishedSubmission[]): string[] =>
  found.filter(({ creation_date }) => creation_date < before).map(({ id }) => id);

/** Takes one object after the other: several of these share the list. */
async function resumeEach(
  deps: WatchdogDeps,
  waiting: Iterable<{ readonly domain: string; readonly ids: readonly string[] }>,
  watched: Watched,
): Promise<void> {
  for (const { domain, ids } of waiting) {
    watched.objects += 1;
    try {
      const { moved, unknown = [] } = await deps.orchestrators(domain).resume(ids);
      watched.moved += moved;
      if (unknown.length === 0) continue;
      deps.log("submissions_unknown", { domain, count: unknown.length, ids: unknown.slice(0, NAMED) });
    } catch (error) {
      watched.failed += 1;
      deps.log("object_not_resumed", { domain, error: String(error) });
    }
  }
}
