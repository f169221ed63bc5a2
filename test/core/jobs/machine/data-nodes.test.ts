import { describe, expect, it } from "vitest";
import type { DataNodeSnapshot } from "../../../../src/core/entities/data-node.ts";
import { unwrap } from "../../../../src/core/errors.ts";
import { acceptSubmission } from "../../../../src/core/jobs/machine/accept-submission.ts";
import { cancelJob } from "../../../../src/core/jobs/machine/cancel.ts";
import { claimJob } from "../../../../src/core/jobs/machine/claim.ts";
import { deleteDataNode } from "../../../../src/core/jobs/machine/delete.ts";
import { acceptWrite, lockDataNode, unlockDataNode } from "../../../../src/core/jobs/machine/edit-node.ts";
import { fireDueTimers } from "../../../../src/core/jobs/machine/timers.ts";
import type { OutboxEntry } from "../../../../src/core/jobs/state/records.ts";
import { command, dataNode, payload, task, written } from "../../../orchestrator/world/factories.ts";
import { MemoryState } from "./memory-state.ts";
import { NODES, submitted } from "./submitted.ts";

describe("the timer of an editor's lock", () => {
  it("is due when the lock has ended, not a part of a millisecond before: then the jobs that wait for the node go on", () => {
    const state = new MemoryState();
    unwrap(state.commit((transaction) => lockDataNode(transaction, written("a"), "ann", 1_500, null)).answer);
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

  it("is cleared when the editor unlocks the node, and a write to a node without a lock touches no timer", () => {
    const state = new MemoryState();
    unwrap(state.commit((transaction) => lockDataNode(transaction, written("a"), "ann", 1_500, null)).answer);
    expect([...state.timers.keys()]).toEqual(["editor_lock a"]);
    unwrap(state.commit((transaction) => unlockDataNode(transaction, written("a"), "ann")).answer);
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
    expect(order?.inputs[0]?.payload?.body).toBe("newer");
  });
});

describe("a data node that is deleted", () => {
  it("is posted to the outbox once, and not again when the job that reads it ends", () => {
    const { state, claim, complete } = submitted();
    const posts = (outbox: readonly OutboxEntry[]) => outbox.filter(([kind, id]) => kind === "data_node" && id === "a");
    const { changes } = state.commit((transaction) => deleteDataNode(transaction, written("a")));
    expect(posts(changes.outbox)).toEqual([["data_node", "a", null]]);
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
