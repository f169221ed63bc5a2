import { describe, expect, it } from "vitest";
import { runChain } from "../../src/queue/chain.ts";
import { createWorker, order, outputs } from "./worker.ts";

describe("the values of a result", () => {
  it("are handed over when the result does not count: nothing points at them", async () => {
    const worker = createWorker({ t: () => 7 });
    worker.accepted = false;
    await runChain(worker.deps, worker.orchestrator, order({ outputs: outputs("a") }), () => true);
    expect(worker.discarded.map(({ body }) => body)).toEqual(["7"]);
  });

  it("stay when it does", async () => {
    const worker = createWorker({ t: () => 7 });
    await runChain(worker.deps, worker.orchestrator, order({ outputs: outputs("a") }), () => true);
    expect(worker.completions).toHaveLength(1);
    expect(worker.discarded).toEqual([]);
  });
});
