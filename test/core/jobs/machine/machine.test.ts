import { describe, expect, it } from "vitest";
import { unwrap } from "../../../../src/core/errors.ts";
import { cancelJob } from "../../../../src/core/jobs/machine/cancel.ts";
import { heartbeat } from "../../../../src/core/jobs/machine/claim.ts";
import { purge } from "../../../../src/core/jobs/machine/delete.ts";
import { fireDueTimers } from "./fire-due-timers.ts";
import { LEASE_MS } from "./memory-state.ts";
import { CHAIN, submitted } from "./submitted.ts";

describe("accepting a submission", () => {
  it("wakes a worker for each job whose inputs are ready, and blocks the others on what they need", () => {
    const { state, effects, idOf, statuses } = submitted();
    expect(statuses()).toEqual({ one: "PENDING", two: "BLOCKED" });
    expect(effects.wake).toEqual([{ job_id: idOf("one"), attempt: 0 }]);
    expect(state.locks.map(({ node_id, job_id }) => [node_id, job_id])).toEqual([
      ["b", idOf("one")],
      ["c", idOf("two")],
    ]);
    expect(state.waits).toEqual([{ node_id: "b", job_id: idOf("two"), position: 2 }]);
  });

  it("wakes no worker when the request that submits runs the jobs itself", () => {
    const { effects, id } = submitted(CHAIN, true);
    expect([effects.wake, [...effects.callers]]).toEqual([[], [[id, true]]]);
  });

  it("posts each job, the submission and each node that a job holds to the outbox, once each", () => {
    const { state, id, idOf } = submitted();
    expect(state.outbox).toEqual([
      ["job", idOf("one"), "changed"],
      ["job", idOf("two"), "changed"],
      ["submission", id, "changed"],
      ["data_node", "b", "changed"],
      ["data_node", "c", "changed"],
    ]);
  });
});

describe("a worker that ends a job", () => {
  it("publishes its outputs and frees them, and gets the job that became runnable with them", () => {
    const { state, idOf, claim, complete, statuses } = submitted();
    const { answer, effects } = complete(claim("one"), true);
    expect([answer.accepted, answer.order?.job_id, effects.wake]).toEqual([true, idOf("two"), []]);
    expect(statuses()).toEqual({ one: "COMPLETED", two: "RUNNING" });
    expect(state.node("b")?.node).toMatchObject({ edit_number: 1, edit_in_progress: false });
    expect(state.locks.map(({ node_id }) => node_id)).toEqual(["c"]);
  });

  it("changes nothing of the jobs when its token is that of an earlier try", () => {
    const { state, claim, complete } = submitted();
    const late = claim("one");
    state.nowMs += LEASE_MS + 1;
    state.commit(fireDueTimers);
    claim("one");
    const { answer, changes } = complete(late, true);
    expect(answer).toEqual({ accepted: false, order: null, next: null });
    expect([changes.jobs, changes.nodes, changes.outbox]).toEqual([[], [], []]);
  });
});

describe("a due timer of a job", () => {
  it("gives the job of a lost worker to another one, and fails it once too many were lost while it ran alone", () => {
    const { state, idOf, claim, statuses } = submitted();
    for (const attempt of [1, 2]) {
      const { job_id, token } = claim("one");
      state.commit((transaction) => heartbeat(transaction, job_id, token, "alone"));
      state.nowMs += LEASE_MS + 1;
      const { effects } = state.commit(fireDueTimers);
      if (attempt === 1) expect(effects.wake).toEqual([{ job_id: idOf("one"), attempt, placement: "alone" }]);
    }
    expect(statuses()).toEqual({ one: "FAILED", two: "ABANDONED" });
    expect(state.locks).toEqual([]);
  });

  it("leaves a submission to the Queue when the request that was to run it has not claimed its job", () => {
    const { state, id, idOf } = submitted(CHAIN, true);
    state.nowMs += LEASE_MS;
    const { effects } = state.commit(fireDueTimers, new Set([id]));
    expect([...effects.callers]).toEqual([[id, false]]);
    expect(effects.wake).toEqual([{ job_id: idOf("one"), attempt: 0 }]);
  });

  it("is moved on by each heartbeat", () => {
    const { state, idOf, claim, statuses } = submitted();
    const { token } = claim("one");
    state.nowMs += LEASE_MS - 1;
    expect(state.commit((transaction) => heartbeat(transaction, idOf("one"), token)).answer).toEqual({
      aborted: false,
    });
    state.nowMs += LEASE_MS - 1;
    state.commit(fireDueTimers);
    expect(statuses().one).toBe("RUNNING");
  });
});

describe("a heartbeat", () => {
  it("stops a worker whose job another worker holds, and does not extend that one's lease", () => {
    const { state, idOf, claim, statuses } = submitted();
    const { token } = claim("one");
    state.nowMs += LEASE_MS + 1;
    state.commit(fireDueTimers);
    state.nowMs += LEASE_MS;
    expect(claim("one").token).toBe(token + 1);
    state.nowMs += LEASE_MS - 1;
    const { answer } = state.commit((transaction) => heartbeat(transaction, idOf("one"), token));
    expect(answer).toEqual({ aborted: true });
    state.nowMs += 1;
    state.commit(fireDueTimers);
    expect(statuses().one).toBe("PENDING");
  });
});

describe("a transaction", () => {
  it("changes nothing that was committed before until its changes are saved", () => {
    const { state, idOf } = submitted();
    const before = structuredClone(state.job(idOf("one")));
    const failing = () =>
      state.commit((transaction) => {
        unwrap(cancelJob(transaction, idOf("one"), false));
        throw new Error("The transaction is undone");
      });
    expect(failing).toThrow("The transaction is undone");
    expect(state.job(idOf("one"))).toEqual(before);
    expect(state.locks).toHaveLength(2);
  });

  it("finds a job that it has changed as it is now, also by a query", () => {
    const { state, idOf } = submitted();
    state.commit((transaction) => {
      unwrap(cancelJob(transaction, idOf("one"), false));
      const found = transaction.jobsOf(["TASK_one", "TASK_two"], []);
      expect(found.map(({ job }) => job.status)).toEqual(["CANCELED", "ABANDONED"]);
    });
  });

  it("removes jobs, submissions, locks, waits and timers together when all is purged", () => {
    const { state, id } = submitted();
    unwrap(state.commit((transaction) => purge(transaction, [], ["SCENARIO_s"], true)).answer);
    expect([state.jobs.size, state.submission(id), state.locks, state.waits, state.timers.size]).toEqual([
      0,
      null,
      [],
      [],
      0,
    ]);
    expect(state.meta().forgetsScenario).toBe(true);
  });
});
