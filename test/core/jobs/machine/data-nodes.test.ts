import { describe, expect, it } from "vitest";
import { UNKNOWN_CALLER } from "../../../../src/core/access/identity.ts";
import type { DataNodeSnapshot } from "../../../../src/core/entities/data-node.ts";
import { unwrap } from "../../../../src/core/errors.ts";
import { acceptSubmission } from "../../../../src/core/jobs/machine/accept-submission.ts";
import { cancelJob } from "../../../../src/core/jobs/machine/cancel.ts";
import { claimJob } from "../../../../src/core/jobs/machine/claim.ts";
import { completeJob } from "../../../../src/core/jobs/machine/complete.ts";
import { deleteDataNode, forgetNodes } from "../../../../src/core/jobs/machine/delete.ts";
import {
  acceptWrite,
  lockDataNode,
  type Reservation,
  unlockDataNode,
} from "../../../../src/core/jobs/machine/edit-node.ts";
import { isNews, noteDeleted } from "../../../../src/core/jobs/machine/nodes.ts";
import type { OutboxEntry } from "../../../../src/core/jobs/state/records.ts";
import { command, dataNode, payload, task, written } from "../../../orchestrator/world/factories.ts";
import { fireDueTimers } from "./fire-due-timers.ts";
import { MemoryState } from "./memory-state.ts";
import { NODES, submitted } from "./submitted.ts";

const ANN = { editor_id: "ann", caller: UNKNOWN_CALLER };
const reservation = (overrides: Partial<Reservation>): Reservation => ({
  ...ANN,
  duration: 1_000_000,
  comment: null,
  ...overrides,
});

describe("the timer of an editor's lock", () => {
  it("is due when the lock has ended, not a part of a millisecond before: then the jobs that wait for the node go on", () => {
    const state = new MemoryState();
    unwrap(
      state.commit((transaction) => lockDataNode(transaction, written("a"), reservation({ duration: 1_500 }))).answer,
    );
    const newUuid = () => "uuid";
    state.commit((transaction) =>
      acceptSubmission(transaction, command([task("one", ["a"], ["b"])], NODES), { newUuid, isRunByCaller: false }),
    );
    const statuses = () => [...state.jobs.values()].map(({ job }) => job.status);
    expect(statuses()).toEqual(["BLOCKED"]);
    for (let passed = 1; passed <= 2; passed += 1) {
      state.nowMs += 1;
      state.commit(fireDueTimers);
    }
    expect(statuses()).toEqual(["PENDING"]);
  });

  it("holds up a job that reads and writes the node, and the unlocking lets the job go on", () => {
    const state = new MemoryState();
    unwrap(
      state.commit((transaction) => lockDataNode(transaction, written("a"), reservation({ duration: 1_500 }))).answer,
    );
    const newUuid = () => "uuid";
    state.commit((transaction) =>
      acceptSubmission(transaction, command([task("one", ["a"], ["a"])], NODES), { newUuid, isRunByCaller: false }),
    );
    const statuses = () => [...state.jobs.values()].map(({ job }) => job.status);
    expect(statuses()).toEqual(["BLOCKED"]);
    unwrap(state.commit((transaction) => unlockDataNode(transaction, written("a"), ANN)).answer);
    expect(statuses()).toEqual(["PENDING"]);
  });

  it("is cleared when the editor unlocks the node, and a write to a node without a lock touches no timer", () => {
    const state = new MemoryState();
    unwrap(
      state.commit((transaction) => lockDataNode(transaction, written("a"), reservation({ duration: 1_500 }))).answer,
    );
    expect([...state.timers.keys()]).toEqual(["editor_lock a"]);
    unwrap(state.commit((transaction) => unlockDataNode(transaction, written("a"), ANN)).answer);
    expect(state.timers.size).toBe(0);
    const write = { data_node: written("a"), payload: payload("x"), editor_id: null, comment: null };
    expect(state.commit((transaction) => acceptWrite(transaction, write)).changes.timers).toEqual([]);
  });
});

