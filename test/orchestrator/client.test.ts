import { expect, it } from "vitest";
import { createOrchestrators } from "../../src/orchestrator/client.ts";

/** A namespace that notes how its objects are reached. */
function namespace() {
  const reached: unknown[][] = [];
  const objects = {
    idFromName: (name: string) => ({ name }),
    get: (...call: unknown[]) => {
      reached.push(call);
      return { poke: async () => undefined };
    },
  };
  return { reached, orchestrators: createOrchestrators(objects as unknown as DurableObjectNamespace) };
}

it("A pooled object is created in the region of its name, all others where they are first called", async () => {
  const { reached, orchestrators } = namespace();
  for (const domain of ["pool/apac/2", "pool/any/2", "SCENARIO_of_release_0.1.0", "component:monthly/CYCLE_1"]) {
    await orchestrators(domain).poke([]);
  }
  expect(reached).toEqual([
    [{ name: "pool/apac/2" }, { locationHint: "apac" }],
    [{ name: "pool/any/2" }],
    [{ name: "SCENARIO_of_release_0.1.0" }],
    [{ name: "component:monthly/CYCLE_1" }],
  ]);
});
