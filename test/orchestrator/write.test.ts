import { describe, expect, it } from "vitest";
import { unwrap } from "../../src/core/errors.ts";
import { addTime, formatTime, MICROSECONDS_PER_SECOND } from "../../src/core/time.ts";
import { aFile } from "../harness/factories.ts";
import { dataNode, payload, task, written } from "./world/factories.ts";
import { World } from "./world/world.ts";

const MINUTE = 60 * MICROSECONDS_PER_SECOND;

async function locked({ by = "alice", comment = null as string | null, minutes = 30 } = {}) {
  const world = new World();
  world.have(written("a"));
  unwrap(await world.orchestrator.lockDataNode(world.node("a"), by, minutes * MINUTE, comment));
  return world;
}

describe("a write by hand", () => {
  it("is an edit with the next number, in D1 when the caller is answered", async () => {
    const world = new World();
    world.have(written("a"));
    const { value, stored } = unwrap(await world.write("a", "alice", "typo"));
    expect(stored).toBe(true);
    expect(value).toMatchObject({ number: 2, job_id: null, editor_id: "alice", comment: "typo", body: "a by hand" });
    expect(world.database.edits.get("a#2")).toEqual(value);
    expect(world.node("a")).toMatchObject({ edit_number: 2, last_edit_date: value.timestamp });
  });

  it("is refused when the node went with what owned it, and from then on without a look at D1", async () => {
    const world = new World();
    world.have(written("a"));
    const known = world.node("a");
    await world.write("a");
    world.database.dataNodes.delete("a");
    const write = () =>
      world.orchestrator.writeDataNode({ data_node: known, payload: payload("late"), editor_id: null, comment: null });
    const refusal = { ok: false, error: { code: "data_node_not_found", message: "DataNode: a does not exist." } };
    expect(await write()).toMatchObject(refusal);
    const { length } = world.database.batches;
    expect(await write()).toMatchObject(refusal);
    expect(world.database.batches).toHaveLength(length);
  });

  it("is numbered by what the object knows, though the caller's copy of the node is old", async () => {
    const world = new World();
    world.have(written("a"));
    const old = world.node("a");
    await world.write("a");
    const late = { data_node: old, payload: payload("late"), editor_id: null, comment: null };
    expect(unwrap(await world.orchestrator.writeDataNode(late)).value.number).toBe(3);
  });

  it("starts the jobs that were blocked on the node", async () => {
    const world = new World();
    world.have(dataNode("a"), dataNode("x"));
    const both = await world.submit([task("both", ["a", "x"], ["b"])]);
    const one = await world.submit([task("one", ["a"], ["c"])]);
    await world.write("a");
    expect([both.statuses, one.statuses]).toEqual([{ both: "BLOCKED" }, { one: "PENDING" }]);
    expect(await world.woken()).toEqual(["one"]);
    await world.write("x");
    expect(both.statuses).toEqual({ both: "PENDING" });
    expect((await both.claim("both")).inputs.map((node) => node.payload?.body)).toEqual(["a by hand", "x by hand"]);
  });

  it("leaves the locks of jobs alone", async () => {
    const world = new World();
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await world.write("b");
    expect(world.node("b")).toMatchObject({ edit_number: 1, edit_in_progress: true });
    const reader = await world.submit([task("reader", ["b"], ["c"])]);
    expect(reader.statuses).toEqual({ reader: "BLOCKED" });
    await run.run("one");
    expect(world.store.node("b")?.node).toMatchObject({ edit_number: 2, edit_in_progress: false });
    expect(reader.statuses).toEqual({ reader: "PENDING" });
  });

  it("sixteen at once become sixteen edits in order, the last one the value", async () => {
    const world = new World();
    world.have(dataNode("a"));
    const answers = await Promise.all(Array.from({ length: 16 }, () => world.write("a")));
    expect(answers.map((answer) => unwrap(answer).value.number)).toEqual(Array.from({ length: 16 }, (_, n) => n + 1));
    const times = answers.map((answer) => unwrap(answer).value.timestamp);
    expect(times).toEqual([...new Set(times)].sort());
    expect(world.node("a").edit_number).toBe(16);
    expect(world.database.edits.size).toBe(16);
  });

  it("to a configured path also writes the file there", async () => {
    const world = new World();
    world.have(dataNode("a", { storage_type: "csv", properties: { path: "a.csv", is_generated: false } }));
    await world.write("a");
    expect(world.database.files.get("a.csv")).toMatchObject({ path: "a.csv", body: "a by hand" });
  });

  it("to a path that the service has made writes no file", async () => {
    const world = new World();
    world.have(dataNode("a", { properties: { path: "user_data/a.p", is_generated: true } }));
    await world.write("a");
    expect(world.database.files.size).toBe(0);
  });
});

