import { describe, expect, it } from "vitest";
import { isSelfContained } from "../../../src/core/jobs/self-contained.ts";
import { aDataNode, aSubmitCommand, aTask } from "../../harness/factories.ts";

const ID = "SCENARIO_s";
const DOMAIN = "pool/weur/1";
const own = { owner_id: ID, domain: DOMAIN };
const entity = { entity_id: ID, entity_type: "SCENARIO", domain: DOMAIN } as const;
const task = aTask({ ...own, input_ids: ["a"], output_ids: ["b"] });
const nodes = ["a", "b"].map((id) => aDataNode({ id, ...own }));

describe("a scenario is self-contained", () => {
  it("when it alone owns its tasks and data nodes, whatever its domain is", () => {
    expect(isSelfContained(aSubmitCommand([task], nodes, { entity }))).toBe(true);
    const [alone, component] = [{ domain: ID }, { domain: "component:s/CYCLE_1" }];
    for (const { domain } of [alone, component]) {
      const moved = nodes.map((node) => ({ ...node, domain }));
      expect(isSelfContained(aSubmitCommand([{ ...task, domain }], moved, { entity: { ...entity, domain } }))).toBe(
        true,
      );
    }
  });

  it.each([
    ["a data node of another domain", { domain: "DATANODE_a", owner_id: null }],
    ["a data node of another owner in its domain", { ...own, owner_id: "CYCLE_1" }],
    ["a file at a configured path", { ...own, properties: { path: "shared.csv" } }],
  ])("but not with %s", (_, overrides) => {
    const [first, ...others] = [aDataNode({ id: "a", ...overrides }), ...nodes.slice(1)];
    expect(isSelfContained(aSubmitCommand([task], [first, ...others], { entity }))).toBe(false);
  });

  it("but not with a task that others share", () => {
    expect(isSelfContained(aSubmitCommand([{ ...task, owner_id: null }], nodes, { entity }))).toBe(false);
  });

  it("and a sequence or a task is not", () => {
    for (const entity_type of ["SEQUENCE", "TASK"] as const) {
      expect(isSelfContained(aSubmitCommand([task], nodes, { entity: { ...entity, entity_type } }))).toBe(false);
    }
  });
});
