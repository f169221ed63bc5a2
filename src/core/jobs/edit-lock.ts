import type { DataNodeState } from "../entities/data-node.ts";
import { addTime, MICROSECONDS_PER_SECOND, type Microseconds, type Timestamp } from "../time.ts";

/** How long an editor's lock lasts by default: Taipy's fixed time. */
export const EDITOR_LOCK_DURATION: Microseconds = 30 * 60 * MICROSECONDS_PER_SECOND;

/** Who holds a lock, and until when. */
export interface LockHolder {
  readonly editor_id: string;
  readonly until: Timestamp;
}

export type LockOutcome = { readonly ok: true; readonly state: DataNodeState } | ({ readonly ok: false } & LockHolder);

/** Takes or renews an editor's lock. A node that only jobs have locked may be taken. */
export function lockByEditor(
  state: DataNodeState,
  editor_id: string,
  now: Timestamp,
  duration: Microseconds,
): LockOutcome {
  const holder = writeRefusal(state, editor_id, now);
  if (holder !== null) return { ok: false, ...holder };
  const editor_expiration_date = addTime(now, duration);
  return { ok: true, state: { ...state, edit_in_progress: true, editor_id, editor_expiration_date } };
}

/** Releases the lock of an editor; null = of the editor that holds it. */
export function unlockByEditor(state: DataNodeState, editor_id: string | null, now: Timestamp): LockOutcome {
  const holder = editor_id === null ? null : writeRefusal(state, editor_id, now);
  return holder === null ? { ok: true, state: released(state) } : { ok: false, ...holder };
}

/** The other editor who holds a lock; null = the given editor (null: a caller without a name) may write. */
export function writeRefusal(state: DataNodeState, editor_id: string | null, now: Timestamp): LockHolder | null {
  const holder = liveLock(state, now);
  return holder === null || holder.editor_id === editor_id ? null : holder;
}

/** Ready for reading. Pass the {@link effectiveState}: an expired lock must not keep a node busy. */
export const isReady = (state: Pick<DataNodeState, "edit_in_progress" | "last_edit_date">): boolean =>
  !state.edit_in_progress && state.last_edit_date !== null;

/** The state in which an editor's expired lock is gone. Locks held by jobs never expire. */
export function effectiveState(state: DataNodeState, now: Timestamp): DataNodeState {
  return state.editor_id !== null && liveLock(state, now) === null ? released(state) : state;
}

/**
 * The state with the locks of jobs, which are counted apart from it. Follows every other rule of this file, since those
 * know of editors only. Pass the {@link effectiveState}.
 */
export function withJobLocks(state: DataNodeState, lockCount: number): DataNodeState {
  const edit_in_progress = lockCount > 0 || state.editor_id !== null;
  return edit_in_progress === state.edit_in_progress ? state : { ...state, edit_in_progress };
}

function liveLock({ editor_id, editor_expiration_date }: DataNodeState, now: Timestamp): LockHolder | null {
  if (editor_id === null || editor_expiration_date === null || editor_expiration_date <= now) return null;
  return { editor_id, until: editor_expiration_date };
}

const released = (state: DataNodeState): DataNodeState => ({
  ...state,
  edit_in_progress: false,
  editor_id: null,
  editor_expiration_date: null,
});
