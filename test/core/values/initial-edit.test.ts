import { describe, expect, it } from "vitest";
import { type DataNodeSnapshot, leavesPath } from "../../../src/core/entities/data-node.ts";
import { initialEdit, newestEdit } from "../../../src/core/values/history.ts";
import { aDataNode, aPayload } from "../../harness/factories.ts";

const WRITTEN = "2026-11-23T06:00:00";
const DEFAULT = { default_path: "a.csv", path: "a.csv", is_generated: false };
const unwritten = (overrides: Partial<DataNodeSnapshot> = {}) =>
  aDataNode({ id: "n", last_edit_date: WRITTEN, payload: aPayload("a\n1\n"), properties: DEFAULT, ...overrides });

describe("the initial edit", () => {
  it("is the file at the path of a data node that nothing has written, since when it lies there", () => {
    const payload = aPayload("a\n1\n");
    expect(initialEdit(unwritten())).toEqual({
      data_node_id: "n",
      number: 1,
      timestamp: WRITTEN,
      job_id: null,
      editor_id: "TAIPY",
      actor: null,
      comment: "Initial content of the file.",
      ...payload,
    });
    expect(newestEdit(unwritten())).toBe(1);
  });

  it.each([
    ["was written", { edit_number: 1 }],
    ["has no file yet", { payload: null, last_edit_date: null }],
    ["has a value elsewhere", { payload: null, properties: {} }],
    ["has a path that the service has made", { properties: { path: "user_data/csvs/n.csv", is_generated: true } }],
  ] as const)("is none of a data node that %s", (_, overrides) => {
    const node = unwritten(overrides);
    expect([initialEdit(node), newestEdit(node)]).toEqual([null, node.edit_number]);
  });
});

describe("a write to a data node with a configured path", () => {
  const leaves = (properties: Record<string, unknown>, scope: DataNodeSnapshot["scope"] = "SCENARIO") =>
    leavesPath({ scope, properties });

  it.each([
    ["of a scenario", {}, "SCENARIO"],
    ["of a cycle", {}, "CYCLE"],
    ["that says it is not shared", { shared_path: false }, "SCENARIO"],
    ["from a template", { default_path: "ENV[WHERE]" }, "SCENARIO"],
  ] as const)("leaves the default file %s to the others", (_, properties, scope) => {
    expect(leaves({ ...DEFAULT, ...properties }, scope)).toBe(true);
  });

  it.each([
    ["of a global data node", DEFAULT, "GLOBAL"],
    ["that is shared", { ...DEFAULT, shared_path: true }, "SCENARIO"],
    ["at an explicit path", { path: "b.csv", is_generated: false }, "SCENARIO"],
    ["at an explicit path beside a default one", { ...DEFAULT, path: "b.csv" }, "SCENARIO"],
    ["that has its own already", { ...DEFAULT, is_generated: true }, "SCENARIO"],
  ] as const)("leaves nothing %s", (_, properties, scope) => {
    expect(leaves(properties, scope)).toBe(false);
  });
});
