import type { Caller } from "../access/identity.ts";
import type { DataNodeSnapshot, DataNodeState } from "../entities/data-node.ts";
import { addTime, MICROSECONDS_PER_SECOND, type Microseconds, type Timestamp } from "../time.ts";

/** How long an editor's lock lasts by default: Taipy's fixed time. */
export const EDITOR_LOCK_DURATION: Microseconds = 30 * 60 * MICROSECONDS_PER_SECOND;

/** Who wants to change a data node: the name that the caller gave, and the caller itself. */
export interface Editor {
  readonly editor_id: string | null;
  readonly caller: Caller;
}

/** Who holds a lock, and until when. */
export interface LockHolder {
  readonly editor_id: string;
  /** The caller who made it; null = not known. */
  readonly actor: string | null;
  readonly until: Timestamp;
}

export type LockOutcome = { readonly ok: true; readonly state: DataNodeState } | ({ readonly ok: false } & LockHolder);

/** Takes or renews an editor's lock. A node that only jobs have locked may be taken. */
export function lockByEditor(
  state: DataNodeState,
  editor: Editor & { readonly editor_id: string },
  now: Timestamp,
  duration: Microseconds,
): LockOutcome {
  const refusal = writeRefusal(state, editor, now);
  if (refusal !== null) return { ok: false, ...refusal };
  const { editor_id, caller } = editor;
  // A lock that an administrator renews is still its first caller's.
  const editor_actor = liveLock(state, now)?.actor ?? caller.actor;
  const editor_expiration_date = addTime(now, duration);
  return { ok: true, state: { ...state, edit_in_progress: true, editor_id, editor_expiration_date, editor_actor } };
}

/** Releases the lock of an editor; without a name, of the editor that holds it. Another caller's needs an administrator. */
export function unlockByEditor(state: DataNodeState, { editor_id, caller }: Editor, now: Timestamp): LockOutcome {
  const holder = liveLock(state, now);
  const isAllowed = holder === null || ((editor_id ?? holder.editor_id) === holder.editor_id && mayEnd(holder, caller));
  return isAllowed ? { ok: true, state: released(state) } : { ok: false, ...holder };
}

/** The lock that keeps an editor from writing; null = none does. */
export function writeRefusal(state: DataNodeState, { editor_id, caller }: Editor, now: Timestamp): LockHolder | null {
  const holder = liveLock(state, now);
  return holder === null || (holder.editor_id === editor_id && mayEnd(holder, caller)) ? null : holder;
}

// docs/decisions/050-a-reservation-is-its-callers.md
/**
 * Whether a caller may end a lock. One that was made without credentials, or by an earlier release, belongs to its editor's
 * name alone; so do all of them where no credentials are needed.
 */
const mayEnd = ({ actor }: Pick<LockHolder, "actor">, caller: Caller): boolean =>
  actor === null || caller.actor === null || caller.actor === actor || caller.is_admin;

/** Why a lock refuses a caller. */
export function lockedText({ id }: Pick<DataNodeSnapshot, "id">, holder: LockHolder, caller: Caller): string {
  const text = `DataNode ${id} is being edited by ${holder.editor_id} until ${holder.until}.`;
  if (mayEnd(holder, caller)) return text;
  return `${text} ${holder.actor} has reserved it: only this caller or TAIPY_ADMIN may write it or end the reservation.`;
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

function liveLock(state: DataNodeState, now: Timestamp): LockHolder | null {
  const { editor_id, editor_expiration_date, editor_actor } = state;
  if (editor_id === null || editor_expiration_date === null || editor_expiration_date <= now) return null;
  // A snapshot that a Worker of an earlier release has read lacks the caller.
  return { editor_id, actor: editor_actor ?? null, until: editor_expiration_date };
}

const released = (state: DataNodeState): DataNodeState => ({
  ...state,
  edit_in_progress: false,
  editor_id: null,
  editor_expiration_date: null,
  editor_actor: null,
});