describe("the first write of a node whose value is a file at its path", () => {
  const DEFAULT = { default_path: "a.csv", path: "a.csv", is_generated: false };
  const INITIAL = { number: 1, timestamp: "2020-01-01T00:00:00", editor_id: "TAIPY", body: "the file", job_id: null };
  const file = (overrides: Parameters<typeof dataNode>[1] = {}) =>
    written("a", {
      edit_number: 0,
      payload: payload("the file"),
      storage_type: "csv",
      properties: DEFAULT,
      ...overrides,
    });

  function worldWith(node: ReturnType<typeof dataNode>) {
    const world = new World();
    world.database.files.set("a.csv", aFile({ path: "a.csv", modified: "2020-01-01T00:00:00", body: "the file" }));
    world.have(node);
    return world;
  }

  it("records the file as edit 1, and is edit 2; the file stays as it was", async () => {
    const world = worldWith(file());
    expect(unwrap(await world.write("a")).value).toMatchObject({ number: 2, body: "a by hand" });
    expect([...world.database.edits.values()]).toMatchObject([INITIAL, { number: 2, body: "a by hand" }]);
    expect(world.database.files.get("a.csv")).toMatchObject({ body: "the file" });
    expect(world.node("a")).toMatchObject({ properties: { path: "a.csv", is_generated: true }, edit_number: 2 });
    expect(unwrap(await world.write("a")).value.number).toBe(3);
    expect(world.database.edits.size).toBe(3);
  });

  it("records the file once when two come at the same time, and none was told of the other", async () => {
    const world = worldWith(file());
    const first = { data_node: world.node("a"), payload: payload("1"), editor_id: null, comment: null };
    const answers = await Promise.all([first, first].map((write) => world.orchestrator.writeDataNode(write)));
    expect(answers.map((answer) => unwrap(answer).value.number)).toEqual([2, 3]);
    expect([...world.database.edits.values()].map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it("is refused when it expected the file and another one came first", async () => {
    const world = worldWith(file());
    const append = { data_node: world.node("a"), payload: payload("1"), editor_id: null, comment: null };
    const answers = [
      await world.orchestrator.writeDataNode({ ...append, expected_edit_number: 0 }),
      await world.orchestrator.writeDataNode({ ...append, expected_edit_number: 0 }),
    ];
    expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { code: "edit_number_changed" } }]);
  });

  it.each([
    ["of a global node", { scope: "GLOBAL" }],
    ["that is shared", { properties: { ...DEFAULT, shared_path: true } }],
    ["at an explicit path", { properties: { path: "a.csv", is_generated: false } }],
  ] as const)("replaces the file %s, which stays edit 1", async (_, overrides) => {
    const world = worldWith(file(overrides));
    await world.write("a");
    expect([...world.database.edits.values()]).toMatchObject([INITIAL, { number: 2 }]);
    expect(world.database.files.get("a.csv")).toMatchObject({ body: "a by hand" });
    expect(world.node("a").properties.is_generated).toBe(false);
  });

  it("is a job's as well", async () => {
    const world = worldWith(file());
    const run = await world.submit([task("one", ["x"], ["a"])]);
    await run.run("one");
    // The answer to a write comes when D1 has all of it.
    await world.write("x");
    const edits = [...world.database.edits.values()].filter(({ data_node_id }) => data_node_id === "a");
    expect(edits).toMatchObject([INITIAL, { number: 2, job_id: expect.stringContaining("JOB") }]);
    expect(world.database.files.get("a.csv")).toMatchObject({ body: "the file" });
  });

  it("counts, although another node replaces the file before D1 has heard of it", async () => {
    const world = worldWith(file());
    const before = world.node("a");
    await world.write("a");
    // As D1 shows it to a caller who read it before the write, with the file of another node's later write.
    const stale = { ...before, last_edit_date: "2099-01-01T00:00:00", payload: payload("of another node") };
    const answer = await world.orchestrator.lockDataNode(stale, "ann", MINUTE, null);
    expect(unwrap(answer).value).toMatchObject({ payload: { body: "a by hand" }, edit_number: 2 });
  });

  it("is of no file when nothing lies at the path", async () => {
    const world = new World();
    world.have(dataNode("a", { storage_type: "csv", properties: DEFAULT }));
    expect(unwrap(await world.write("a")).value.number).toBe(1);
    expect(world.database.files.size).toBe(0);
  });
});

