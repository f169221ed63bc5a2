import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { CancelSignal } from "../../src/core/cancellation.ts";
import { SharedCalls } from "../../src/metering/shared-calls.ts";

const TURN_MS = 50;
const OUTCOME_MS = 10_000;
const GONE_MS = 1_000;
const WEIGHT = 10;
/** The sizes of calls, in items. */
const MOST = 4;

interface Call {
  readonly items: readonly string[];
  /** Answers each item with its own name in capitals. */
  answer(): void;
  fail(message: string): void;
}

const weightOf = (item: string): number => Number(item.split(":")[1] ?? 1);

function most(items: readonly string[]): number {
  let sum = 0;
  const end = items.findIndex((item, index) => {
    sum += weightOf(item);
    return sum > WEIGHT || index >= MOST;
  });
  return end === -1 ? items.length : end;
}

const LIMITS = { most, turnMs: TURN_MS, goneMs: GONE_MS, outcomeMs: OUTCOME_MS };

/** Requests that send letters; `b:3` weighs 3. Calls are answered, and time passes, when a test says so. */
function world() {
  const calls: Call[] = [];
  const alone: string[] = [];
  /** How long each item that was sent alone had waited before. */
  const waited: number[] = [];
  const kept: Promise<unknown>[] = [];
  let nowMs = 0;
  let sleeps: { readonly ms: number; readonly signal: CancelSignal | undefined; readonly end: () => void }[] = [];
  const sleep = (ms: number, signal?: CancelSignal) =>
    new Promise<void>((end) => {
      sleeps.push({ ms, signal, end });
      signal?.addEventListener("abort", end);
    });
  const shared = new SharedCalls<string, string>(
    { nowMs: () => nowMs, sleep, keepAlive: (work) => kept.push(work) },
    LIMITS,
    {
      together: (items) =>
        new Promise((resolve, reject) => {
          calls.push({
            items,
            answer: () => resolve(items.map((item) => item.toUpperCase())),
            fail: (message) => reject(new Error(message)),
          });
        }),
      alone: async (item, cause, sinceMs) => {
        waited.push(nowMs - sinceMs);
        alone.push(`${item} after ${cause instanceof Error ? cause.message : "an unknown outcome"}`);
        if (item === "bad") throw new Error("bad alone");
        return `${item} alone`;
      },
    },
  );
  return {
    calls,
    alone,
    waited,
    kept,
    send: (...items: readonly string[]) => items.map((item) => outcomeOf(shared.send(item))),
    sent: () => calls.map(({ items }) => items),
    /** All timers of this length ring that are still set. */
    async pass(ms: number): Promise<void> {
      nowMs += ms;
      const due = sleeps.filter((each) => each.ms === ms && each.signal?.aborted !== true);
      sleeps = sleeps.filter((each) => !due.includes(each));
      for (const { end } of due) end();
      await setImmediate();
    },
    /** Stops all requests that wait: their timers never ring. */
    stopWaiting(): void {
      sleeps = [];
    },
    /** Time passes, but the isolate is too busy for timers. */
    passLate(ms: number): void {
      nowMs += ms;
    },
    timers: () => sleeps.filter(({ signal }) => signal?.aborted !== true).map(({ ms }) => ms),
  };
}

const outcomeOf = (work: Promise<string>): Promise<string> =>
  work.catch((error) => `failed: ${error instanceof Error ? error.message : error}`);

