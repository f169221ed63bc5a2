import { describe, expect, it } from "vitest";
import { createGate, type Gate } from "../../../src/storage/memory/gate.ts";

/** Time that passes when a test says so. */
function world() {
  let nowMs = 0;
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      sleepers.push({ atMs: nowMs + ms, wake: resolve });
    });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  async function advance(ms: number, { frozen = false } = {}): Promise<void> {
    for (const endMs = nowMs + ms; nowMs < endMs; ) {
      nowMs += frozen ? ms : 10;
      const due = sleepers.filter(({ atMs }) => atMs <= nowMs);
      sleepers = sleepers.filter(({ atMs }) => atMs > nowMs);
      for (const { wake } of due) {
        wake();
        await settle();
      }
    }
  }
  /** The platform ends a request that sleeps: it never wakes up. */
  const killSleepers = () => {
    sleepers = [];
  };
  return { gate: createGate({ now: () => nowMs, sleep }), advance, settle, killSleepers };
}

/** Work that ends when the test says so. */
function work(gate: Gate, order: string[], name: string, wait?: Parameters<Gate["alone"]>[1]) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const done = gate.alone(async () => {
    order.push(name);
    await promise;
    return name;
  }, wait);
  done.catch(() => {});
  return { done, end: resolve, fail: reject };
}

const job = () => {
  const abort = new AbortController();
  const seen: string[] = [];
  return {
    abort,
    seen,
    wait: { signal: abort.signal, waits: () => void seen.push("waits"), begun: () => void seen.push("begun") },
  };
};

describe("the gate for large values", () => {
  it("lets the first in at once, and the others one by one in the order of their arrival", async () => {
    const { gate, advance, settle } = world();
    const order: string[] = [];
    const [a, b, c] = ["a", "b", "c"].map((name) => work(gate, order, name));
    await settle();
    expect(order).toEqual(["a"]);
    await advance(1_000);
    expect(order).toEqual(["a"]);
    a?.end();
    await advance(100);
    expect(order).toEqual(["a", "b"]);
    b?.end();
    await advance(100);
    c?.end();
    expect(await Promise.all([a?.done, b?.done, c?.done])).toEqual(["a", "b", "c"]);
  });

  it("is free again after work that fails", async () => {
    const { gate, advance, settle } = world();
    const order: string[] = [];
    const [a, b] = [work(gate, order, "a"), work(gate, order, "b")];
    await settle();
    a.fail(new Error("broken"));
    await expect(a.done).rejects.toThrow("broken");
    await advance(100);
    expect(order).toEqual(["a", "b"]);
    b.end();
  });

  it("refuses a request after ten seconds with memory_busy, and those behind it go on waiting", async () => {
    const { gate, advance, settle } = world();
    const order: string[] = [];
    const a = work(gate, order, "a");
    const b = work(gate, order, "b");
    await advance(5_000);
    const c = work(gate, order, "c");
    await advance(6_000);
    await expect(b.done).rejects.toMatchObject({ code: "memory_busy" });
    a.end();
    await advance(100);
    expect(order).toEqual(["a", "c"]);
    c.end();
    await settle();
  });

  it("refuses a request at once when a hundred wait", async () => {
    const { gate, settle } = world();
    const order: string[] = [];
    for (let count = 0; count < 101; count += 1) work(gate, order, `${count}`);
    await settle();
    await expect(work(gate, order, "one too many").done).rejects.toMatchObject({ code: "memory_busy" });
  });

  it("lets a job wait without an end, and tells when it waits and when it begins", async () => {
    const { gate, advance } = world();
    const order: string[] = [];
    const { wait, seen } = job();
    const a = work(gate, order, "a");
    const b = work(gate, order, "b", wait);
    await advance(40_000);
    expect([order, seen]).toEqual([["a"], ["waits"]]);
    a.end();
    await advance(100);
    expect([order, seen]).toEqual([
      ["a", "b"],
      ["waits", "begun"],
    ]);
    b.end();
  });

  it("lets a job go that must stop while it waits, and frees its place", async () => {
    const { gate, advance } = world();
    const order: string[] = [];
    const { wait, abort } = job();
    const a = work(gate, order, "a");
    const b = work(gate, order, "b", wait);
    const c = work(gate, order, "c");
    abort.abort(new Error("cancelled"));
    await advance(100);
    await expect(b.done).rejects.toThrow("cancelled");
    a.end();
    await advance(100);
    expect(order).toEqual(["a", "c"]);
    c.end();
  });

  it("passes over a request that the platform has ended while it waited", async () => {
    const { gate, advance, settle, killSleepers } = world();
    const order: string[] = [];
    const a = work(gate, order, "a");
    work(gate, order, "b");
    await settle();
    killSleepers();
    const c = work(gate, order, "c");
    await advance(4_000);
    a.end();
    await advance(2_000);
    expect(order).toEqual(["a", "c"]);
    c.end();
  });

  it("takes the turn back from a request that the platform has ended", async () => {
    const { gate, advance } = world();
    const order: string[] = [];
    work(gate, order, "a");
    const { wait } = job();
    const b = work(gate, order, "b", wait);
    await advance(59_000);
    expect(order).toEqual(["a"]);
    await advance(2_000);
    expect(order).toEqual(["a", "b"]);
    b.end();
  });

  it("lets everyone in once although the isolate was too busy to let them poll", async () => {
    const { gate, advance } = world();
    const order: string[] = [];
    const a = work(gate, order, "a");
    const others = ["b", "c", "d"].map((name) => work(gate, order, name, job().wait));
    await advance(8_000, { frozen: true });
    a.end();
    for (const other of others) {
      await advance(200);
      other.end();
    }
    await Promise.all(others.map(({ done }) => done));
    expect([...order].sort()).toEqual(["a", "b", "c", "d"]);
  });
});
