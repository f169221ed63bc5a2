import { isJobAtRest, isNodeAtRest, isSubmissionAtRest, type RestView } from "../../core/jobs/state/at-rest.ts";
import type { Journal } from "./journal.ts";
import type { ObjectMemory } from "./memory/object-memory.ts";
import type { Changed, RecordCache } from "./memory/record-cache.ts";
import type { OutboxLog } from "./outbox-log.ts";
import { revisionAt } from "./parts.ts";
import type { Store } from "./store.ts";

/** The journal's oldest half leaves when it has so many rows, or characters, and D1 has that half. */
export interface JournalLimits {
  readonly rows: number;
  readonly characters: number;
}

export const LIMITS: JournalLimits = { rows: 400, characters: 1_000_000 };

/** With so many times as much it leaves though D1 lacks some of it. */
const PATIENCE = 2;

export interface ObjectStorage {
  readonly tables: Store;
  readonly journal: Journal;
  readonly outbox: OutboxLog;
}

/**
 * The place of the last row up to a place whose transaction has no part behind it; null = there is none. The memory knows the
 * last part of a transaction only: one that is cut in two would lose what its first parts have.
 */
export function wholeUpTo({ rows }: Journal, place: number): number | null {
  const end = rows.findIndex((row) => row.place > place);
  if (end === -1) return rows.length === 0 ? null : place;
  const cut = revisionAt(rows[end]?.place ?? 0);
  return rows.slice(0, end).findLast((row) => revisionAt(row.place) !== cut)?.place ?? null;
}

/** The place up to which the journal should leave now; null = it is short enough. */
export function placeToLeave({ rows, size }: Journal, confirmed: number, limits: JournalLimits): number | null {
  const fullness = Math.max(rows.length / limits.rows, size / limits.characters);
  if (fullness < 1) return null;
  let left = 0;
  const half = rows.find((row, index) => {
    left += row.size;
    return index + 1 >= rows.length / 2 || left >= size / 2;
  });
  if (half === undefined) return null;
  const end = rows.findLast(({ place }) => revisionAt(place) === revisionAt(half.place)) ?? half;
  return end.place <= confirmed || fullness >= PATIENCE ? end.place : null;
}

// docs/decisions/064-objects-hold-what-is-in-flight.md
/**
 * Removes the journal's rows up to a place, inside a transaction. Records whose newest change is among them go to the tables,
 * or leave the object when they are at rest; changes that D1 lacks go to the outbox's table.
 * @returns whether records have left the object
 */
export function checkpoint({ tables, journal, outbox }: ObjectStorage, memory: ObjectMemory, place: number): boolean {
  const view = restView(memory, outbox);
  const nodes = divided(memory.nodes, place, (record) => view !== null && isNodeAtRest(view, record));
  const jobs = divided(memory.jobs, place, (record) => view !== null && isJobAtRest(view, record));
  const submissions = divided(memory.submissions, place, (record) => view !== null && isSubmissionAtRest(view, record));
  const hadRows = !memory.areTablesEmpty;
  const queues = memory.queues.changedUpTo(place);
  const deleted = <T>({ gone }: Divided<T>) => (hadRows ? gone.map(([id]) => id) : []);
  tables.save({
    nodes: nodes.stay,
    jobs: jobs.stay,
    submissions: submissions.stay,
    deletedNodes: deleted(nodes),
    deletedJobs: deleted(jobs),
    deletedSubmissions: deleted(submissions),
    ...queues,
    unlocked: hadRows ? queues.unlocked : [],
    waitedFor: hadRows ? queues.waitedFor : [],
    timers: memory.timers.changedUpTo(place),
  });
  for (const part of [nodes, jobs, submissions]) part.settle();
  memory.queues.written(place);
  memory.timers.written(place);
  memory.tablesChanged();
  outbox.moveFromJournal(place);
  journal.removeUpTo(place);
  return [nodes, jobs, submissions].some(({ hasLeft }) => hasLeft);
}

interface Divided<T> {
  readonly stay: readonly T[];
  /** Removed by a command, or at rest. */
  readonly gone: readonly Changed<T>[];
  readonly hasLeft: boolean;
  settle(): void;
}

function divided<T>(cache: RecordCache<T>, place: number, isRecordAtRest: (record: T) => boolean): Divided<T> {
  const changed = cache.changedUpTo(place);
  const gone = changed.filter(([, record]) => record === null || isRecordAtRest(record));
  const goneIds = new Set(gone.map(([id]) => id));
  return {
    stay: changed.flatMap(([id, record]) => (record === null || goneIds.has(id) ? [] : [record])),
    gone,
    hasLeft: gone.some(([, record]) => record !== null),
    settle() {
      for (const [id] of changed) goneIds.has(id) ? cache.left(id) : cache.written(id);
    },
  };
}

/** null = it is not known what D1 lacks. */
export function restView(memory: ObjectMemory, outbox: OutboxLog): RestView | null {
  const unconfirmed = outbox.unconfirmedEntities();
  if (unconfirmed === null) return null;
  const used = new Set(memory.uses().flatMap(({ nodes }) => nodes));
  return {
    submission: (id) => memory.submission(id),
    queueAt: (id) => memory.queues.at(id),
    hasTimer: (kind, id) => memory.timers.has(kind, id),
    isUsed: (id) => used.has(id),
    isUnconfirmed: (kind, id) => unconfirmed.has(`${kind} ${id}`),
  };
}