describe("an item of a request", () => {
  it("goes at once and sets no timer while no call is under way", async () => {
    const { send, sent, calls, timers } = world();
    const [a] = send("a");
    expect([sent(), timers()]).toEqual([[["a"]], []]);
    calls[0]?.answer();
    expect(await a).toBe("A");
    const [b] = send("b");
    expect(sent()).toEqual([["a"], ["b"]]);
    calls[1]?.answer();
    expect(await b).toBe("B");
  });

  it("fails with the error of its call when no other one was in it", async () => {
    const { send, calls, alone } = world();
    const [a] = send("a");
    calls[0]?.fail("refused");
    expect([await a, alone]).toEqual(["failed: refused", []]);
  });

  it("waits for the call under way and goes with the others that wait, in the order in which they came", async () => {
    const { send, sent, calls } = world();
    const outcomes = send("a", "b", "c", "d");
    expect(sent()).toEqual([["a"]]);
    calls[0]?.answer();
    await setImmediate();
    expect(sent()).toEqual([["a"], ["b", "c", "d"]]);
    calls[1]?.answer();
    expect(await Promise.all(outcomes)).toEqual(["A", "B", "C", "D"]);
  });

  it("joins a call that is about to begin", async () => {
    const { send, sent, calls } = world();
    send("a", "b");
    calls[0]?.answer();
    await Promise.resolve();
    send("c");
    await setImmediate();
    expect(sent()).toEqual([["a"], ["b", "c"]]);
  });

  it("gets its own result of the call that it shares", async () => {
    const { send, calls, alone } = world();
    const outcomes = send("a", "b", "c");
    calls[0]?.answer();
    await setImmediate();
    calls[1]?.answer();
    expect(await Promise.all(outcomes)).toEqual(["A", "B", "C"]);
    expect(alone).toEqual([]);
  });

  it("is sent alone when the call with others fails as a whole, and then fails by itself only", async () => {
    const { send, calls, alone } = world();
    const outcomes = send("a", "b", "bad", "c");
    calls[0]?.answer();
    await setImmediate();
    calls[1]?.fail("refused");
    expect(await Promise.all(outcomes)).toEqual(["A", "b alone", "failed: bad alone", "c alone"]);
    expect(alone.toSorted()).toEqual(["b after refused", "bad after refused", "c after refused"]);
  });

  it("is sent alone when a call answers fewer outcomes than it had items", async () => {
    const short = new SharedCalls<string, string>(
      { nowMs: () => 0, sleep: () => new Promise(() => undefined), keepAlive: () => undefined },
      LIMITS,
      { together: async () => ["first"], alone: async (item) => `${item} alone` },
    );
    const outcomes = ["a", "b", "c"].map((item) => short.send(item));
    expect(await Promise.all(outcomes)).toEqual(["first", "first", "c alone"]);
  });
});

describe("a call with the items of several requests", () => {
  it("has as many as its limit allows; the others wait for the next one", async () => {
    const { send, sent, calls } = world();
    send("a", "b", "c", "d", "e", "f", "g");
    calls[0]?.answer();
    await setImmediate();
    calls[1]?.answer();
    await setImmediate();
    expect(sent()).toEqual([["a"], ["b", "c", "d", "e"], ["f", "g"]]);
  });

  it("is not heavier than its limit, and keeps the order", async () => {
    const { send, sent, calls } = world();
    send("a", "b:6", "c:5", "d:1");
    calls[0]?.answer();
    await setImmediate();
    calls[1]?.answer();
    await setImmediate();
    expect(sent()).toEqual([["a"], ["b:6"], ["c:5", "d:1"]]);
  });

  it("has no item that is heavier than a call may be: such an item goes by itself, at once", async () => {
    const { send, sent, calls } = world();
    const outcomes = send("a", "b:11", "c");
    expect(sent()).toEqual([["a"], ["b:11"]]);
    calls[1]?.fail("too slow");
    expect(await outcomes[1]).toBe("failed: too slow");
    calls[0]?.answer();
    await setImmediate();
    expect(sent().at(-1)).toEqual(["c"]);
  });
});

