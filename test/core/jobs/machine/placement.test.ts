import { describe, expect, it } from "vitest";
import { heartbeat } from "../../../../src/core/jobs/machine/claim.ts";
import { LEASE_MS } from "./memory-state.ts";
import { CHAIN, submitted } from "./submitted.ts";

const MINUTE_MS = 60_000;

/** Runs job `one` for a time, and returns the job that its worker takes next, and those that the Queue gets. */
function run({ state, claim, complete }: ReturnType<typeof submitted>, ms: number) {
  const order = claim("one");
  for (let left = ms; left > 0; left -= LEASE_MS / 2) {
    state.nowMs += Math.min(left, LEASE_MS / 2);
    state.commit((transaction) => heartbeat(transaction, order.job_id, order.token));
  }
  const { answer, effects } = complete(order, true);
  return { next: answer.order?.job_id ?? null, wake: effects.wake };
}

describe("a job of a task with a timeout above a minute", () => {
  it("gets an invocation of its own", () => {
    const { effects, idOf } = submitted(CHAIN, false, { one: MINUTE_MS + 1 });
    expect(effects.wake).toEqual([{ job_id: idOf("one"), attempt: 0, placement: "own_invocation" }]);
  });

  it("is left to the Queue by the worker that has ended the job before it", () => {
    const world = submitted(CHAIN, false, { two: 5 * MINUTE_MS });
    const wake = [{ job_id: world.idOf("two"), attempt: 0, placement: "own_invocation" }];
    expect(run(world, 0)).toEqual({ next: null, wake });
  });
});

describe("a job of a task with a timeout of a minute", () => {
  it("shares an invocation with others, and follows another job in a chain", () => {
    const world = submitted(CHAIN, false, { one: MINUTE_MS, two: MINUTE_MS });
    expect(world.effects.wake).toEqual([{ job_id: world.idOf("one"), attempt: 0 }]);
    expect(run(world, 0)).toEqual({ next: world.idOf("two"), wake: [] });
  });
});

describe("a task without a timeout", () => {
  it("is remembered when its last try took longer than a minute, and forgotten when the next one does not", () => {
    const world = submitted();
    run(world, MINUTE_MS + 1);
    expect(world.state.meta().slowTasks).toEqual(["one"]);
    const again = submitted(CHAIN, false, {}, world.state);
    expect(again.effects.wake).toEqual([{ job_id: again.idOf("one"), attempt: 0, placement: "own_invocation" }]);
    run(again, MINUTE_MS);
    expect(world.state.meta().slowTasks).toEqual([]);
  });

  it("is not remembered when it has a timeout: that says how long it may take", () => {
    const world = submitted(CHAIN, false, { one: 10 * MINUTE_MS });
    run(world, 5 * MINUTE_MS);
    expect(world.state.meta().slowTasks).toEqual([]);
  });

  it("is remembered among a hundred others at most", () => {
    const world = submitted();
    world.state.commit((transaction) => {
      transaction.slowTasks = Array.from({ length: 100 }, (_, index) => `old_${index}`);
    });
    run(world, 2 * MINUTE_MS);
    const { slowTasks } = world.state.meta();
    expect([slowTasks.length, slowTasks[0], slowTasks.at(-1)]).toEqual([100, "old_1", "one"]);
  });
});
