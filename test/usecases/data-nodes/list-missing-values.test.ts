import { describe, expect, it } from "vitest";
import { listMissingValues } from "../../../src/usecases/data-nodes/list-missing-values.ts";
import { aDataNode, aPayload, aStoredPayload } from "../../harness/factories.ts";

const nodes = [
  aDataNode({ id: "a", edit_number: 2, last_edit_date: "2026-11-30T06:00:00", payload: aStoredPayload("gone") }),
  aDataNode({ id: "b", edit_number: 1, payload: aStoredPayload("kept", { tier: "r2" }) }),
  aDataNode({ id: "c", edit_number: 1, payload: aPayload("1") }),
  aDataNode({ id: "d" }),
  aDataNode({
    id: "e",
    last_edit_date: "2026-11-30T05:00:00",
    payload: aStoredPayload("file"),
    properties: { path: "a.csv", is_generated: false },
  }),
];

describe("the missing values", () => {
  it("are those whose keys neither KV nor R2 has; a value in its row or outside is not looked for", async () => {
    const asked: unknown[] = [];
    const deps = {
      entityReader: { dataNodes: async () => ({ dataNodes: nodes, next: "d" }) },
      content: {
        has: async ({ key }: { readonly key: string | null }) => {
          asked.push(key);
          return key === "kept";
        },
      },
    };
    expect(await listMissingValues(deps, null, 4)).toEqual({
      missing: [
        { data_node_id: "a", edit_number: 2, last_edit_date: "2026-11-30T06:00:00", key: "gone" },
        { data_node_id: "e", edit_number: 1, last_edit_date: "2026-11-30T05:00:00", key: "file" },
      ],
      next: "d",
    });
    expect(asked).toEqual(["gone", "kept", "file"]);
  });
});
