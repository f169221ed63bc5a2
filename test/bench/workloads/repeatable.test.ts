import { describe, expect, it } from "vitest";
import { repeatable } from "./repeatable.ts";

/** As undici has it. */
const closed = () => Object.assign(new TypeError("fetch failed"), { cause: { code: "UND_ERR_SOCKET" } });

const failing = (times: number, error: () => Error) => {
  let runs = 0;
  return {
    runs: () => runs,
    run: async () => {
      runs += 1;
      if (runs <= times) throw error();
      return "done";
    },
  };
};

describe("the seeding of the bench", () => {
  it("sends a statement again when the runtime has closed its connection", async () => {
    const twice = failing(2, closed);
    expect(await repeatable(twice.run)).toBe("done");
    expect(twice.runs()).toBe(3);
  });

  it("gives up when each connection is closed", async () => {
    const always = failing(Number.POSITIVE_INFINITY, closed);
    await expect(repeatable(always.run)).rejects.toThrow("fetch failed");
    expect(always.runs()).toBe(5);
  });

  it("sends a statement that D1 refuses once", async () => {
    const refused = failing(1, () => new Error("D1_ERROR: no such table"));
    await expect(repeatable(refused.run)).rejects.toThrow("no such table");
    expect(refused.runs()).toBe(1);
  });
});
