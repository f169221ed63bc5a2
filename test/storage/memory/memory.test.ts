import { describe, expect, it } from "vitest";
import type { Budget } from "../../../src/core/values/budget.ts";
import type { Gate } from "../../../src/storage/memory/gate.ts";
import { createMemory } from "../../../src/storage/memory/memory.ts";

function world() {
  let turns = 0;
  const gate: Gate = {
    async alone(work, wait) {
      turns += 1;
      wait?.waits();
      wait?.begun();
      return work();
    },
  };
  return { memory: createMemory(gate), turns: () => turns };
}

/** Work that takes so much memory. */
const taking =
  (bytes: number) =>
  async (budget: Budget): Promise<string> => {
    budget.charge("unpackedBytes", bytes);
    return "done";
  };

const MEBIBYTE = 1_024 * 1_024;

describe("the memory for decoded values", () => {
  it("is there at once for a small value", async () => {
    const { memory, turns } = world();
    expect(await memory.use(100, taking(3 * MEBIBYTE))).toBe("done");
    expect(turns()).toBe(0);
  });

  it("takes a turn for a large file, whatever it expands to", async () => {
    const { memory, turns } = world();
    await memory.use(MEBIBYTE, taking(1));
    expect(turns()).toBe(1);
  });

  it.each([100, null])("takes a turn for a small file that expands, and begins again (%s bytes)", async (bytes) => {
    const { memory, turns } = world();
    expect(await memory.use(bytes, taking(30 * MEBIBYTE))).toBe("done");
    expect(turns()).toBe(1);
  });

  it("refuses what expands beyond the budget of a value", async () => {
    const { memory } = world();
    await expect(memory.use(100, taking(1_000 * MEBIBYTE))).rejects.toMatchObject({ code: "value_too_large" });
  });

  it("begins again also when a library hides the refusal behind an error of its own", async () => {
    const { memory, turns } = world();
    const hiding = (budget: Budget) =>
      taking(30 * MEBIBYTE)(budget).catch(() => Promise.reject(new TypeError("bad file")));
    await expect(memory.use(100, hiding)).resolves.toBe("done");
    expect(turns()).toBe(1);
  });

  it("passes on any other error of a small value without a second try", async () => {
    const { memory, turns } = world();
    let tries = 0;
    const failing = async () => {
      tries += 1;
      throw new TypeError("bad file");
    };
    await expect(memory.use(100, failing)).rejects.toThrow("bad file");
    expect([tries, turns()]).toEqual([1, 0]);
  });

  it.each([
    ["not wait for a small value", 1, []],
    ["wait for its turn for a large one", 30 * MEBIBYTE, ["waits", "begun"]],
  ])("has a job %s", async (_, bytes, expected) => {
    const seen: string[] = [];
    await world().memory.use(1, taking(bytes), {
      signal: new AbortController().signal,
      waits: () => void seen.push("waits"),
      begun: () => void seen.push("begun"),
    });
    expect(seen).toEqual(expected);
  });
});
