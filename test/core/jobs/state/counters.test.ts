import { describe, expect, it } from "vitest";
import { NO_COUNTERS } from "../../../../src/core/jobs/state/records.ts";
import { MemoryState } from "../machine/memory-state.ts";

describe("the counters of an object", () => {
  it("only grow, each by itself, with the transaction that raises them", () => {
    const state = new MemoryState();
    expect(state.meta()).toMatchObject(NO_COUNTERS);
    state.commit((transaction) => transaction.count({ confirmed: 5, deletions: 3 }));
    state.commit((transaction) => transaction.count({ confirmed: 4, forgotten: 2, editFloor: 9 }));
    expect(state.meta()).toMatchObject({ confirmed: 5, forgotten: 2, deletions: 3, highestEdit: 0, editFloor: 9 });
  });

  it("say of a raised revision, too, that this release has counted it", () => {
    const state = new MemoryState();
    state.commit((transaction) => transaction.raiseRevision(41));
    expect(state.meta()).toMatchObject({ revision: 42, counted: 42 });
  });
});
