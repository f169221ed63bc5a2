import { describe, expect, test } from "vitest";
import { type Caller, UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import type { DataNodeState } from "../../../src/core/entities/data-node.ts";
import {
  EDITOR_LOCK_DURATION,
  effectiveState,
  isReady,
  lockByEditor,
  lockedText,
  unlockByEditor,
  withJobLocks,
  writeRefusal,
} from "../../../src/core/jobs/edit-lock.ts";

const NOW = "2024-01-01T12:00:00";
const SOON = "2024-01-01T12:00:00.000001";
const IN_HALF_AN_HOUR = "2024-01-01T12:30:00";

const free: DataNodeState = {
  last_edit_date: "2024-01-01T00:00:00",
  edit_number: 1,
  edit_in_progress: false,
  editor_id: null,
  editor_expiration_date: null,
  editor_actor: null,
};
const lockedByJob: DataNodeState = { ...free, edit_in_progress: true };
const heldUntil = (editor_expiration_date: string): DataNodeState => ({
  ...free,
  edit_in_progress: true,
  editor_id: "ann",
  editor_expiration_date,
});

const live = heldUntil(SOON);
const expired = heldUntil(NOW);
const HOLDER = { editor_id: "ann", actor: null, until: SOON };

/** An editor where no credentials are needed. */
const named = <Name extends string | null>(editor_id: Name) => ({ editor_id, caller: UNKNOWN_CALLER });

test("an editor's lock lives for 30 minutes", () => {
  expect(lockByEditor(free, named("ann"), NOW, EDITOR_LOCK_DURATION)).toEqual({
    ok: true,
    state: heldUntil(IN_HALF_AN_HOUR),
  });
});

describe("locking", () => {
  test("again by the same editor renews", () => {
    expect(lockByEditor(live, named("ann"), NOW, 1_000_000)).toEqual({
      ok: true,
      state: heldUntil("2024-01-01T12:00:01"),
    });
  });

  test("is refused while another editor holds it, and says until when", () => {
    expect(lockByEditor(live, named("bob"), NOW, EDITOR_LOCK_DURATION)).toEqual({ ok: false, ...HOLDER });
  });

  test.each([
    ["is free", free],
    ["is locked by a job", lockedByJob],
    ["was locked until now", expired],
  ])("succeeds when the node %s", (_, state) => {
    expect(lockByEditor(state, named("bob"), NOW, EDITOR_LOCK_DURATION)).toMatchObject({
      ok: true,
      state: { editor_id: "bob", edit_in_progress: true },
    });
  });
});

describe("unlocking", () => {
  test.each([
    ["by its editor", live, "ann"],
    ["by a caller without a name", live, null],
    ["by another editor once it has expired", expired, "bob"],
    ["of a free node", free, "bob"],
  ])("%s frees the node", (_, state, editor) =>
    expect(unlockByEditor(state, named(editor), NOW)).toEqual({ ok: true, state: free }),
  );

  test("by another editor is refused", () => {
    expect(unlockByEditor(live, named("bob"), NOW)).toEqual({ ok: false, ...HOLDER });
  });
});

test.each([
  ["another editor", live, "bob", HOLDER],
  ["a caller without a name", live, null, HOLDER],
  ["the editor", live, "ann", null],
  ["another editor after the lock's end", expired, "bob", null],
  ["anybody when a job has locked it", lockedByJob, null, null],
  ["anybody when it is free", free, "bob", null],
])("a write by %s", (_, state, editor, refusal) => expect(writeRefusal(state, named(editor), NOW)).toEqual(refusal));

test.each([
  [true, free],
  [false, { ...free, last_edit_date: null }],
  [false, lockedByJob],
  [false, effectiveState(live, NOW)],
  [true, effectiveState(expired, NOW)],
])("ready: %s", (expected, state) => expect(isReady(state)).toBe(expected));

test("an expired editor's lock is gone, a job's lock never expires", () => {
  expect(effectiveState(expired, NOW)).toEqual(free);
  expect(effectiveState(live, NOW)).toBe(live);
  expect(effectiveState(lockedByJob, NOW)).toBe(lockedByJob);
});

describe("the locks of jobs", () => {
  test("keep a node in progress until the last is gone", () => {
    expect(withJobLocks(free, 2)).toEqual(lockedByJob);
    expect(withJobLocks(lockedByJob, 1)).toBe(lockedByJob);
    expect(withJobLocks(lockedByJob, 0)).toEqual(free);
  });

  test("leave an editor's lock alone", () => {
    expect(withJobLocks(live, 0)).toBe(live);
    expect(withJobLocks(live, 1)).toBe(live);
  });

  test("outlive an editor's lock", () => {
    expect(withJobLocks(effectiveState(expired, NOW), 1)).toEqual(lockedByJob);
    const unlocked = unlockByEditor(live, named("ann"), NOW);
    expect(unlocked.ok && withJobLocks(unlocked.state, 1)).toEqual(lockedByJob);
  });
});

describe("a reservation that a known caller has made", () => {
  const ann: Caller = { actor: "user:ann", is_admin: false };
  const bob: Caller = { actor: "user:bob", is_admin: false };
  const admin: Caller = { actor: "admin_key:ADMIN_KEY", is_admin: true };
  const held: DataNodeState = { ...live, editor_actor: "user:ann" };
  const holder = { ...HOLDER, actor: "user:ann" };
  const REFUSED = { ok: false, ...holder };
  const FREED = { ok: true, state: free };

  test("keeps the caller", () => {
    const taken = lockByEditor(free, { editor_id: "ann", caller: ann }, NOW, EDITOR_LOCK_DURATION);
    expect(taken).toMatchObject({ ok: true, state: { editor_id: "ann", editor_actor: "user:ann" } });
  });

  test.each([
    ["is not renewed by another caller who gives its editor's name", bob, REFUSED],
    ["is renewed by its caller", ann, { ok: true, state: { editor_actor: "user:ann" } }],
    ["stays its caller's when an administrator renews it", admin, { ok: true, state: { editor_actor: "user:ann" } }],
  ])("%s", (_, caller, outcome) => {
    expect(lockByEditor(held, { editor_id: "ann", caller }, NOW, 1_000_000)).toMatchObject(outcome);
  });

  test.each([
    ["is not ended by another caller who gives its editor's name", "ann", bob, REFUSED],
    ["is not ended by another caller who gives no name", null, bob, REFUSED],
    ["is not ended by its caller under another name", "bob", ann, REFUSED],
    ["is ended by its caller with its editor's name", "ann", ann, FREED],
    ["is ended by its caller without a name", null, ann, FREED],
    ["is ended by an administrator with its editor's name", "ann", admin, FREED],
    ["is ended by an administrator without a name", null, admin, FREED],
    ["is ended by its editor's name where no credentials are needed", "ann", UNKNOWN_CALLER, FREED],
  ])("%s", (_, editor_id, caller, outcome) => {
    expect(unlockByEditor(held, { editor_id, caller }, NOW)).toEqual(outcome);
  });

  test.each([
    ["refuses the write of another caller who gives its editor's name", "ann", bob, holder],
    ["refuses an administrator's write without its editor's name", null, admin, holder],
    ["takes an administrator's write with its editor's name", "ann", admin, null],
    ["takes its caller's write", "ann", ann, null],
  ])("%s", (_, editor_id, caller, refusal) => {
    expect(writeRefusal(held, { editor_id, caller }, NOW)).toEqual(refusal);
  });

  test("is any caller's when it has expired", () => {
    expect(writeRefusal({ ...expired, editor_actor: "user:ann" }, { editor_id: "ann", caller: bob }, NOW)).toBeNull();
  });

  test("that an earlier release has made belongs to its editor's name alone", () => {
    const { editor_actor: _, ...older } = live;
    expect(unlockByEditor(older as DataNodeState, { editor_id: null, caller: bob }, NOW)).toEqual(FREED);
  });

  test("says whose it is to a caller who may not end it, and nothing of that to others", () => {
    const text = `DataNode a is being edited by ann until ${SOON}.`;
    expect(lockedText({ id: "a" }, holder, bob)).toBe(
      `${text} user:ann has reserved it: only this caller or TAIPY_ADMIN may write it or end the reservation.`,
    );
    expect(lockedText({ id: "a" }, holder, admin)).toBe(text);
  });
});
