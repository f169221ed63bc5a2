import { describe, expect, it } from "vitest";
import { Cancellation } from "../../src/core/cancellation.ts";

describe("a cancellation", () => {
  it("notifies all listeners once", () => {
    const cancellation = new Cancellation();
    const heard: string[] = [];
    cancellation.addEventListener("abort", () => heard.push("one"));
    cancellation.addEventListener("abort", () => heard.push("two"));
    expect([cancellation.aborted, heard]).toEqual([false, []]);
    cancellation.abort();
    cancellation.abort();
    expect([cancellation.aborted, heard]).toEqual([true, ["one", "two"]]);
  });
});
