import { describe, expect, test } from "vitest";
import type { DataNodeState } from "../../../src/core/entities/data-node.ts";
import {
  EDITOR_LOCK_DURATION,
  effectiveState,
  isReady,
  lockByEditor,
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
const HOLDER = { editor_id: "ann", until: SOON };

test("an editor's lock lives for 30 minutes", () => {
  expect(lockByEditor(free, "ann", NOW, EDITOR_LOCK_DURATION)).toEqual({ ok: true, state: heldUntil(IN_HALF_AN_HOUR) });
});

describe("locking", () => {
  test("again by the same editor renews", () => {
    expect(lockByEditor(live, "ann", NOW, 1_000_000)).toEqual({ ok: true, state: heldUntil("2024-01-01T12:00:01") });
  });

  test("is refused while another editor holds it, and says until when", () => {
    expect(lockByEditor(live, "bob", NOW, EDITOR_LOCK_DURATION)).toEqual({ ok: false, ...HOLDER });
  });

  test.each([
    ["is free", free],
    ["is locked by a job", lockedByJob],
    ["was locked until now", expired],
  ])("succeeds when the node %s", (_, state) => {
    expect(lockByEditor(state, "bob", NOW, EDITOR_LOCK_DURATION)).toMatchObject({
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
    expect(unlockByEditor(state, editor, NOW)).toEqual({ ok: true, state: free }),
  );

  test("by another editor is refused", () => {
    expect(unlockByEditor(live, "bob", NOW)).toEqual({ ok: false, ...HOLDER });
  });
});

test.each([
  ["another editor", live, "bob", HOLDER],
  ["a caller without a name", live, null, HOLDER],
  ["the editor", live, "ann", null],
  ["another editor after the lock's end", expired, "bob", null],
  ["anybody when a job has locked it", lockedByJob, null, null],
  ["anybody when it is free", free, "bob", null],
])("a write by %s", (_, state, editor, refusal) => expect(writeRefusal(state, editor, NOW)).toEqual(refusal));

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
    const unlocked = unlockByEditor(live, "ann", NOW);
    expect(unlocked.ok && withJobLocks(unlocked.state, 1)).toEqual(lockedByJob);
  });
});