describe("a request that waits for its turn", () => {
  it("goes on its own with all that wait when the call under way takes long", async () => {
    const { send, sent, calls, pass } = world();
    const outcomes = send("a", "b", "c");
    await pass(TURN_MS);
    expect(sent()).toEqual([["a"], ["b", "c"]]);
    calls[1]?.answer();
    expect(await Promise.all(outcomes.slice(1))).toEqual(["B", "C"]);
    // The slow call ends while a later one goes on, or none: it hands over to no one.
    const later = send("d");
    calls[0]?.answer();
    expect(await outcomes[0]).toBe("A");
    calls[2]?.answer();
    expect(await Promise.all(later)).toEqual(["D"]);
  });

  it("does not wait for the end of a call that is slow when a later one has gone", async () => {
    const { send, sent, calls, pass } = world();
    send("a", "b");
    await pass(TURN_MS);
    send("c");
    calls[0]?.answer();
    await setImmediate();
    expect(sent()).toEqual([["a"], ["b"]]);
    calls[1]?.answer();
    await setImmediate();
    expect(sent()).toEqual([["a"], ["b"], ["c"]]);
  });

  it("leaves no timer when it has its answer", async () => {
    const { send, calls, timers } = world();
    const outcomes = send("a", "b", "c");
    expect(timers()).toEqual([TURN_MS, TURN_MS]);
    calls[0]?.answer();
    await setImmediate();
    calls[1]?.answer();
    await Promise.all(outcomes);
    expect(timers()).toEqual([]);
  });
});

describe("a request that disappears", () => {
  it("with its call takes no follower along: each of them finds out what has happened and goes on alone", async () => {
    const { send, calls, alone, waited, pass } = world();
    const outcomes = send("a", "b", "c", "d");
    calls[0]?.answer();
    await setImmediate();
    // The request of b is gone: nothing that it waits for arrives.
    await pass(TURN_MS);
    expect(alone).toEqual([]);
    await pass(OUTCOME_MS);
    expect(await Promise.all(outcomes.slice(2))).toEqual(["c alone", "d alone"]);
    expect(alone).toEqual(["c after an unknown outcome", "d after an unknown outcome"]);
    expect(waited).toEqual([TURN_MS + OUTCOME_MS, TURN_MS + OUTCOME_MS]);
  });

  it("with its call does not keep the next one waiting", async () => {
    const { send, sent, calls, pass } = world();
    send("a");
    const [b] = send("b");
    await pass(TURN_MS);
    expect(sent()).toEqual([["a"], ["b"]]);
    calls[1]?.answer();
    expect(await b).toBe("B");
    // From here all is as if nothing had been: c goes at once.
    send("c");
    expect(sent()).toEqual([["a"], ["b"], ["c"]]);
  });

  it("while it waits for its turn has its item dropped, and the next item goes at once", async () => {
    const { send, sent, calls, stopWaiting, passLate } = world();
    send("a", "b");
    stopWaiting();
    passLate(GONE_MS);
    calls[0]?.answer();
    await setImmediate();
    const [c] = send("c");
    expect(sent()).toEqual([["a"], ["c"]]);
    calls[1]?.answer();
    expect(await c).toBe("C");
  });

  it("while it waits for its turn has its item dropped, and the following call has those that still wait", async () => {
    const { send, sent, calls, pass, stopWaiting, passLate } = world();
    send("a", "b");
    stopWaiting();
    passLate(GONE_MS);
    const outcomes = send("c", "d");
    await pass(TURN_MS);
    expect(sent()).toEqual([["a"], ["c", "d"]]);
    calls[1]?.answer();
    expect(await Promise.all(outcomes)).toEqual(["C", "D"]);
  });

  it("is not lost when only its timer is late: its item goes when the timer rings", async () => {
    const { send, sent, calls, pass, passLate } = world();
    const [, b] = send("a", "b");
    passLate(GONE_MS);
    const [c] = send("c");
    await pass(TURN_MS);
    expect(sent()).toEqual([["a"], ["b", "c"]]);
    calls[1]?.answer();
    expect(await Promise.all([b, c])).toEqual(["B", "C"]);
  });

  it("is kept alive until its own result is there, so that a client that leaves takes no call with it", async () => {
    const { send, calls, kept } = world();
    send("a", "b");
    expect(kept).toHaveLength(2);
    calls[0]?.fail("refused");
    await setImmediate();
    calls[1]?.fail("refused");
    // Work that is kept alive and rejects would be logged as an exception of the request.
    expect(await Promise.all(kept)).toEqual([undefined, undefined]);
  });
});