describe("a node locked by an editor", () => {
  it("refuses the write of anybody else, and says who holds it, until when and why", async () => {
    const world = await locked({ comment: "monthly review" });
    const until = world.node("a").editor_expiration_date;
    for (const editor of [null, "bob"]) {
      expect(await world.write("a", editor)).toMatchObject({
        ok: false,
        error: {
          code: "edit_locked",
          message: `DataNode a is being edited by alice until ${until}.`,
          details: { editor_id: "alice", editor_expiration_date: until, comment: "monthly review" },
        },
      });
    }
    expect(world.node("a").edit_number).toBe(1);
  });

  it("takes the write of its holder, and that ends the lock", async () => {
    const world = await locked();
    unwrap(await world.write("a", "alice"));
    expect(world.node("a")).toMatchObject({
      edit_number: 2,
      edit_in_progress: false,
      editor_id: null,
      editor_expiration_date: null,
    });
    unwrap(await world.write("a", "bob"));
  });

  it("takes any write once the lock has expired", async () => {
    const world = await locked();
    world.platform.nowMs += 30 * 60_000;
    unwrap(await world.write("a", "bob"));
    expect(world.node("a")).toMatchObject({ edit_number: 2, editor_id: null });
  });

  it("gives the comment of the lock to the edit that ends it", async () => {
    const world = await locked({ comment: "monthly review" });
    expect(unwrap(await world.write("a", "alice")).value.comment).toBe("monthly review");
    expect(unwrap(await world.write("a", "alice")).value.comment).toBeNull();
  });

  it("prefers the comment of the write", async () => {
    const world = await locked({ comment: "monthly review" });
    expect(unwrap(await world.write("a", "alice", "found a typo")).value.comment).toBe("found a typo");
  });

  it("does not give its comment to another editor's edit, after expiry or unlocking", async () => {
    const expired = await locked({ comment: "monthly review" });
    expired.platform.nowMs += 30 * 60_000;
    expect(unwrap(await expired.write("a", "bob")).value.comment).toBeNull();
    const unlocked = await locked({ comment: "monthly review" });
    unwrap(await unlocked.orchestrator.unlockDataNode(unlocked.node("a"), "alice"));
    expect(unwrap(await unlocked.write("a", "bob")).value.comment).toBeNull();
  });

  it("is renewed by its holder, refused to others, taken by others after expiry", async () => {
    const world = await locked();
    const first = world.node("a").editor_expiration_date ?? "";
    await world.platform.advance(60_000);
    expect(await world.orchestrator.lockDataNode(world.node("a"), "bob", MINUTE, null)).toMatchObject({
      ok: false,
      error: { code: "edit_locked", details: { editor_id: "alice", editor_expiration_date: first } },
    });
    const renewed = unwrap(await world.orchestrator.lockDataNode(world.node("a"), "alice", 30 * MINUTE, null)).value;
    expect(timeFrom(first, renewed.editor_expiration_date ?? "")).toBe(true);
    await world.platform.advance(30 * 60_000 + 10);
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "bob", MINUTE, null));
    expect(world.node("a").editor_id).toBe("bob");
  });

  it("is unlocked by its holder or by a caller without a name, not by another editor", async () => {
    const world = await locked();
    expect(await world.orchestrator.unlockDataNode(world.node("a"), "bob")).toMatchObject({ ok: false });
    expect(world.node("a").editor_id).toBe("alice");
    unwrap(await world.orchestrator.unlockDataNode(world.node("a"), "alice"));
    expect(world.node("a")).toMatchObject({ editor_id: null, edit_in_progress: false });
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "carol", MINUTE, null));
    unwrap(await world.orchestrator.unlockDataNode(world.node("a"), null));
    expect(world.node("a").editor_id).toBeNull();
  });

  it("blocks jobs that read it until it is unlocked", async () => {
    const world = await locked();
    const run = await world.submit([task("one", ["a"], ["b"])]);
    expect(run.statuses).toEqual({ one: "BLOCKED" });
    unwrap(await world.orchestrator.unlockDataNode(world.node("a"), "alice"));
    expect(run.statuses).toEqual({ one: "PENDING" });
  });

  it("lets them go when the lock expires, by the alarm", async () => {
    const world = await locked({ minutes: 5 });
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await world.platform.advance(5 * 60_000 - 10);
    expect(run.statuses).toEqual({ one: "BLOCKED" });
    await world.platform.advance(20);
    expect(run.statuses).toEqual({ one: "PENDING" });
    expect(world.node("a")).toMatchObject({ editor_id: null, edit_in_progress: false });
  });

  it("keeps them waiting when its lock is renewed", async () => {
    const world = await locked({ minutes: 5 });
    const run = await world.submit([task("one", ["a"], ["b"])]);
    await world.platform.advance(4 * 60_000);
    unwrap(await world.orchestrator.lockDataNode(world.node("a"), "alice", 5 * MINUTE, null));
    await world.platform.advance(4 * 60_000);
    expect(run.statuses).toEqual({ one: "BLOCKED" });
    await world.platform.advance(60_020);
    expect(run.statuses).toEqual({ one: "PENDING" });
  });

  it("does not keep a job from writing it, and the lock outlives that write", async () => {
    const world = new World();
    world.have(written("b"));
    const run = await world.submit([task("one", ["a"], ["b"])]);
    unwrap(await world.orchestrator.lockDataNode(world.node("b"), "alice", MINUTE, null));
    await run.run("one");
    await world.platform.settle();
    expect(world.node("b")).toMatchObject({ edit_number: 2, editor_id: "alice", edit_in_progress: true });
  });

  it("is still in progress after the unlock while a job holds it, and the answer says so", async () => {
    const world = new World();
    await world.submit([task("one", ["a"], ["b"])]);
    unwrap(await world.orchestrator.lockDataNode(world.node("b"), "alice", MINUTE, null));
    const { value } = unwrap(await world.orchestrator.unlockDataNode(world.node("b"), "alice"));
    expect(world.node("b")).toMatchObject({ editor_id: null, edit_in_progress: true });
    expect(value).toMatchObject({ editor_id: null, edit_in_progress: true });
  });
});

