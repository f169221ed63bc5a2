import { describe, expect, it } from "vitest";
import { UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { Edit } from "../../../src/core/entities/edit.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import { diffEdits } from "../../../src/usecases/data-nodes/diff-edits.ts";
import { readAsOf } from "../../../src/usecases/data-nodes/read-as-of.ts";
import { restoreEdit } from "../../../src/usecases/data-nodes/restore-edit.ts";
import { anEdit, aPayload } from "../../harness/factories.ts";
import { readingEach } from "../../harness/values.ts";
import { ID, nodeWorld } from "./node-world.ts";

const EDITS: readonly Edit[] = ["[1]", "[1, 2]", "[1, 2, 3]"].map((body, index) =>
  anEdit({
    data_node_id: ID,
    number: index + 1,
    timestamp: `2026-11-2${index + 1}T06:00:00`,
    ...aPayload(body, { hash: body }),
  }),
);

/** A node that was written three times. */
function history() {
  const payload = aPayload("[1, 2, 3]", { hash: "[1, 2, 3]" });
  const world = nodeWorld({ edit_number: 3, payload, storage_type: "json" });
  const edit = async (_: string, which: { readonly number: number } | { readonly at: string }) =>
    ("number" in which
      ? EDITS.find(({ number }) => number === which.number)
      : EDITS.findLast(({ timestamp }) => timestamp <= which.at)) ?? null;
  const read = readingEach(async ({ payload }) => JSON.parse(payload?.body ?? "null"));
  const { entityReader, ...deps } = world.deps;
  return {
    ...world,
    deps: { ...deps, entityReader: { ...entityReader, edit }, values: { read, conforms: async () => {} } },
  };
}

describe("a data node as it was once", () => {
  it.each([
    ["now", {}, 3],
    ["after an edit", { edit: 2 }, 2],
    ["at a time", { at: "2026-11-22T12:00:00" }, 2],
    ["at the second of an edit", { at: "2026-11-21T06:00:00" }, 1],
  ])("is read %s", async (_, moment, number) => {
    const { edit_number, payload } = await readAsOf(history().deps, ID, moment);
    expect([edit_number, payload?.body]).toEqual([number, EDITS[number - 1]?.body]);
  });

  it.each([
    ["edit_not_found", { edit: 4 }, "Data node DATANODE_n_1 has no edit 4: its edits are number 1 to 3."],
    [
      "edit_not_found",
      { at: "2026-11-20T06:00:00" },
      "Data node DATANODE_n_1 had no edit by 2026-11-20T06:00:00: its edits are number 1 to 3.",
    ],
    ["invalid_query", { edit: 1, at: "2026-11-21T06:00:00" }, "Name the value by 'edit' or by 'at', not by both."],
  ])("is refused with %s for %j", async (code, moment, message) => {
    await expect(readAsOf(history().deps, ID, moment)).rejects.toMatchObject({ code, message });
  });

  it("is compared with the edit before it, unless other edits are named", async () => {
    const { deps } = history();
    const input = { id: ID, from: null, to: null, key: null };
    expect(await diffEdits(deps, input)).toEqual({
      from: 2,
      to: 3,
      difference: { patch: [{ op: "add", path: "/-", value: 3 }] },
    });
    expect(await diffEdits(deps, { ...input, from: 3, to: 3 })).toEqual({ from: 3, to: 3, difference: null });
  });
});

describe("restoring an edit without HTTP", () => {
  it("writes the older payload again under a comment that names its edit", async () => {
    const { deps, commands } = history();
    await restoreEdit(deps, { id: ID, number: 1, editor_id: null, caller: UNKNOWN_CALLER, comment: null });
    expect(commands).toMatchObject([{ payload: { body: "[1]" }, comment: "Restored from edit 1." }]);
  });

  it("refuses a value that does not fit the schema that its node has now", async () => {
    const { deps, commands } = history();
    const conforms = async ({ payload }: DataNodeSnapshot) => {
      throw new TaipyError("schema_mismatch", `${payload?.body} does not fit.`);
    };
    const restoring = restoreEdit(
      { ...deps, values: { conforms } },
      { id: ID, number: 1, editor_id: null, caller: UNKNOWN_CALLER, comment: null },
    );
    await expect(restoring).rejects.toMatchObject({ code: "schema_mismatch", message: "[1] does not fit." });
    expect(commands).toEqual([]);
  });

  it("discards nothing when it is refused, since the payload belongs to the older edit", async () => {
    const { deps, refuseNext, discarded, garbage } = history();
    refuseNext("edit_locked");
    const restoring = restoreEdit(deps, {
      id: ID,
      number: 1,
      editor_id: null,
      caller: UNKNOWN_CALLER,
      comment: "mine",
    });
    await expect(restoring).rejects.toMatchObject({ code: "edit_locked" });
    expect([discarded, garbage]).toEqual([[], []]);
  });
});
