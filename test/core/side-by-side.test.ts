import { describe, expect, it } from "vitest";
import { sideBySide } from "../../src/core/side-by-side.ts";

const never = new Promise<never>(() => {});
/** Lets all promises that can settle do so. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("work on items side by side", () => {
  it("goes on with all others while one item hangs", async () => {
    const done: number[] = [];
    sideBySide([0, 1, 2, 3, 4, 5, 6, 7], 2, async (item) => {
      if (item === 0) await never;
      done.push(item);
    });
    await settle();
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("takes no more than so many at a time, and answers in the order of the items", async () => {
    let [running, most] = [0, 0];
    const results = await sideBySide([30, 10, 20, 0], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < item; turn += 1) await null;
      running -= 1;
      return item * 2;
    });
    expect([results, most]).toEqual([[60, 20, 40, 0], 3]);
  });

  it("throws what the first item throws, and begins no further one", async () => {
    const begun: number[] = [];
    const work = sideBySide([0, 1, 2, 3], 1, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error("refused");
    });
    await expect(work).rejects.toThrow("refused");
    expect(begun).toEqual([0, 1]);
  });

  it("is nothing for no items", async () => {
    expect(await sideBySide([], 6, async () => 1)).toEqual([]);
  });
});