it("a lock lasts as long as it was asked for", async () => {
  const world = await locked({ minutes: 5 });
  const end = addTime(formatTime(world.platform.clock()), 5 * MINUTE);
  expect(world.node("a").editor_expiration_date?.slice(0, 19)).toBe(end.slice(0, 19));
});

const timeFrom = (before: string, after: string): boolean => after > before;

describe("a write that counts on an edit number", () => {
  const write = (world: World, expected_edit_number: number) => {
    const { payload } = written("a");
    if (payload === null) throw new Error("A written node has a payload");
    const command = { data_node: world.node("a"), payload, editor_id: null, comment: null, expected_edit_number };
    return world.orchestrator.writeDataNode(command);
  };

  it("is refused when another write came first, and changes nothing", async () => {
    const world = new World();
    world.have(written("a"));
    unwrap(await world.write("a"));
    expect(await write(world, 1)).toMatchObject({
      ok: false,
      error: { code: "edit_number_changed", details: { edit_number: 2 } },
    });
    expect(world.node("a")).toMatchObject({ edit_number: 2 });
    expect(unwrap(await write(world, 2)).value.number).toBe(3);
  });

  it("of two at once lets one through", async () => {
    const world = new World();
    world.have(written("a"));
    const outcomes = await Promise.all([write(world, 1), write(world, 1)]);
    expect(outcomes.map((outcome) => outcome.ok).sort()).toEqual([false, true]);
  });
});
