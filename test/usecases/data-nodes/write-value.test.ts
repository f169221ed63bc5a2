import { describe, expect, it } from "vitest";
import { UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import { writeValue } from "../../../src/usecases/data-nodes/write-value.ts";
import { ID, LOG_FIELDS, nodeWorld } from "./node-world.ts";

const input = { id: ID, value: [1], editor_id: null, caller: UNKNOWN_CALLER, comment: "why", logFields: LOG_FIELDS };
const LOCKED = { editor_id: "ann", editor_expiration_date: "2026-11-23T07:00:00", edit_in_progress: true };

describe("writing a value without HTTP", () => {
  it("stores the value, records it as the node's next edit and discards nothing", async () => {
    const { deps, value, commands, discarded, garbage } = nodeWorld();
    const { value: edit, stored } = await writeValue(deps, input);
    expect([edit.number, stored, value()]).toEqual([2, true, [1]]);
    expect(commands).toMatchObject([{ comment: "why", editor_id: null, data_node: { id: ID } }]);
    expect([discarded, garbage]).toEqual([[], []]);
  });

  it("names a data node that does not exist", async () => {
    const { deps } = nodeWorld();
    const writing = writeValue(deps, { ...input, id: "DATANODE_x" });
    await expect(writing).rejects.toMatchObject({ code: "data_node_not_found" });
  });

  it("discards the stored payload when the node's object refuses the edit", async () => {
    const { deps, value, refuseNext, discarded, garbage } = nodeWorld();
    refuseNext("edit_locked");
    await expect(writeValue(deps, input)).rejects.toMatchObject({ code: "edit_locked" });
    expect([value(), discarded, garbage]).toEqual([[], ["payload-1"], []]);
  });

  it("leaves the payload to the sweep when the node has been deleted, because a job may be reading it", async () => {
    const { deps, refuseNext, discarded, garbage } = nodeWorld();
    refuseNext("data_node_not_found");
    await expect(writeValue(deps, input)).rejects.toMatchObject({ code: "data_node_not_found" });
    expect([discarded, garbage]).toEqual([[], ["payload-1"]]);
  });

  it("leaves the payload to the sweep when the object does not answer, because it may have recorded the edit", async () => {
    const { deps, refuseNext, discarded, garbage } = nodeWorld();
    refuseNext(new Error("Network connection lost"));
    await expect(writeValue(deps, input)).rejects.toThrow("Network connection lost");
    expect([discarded, garbage]).toEqual([[], ["payload-1"]]);
  });

  it("reports the refusal, and logs the payload that could not be discarded, with the caller's own fields", async () => {
    const { deps, refuseNext, failDiscards, lines } = nodeWorld();
    refuseNext("edit_locked");
    failDiscards();
    await expect(writeValue(deps, input)).rejects.toMatchObject({ code: "edit_locked" });
    expect(lines).toEqual([
      ["payload_left_behind", { job_id: "JOB_1", key: "payload-1", error: "Error: KV does not answer" }],
    ]);
  });

  it("checks the lock of a node in a system of its own before it writes there, since that can't be taken back", async () => {
    const { deps, commands } = nodeWorld({ storage_type: "sql_table", ...LOCKED });
    const written: unknown[] = [];
    const write = async (_: unknown, value: unknown) => {
      written.push(value);
      return deps.values.write(_, value);
    };
    const observed = { ...deps, values: { ...deps.values, write } };
    const refused = writeValue(observed, input);
    await expect(refused).rejects.toMatchObject({ code: "edit_locked", details: { editor_id: "ann" } });
    expect([written, commands]).toEqual([[], []]);
    await writeValue(observed, { ...input, editor_id: "ann" });
    expect([written, commands.length]).toEqual([[[1]], 1]);
  });

  it("leaves the lock of every other node to its object", async () => {
    const { deps, commands } = nodeWorld(LOCKED);
    await writeValue(deps, input);
    expect(commands).toHaveLength(1);
  });
});