describe("the value of a deleted data node", () => {
  it("stays while a job that reads the node is under way, and goes with the end of the last one", () => {
    const { state, claim, complete } = submitted();
    unwrap(state.commit((transaction) => deleteDataNode(transaction, written("a"))).answer);
    expect(state.node("a")?.node.payload).not.toBeNull();
    const order = claim("one");
    expect(state.node("a")?.node.payload).not.toBeNull();
    complete(order);
    expect(state.node("a")?.node.payload).toBeNull();
  });

  it("stays when it is a newer file that the submission brings along whose job reads it", () => {
    const state = new MemoryState();
    const file = (overrides: Partial<DataNodeSnapshot> = {}) =>
      written("f", { storage_type: "json", properties: { path: "shared.json" }, ...overrides });
    unwrap(state.commit((transaction) => deleteDataNode(transaction, file())).answer);
    expect(state.node("f")?.node.payload).toBeNull();
    // Read from D1 before the deletion, after a write through another node that has the same path.
    const newer = file({ last_edit_date: "2021-01-01T00:00:00", payload: payload("newer") });
    const { answer } = state.commit((transaction) =>
      acceptSubmission(transaction, command([task("append", ["f"], ["f"])], [newer]), {
        newUuid: () => "uuid",
        isRunByCaller: false,
      }),
    );
    const [id = ""] = unwrap(answer).job_ids;
    const { order } = state.commit((transaction) => claimJob(transaction, id)).answer;
    expect([order?.inputs[0]?.payload?.body, state.node("f")?.deleted]).toEqual(["newer", true]);
  });
});

describe("a data node that is deleted", () => {
  it("is posted to the outbox once, and not again when the job that reads it ends", () => {
    const { state, claim, complete } = submitted();
    const posts = (outbox: readonly OutboxEntry[]) => outbox.filter(([kind, id]) => kind === "data_node" && id === "a");
    const { changes } = state.commit((transaction) => deleteDataNode(transaction, written("a")));
    expect(posts(changes.outbox)).toEqual([["data_node", "a", "deleted"]]);
    expect(posts(complete(claim("one")).changes.outbox)).toEqual([]);
  });
});

describe("two jobs that wait for the same data node of another domain", () => {
  it("share one row in D1 and one timer, which stay until the last of the two waits no longer", () => {
    const state = new MemoryState();
    let uuids = 0;
    const newUuid = () => {
      uuids += 1;
      return `uuid-${uuids}`;
    };
    const nodes = [dataNode("table", { domain: "SCENARIO_other" }), dataNode("b")];
    const submit = () =>
      state.commit((transaction) =>
        acceptSubmission(transaction, command([task("read", ["table"], ["b"])], nodes), {
          newUuid,
          isRunByCaller: false,
        }),
      );
    const [first, second] = [submit(), submit()];
    const cancel = ({ answer }: typeof first) =>
      state.commit((transaction) => cancelJob(transaction, unwrap(answer).job_ids[0] ?? "", false)).changes;
    const posts = (outbox: readonly OutboxEntry[]) => outbox.filter(([kind]) => kind === "foreign_wait");
    const post = ["foreign_wait", "table", null];
    expect([posts(state.outbox), [...state.timers.keys()]]).toEqual([[post], ["foreign_wait table"]]);
    expect([posts(cancel(first).outbox), [...state.timers.keys()]]).toEqual([[], ["foreign_wait table"]]);
    expect([posts(cancel(second).outbox), [...state.timers.keys()]]).toEqual([[post], []]);
  });
});

describe("data nodes that an object is to forget", () => {
  it("leave it with the timers of their locks and waits", () => {
    const state = new MemoryState();
    unwrap(state.commit((transaction) => lockDataNode(transaction, written("a"), reservation({}))).answer);
    expect(state.commit((transaction) => forgetNodes(transaction, ["a", "unknown"])).answer).toEqual([]);
    expect([state.node("a"), [...state.timers.keys()]]).toEqual([null, []]);
  });

  it("stay while jobs under way use them, and leave when these have ended", () => {
    const { state, claim, complete } = submitted([task("one", ["a"], ["b"])]);
    const order = claim("one");
    expect(state.commit((transaction) => forgetNodes(transaction, ["a", "b", "c"])).answer).toEqual(["a", "b"]);
    expect([...state.nodes.keys()].sort()).toEqual(["a", "b"]);
    expect(complete(order).answer.accepted).toBe(true);
    expect(state.commit((transaction) => forgetNodes(transaction, ["a", "b"])).answer).toEqual([]);
    expect(state.nodes.size).toBe(0);
  });

  it("fail the jobs that wait for their values, when the object did not know that they were deleted", () => {
    const { state, statuses } = submitted([task("one", ["c"], ["b"])]);
    expect(statuses()).toEqual({ one: "BLOCKED" });
    expect(state.commit((transaction) => forgetNodes(transaction, ["c"])).answer).toEqual(["c"]);
    expect(statuses()).toEqual({ one: "FAILED" });
    expect(state.commit((transaction) => forgetNodes(transaction, ["c"])).answer).toEqual([]);
    expect(state.node("c")).toBeNull();
  });

  it("send nothing to D1", () => {
    const state = new MemoryState();
    unwrap(state.commit((transaction) => lockDataNode(transaction, written("a"), reservation({}))).answer);
    expect(state.commit((transaction) => forgetNodes(transaction, ["a"])).changes.outbox).toEqual([]);
  });
});

