import { describe, expect, it } from "vitest";
import { Cancellation } from "../../src/core/cancellation.ts";

describe("a cancellation", () => {
  it("notifies all listeners once", () => {
    const cancellation = new Cancellation();
    const calls: string[] = [];
    cancellation.addEventListener("abort", () => calls.push("one"));
    cancellation.addEventListener("abort", () => calls.push("two"));
    expect([cancellation.aborted, calls]).toEqual([false, []]);
    cancellation.abort();
    cancellation.abort();
    expect([cancellation.aborted, calls]).toEqual([true, ["one", "two"]]);
  });
});