describe("a data node as D1 shows it", () => {
  const file = (overrides: Partial<DataNodeSnapshot> = {}) =>
    written("f", { storage_type: "json", properties: { path: "shared.json" }, ...overrides });
  const LATER = "2999-01-01T00:00:00";
  const submit = (state: MemoryState, node: DataNodeSnapshot) => {
    const tasks = [task("one", [node.id], ["b"])];
    const acceptance = { newUuid: () => "uuid", isRunByCaller: false };
    return state.commit((transaction) =>
      acceptSubmission(transaction, command(tasks, [node, dataNode("b")]), acceptance),
    );
  };
  const write = (state: MemoryState, node: DataNodeSnapshot, editor_id: string | null) => {
    const command = { data_node: node, payload: payload("by hand"), editor_id, comment: null };
    return state.commit((transaction) => acceptWrite(transaction, command)).answer;
  };

  it("does not replace what the object that owns it knows", () => {
    const state = new MemoryState();
    unwrap(write(state, written("a"), null));
    submit(state, written("a", { last_edit_date: LATER, revision: 99, edit_number: 7 }));
    expect(state.node("a")?.node).toMatchObject({ edit_number: 2, payload: payload("by hand") });
  });

  it("leaves no wait in D1 when the job that reads it can run at once", () => {
    const { changes } = submit(new MemoryState(), written("table", { domain: "SCENARIO_other" }));
    expect(changes.outbox.map(([kind]) => kind)).not.toContain("foreign_wait");
    expect(changes.timers.map(({ kind }) => kind)).toEqual(["job"]);
  });

  it("brings its owner a newer value of a shared file with its date, and nothing else", () => {
    const state = new MemoryState();
    unwrap(write(state, file(), null));
    unwrap(state.commit((transaction) => lockDataNode(transaction, file(), reservation({ comment: "mine" }))).answer);
    const newer = file({ last_edit_date: LATER, payload: payload("newer") });
    submit(state, newer);
    expect(state.node("f")?.node).toMatchObject({
      edit_number: 2,
      editor_id: "ann",
      last_edit_date: LATER,
      payload: payload("newer"),
    });
    expect(write(state, newer, "bob")).toMatchObject({ ok: false, error: { details: { comment: "mine" } } });
  });

  it("is news when a job waits for it or something has changed, but not a node that the object does not know", () => {
    const state = new MemoryState();
    const table = written("table", { domain: "SCENARIO_other", revision: 5 });
    const isNewsOf = (id: string, ...found: DataNodeSnapshot[]) =>
      state.commit((transaction) => isNews(transaction, [id], found)).answer;
    expect(isNewsOf("table")).toBe(false);
    submit(state, table);
    expect([isNewsOf("table", table), isNewsOf("table", { ...table, revision: 6 })]).toEqual([false, true]);
    expect(isNewsOf("table")).toBe(true);
    const empty = dataNode("empty", { domain: "SCENARIO_other", revision: 5 });
    submit(state, empty);
    expect(isNewsOf("empty", empty)).toBe(true);
  });

  it("that is gone from D1 fails the jobs that wait for its first value", () => {
    const state = new MemoryState();
    submit(state, dataNode("never"));
    expect([...state.jobs.values()].map(({ job }) => job.status)).toEqual(["BLOCKED"]);
    state.commit((transaction) => noteDeleted(transaction, ["never"]));
    expect([...state.jobs.values()].map(({ job }) => job.status)).toEqual(["FAILED"]);
  });
});

describe("a job that writes a file at a path", () => {
  it("makes it the newest file of that path, unless the data node was deleted meanwhile", () => {
    const end = (isDeleted: boolean) => {
      const state = new MemoryState();
      const file = dataNode("f", { storage_type: "json", properties: { path: "shared.json" } });
      const acceptance = { newUuid: () => "uuid", isRunByCaller: false };
      const { answer } = state.commit((transaction) =>
        acceptSubmission(transaction, command([task("one", [], ["f"])], [file]), acceptance),
      );
      const [id = ""] = unwrap(answer).job_ids;
      state.commit((transaction) => claimJob(transaction, id));
      if (isDeleted) state.commit((transaction) => deleteDataNode(transaction, file));
      const outputs = [{ data_node_id: "f", payload: payload("value") }];
      const { changes } = state.commit((transaction) =>
        completeJob(transaction, { job_id: id, token: 1, wants_next: false, result: { kind: "completed", outputs } }),
      );
      return changes.outbox.flatMap(([kind, path]) => (kind === "file" ? [path] : []));
    };
    expect([end(false), end(true)]).toEqual([["shared.json"], []]);
  });
});
