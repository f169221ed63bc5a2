import { beforeEach, describe, expect, it } from "vitest";
import type { OutboxRows } from "../../../src/core/ports/outbox-database.ts";
import { createDatabase } from "../../../src/d1/outbox/outbox-database.ts";
import { NO_ROWS } from "../../orchestrator/world/factories.ts";
import { appOf, node } from "../app.ts";
import { edit, job, state } from "../rows.ts";
import { createWorld, db, emptyDatabase, garbageKeys } from "../world.ts";

const world = createWorld(appOf({ dataNodes: [node("n")] }));
const database = createDatabase(db);

beforeEach(emptyDatabase);

const newNode = async (): Promise<string> => JSON.parse(await world.entityWriter.createDataNode("n")).id;
const apply = (rows: Partial<OutboxRows>) => database.apply("owner", 1, { ...NO_ROWS, ...rows });
const wait = (domain: string, data_node_id: string) =>
  database.apply(domain, 1, { ...NO_ROWS, foreignWaits: [{ data_node_id, waiting: true }] });

describe("the answer to an object's rows", () => {
  it("names the domains that wait for a data node that has changed", async () => {
    const [id, other] = [await newNode(), await newNode()];
    await wait("reader", id);
    await wait("writer", id);
    await wait("reader", other);
    const { waits, gone } = await apply({ dataNodes: [state(id, 1)] });
    expect(waits.toSorted((a, b) => a.domain.localeCompare(b.domain))).toEqual([
      { domain: "reader", data_node_id: id },
      { domain: "writer", data_node_id: id },
    ]);
    expect(gone).toEqual([]);
  });

  it("names them again when the same rows come again, because the first answer may have been lost", async () => {
    const id = await newNode();
    await wait("reader", id);
    const rows = { edits: [edit({ data_node_id: id })], dataNodes: [state(id, 1)] };
    expect(await apply(rows)).toEqual({ waits: [{ domain: "reader", data_node_id: id }], gone: [] });
    expect(await apply(rows)).toEqual({ waits: [{ domain: "reader", data_node_id: id }], gone: [] });
  });

  it("names them for a data node that is deleted", async () => {
    const id = await newNode();
    await wait("reader", id);
    expect((await apply({ deletedDataNodes: [id] })).waits).toEqual([{ domain: "reader", data_node_id: id }]);
  });

  it("is empty for a slice of which every row has changed again", async () => {
    expect(await apply({})).toEqual({ waits: [], gone: [] });
  });

  it("comes after the payload of a write to a deleted data node was marked as garbage, and no other payload", async () => {
    const inKv = (data_node_id: string) => edit({ data_node_id, tier: "kv", key: `of ${data_node_id}`, body: null });
    await apply({ edits: [inKv(await newNode()), inKv("DATANODE_gone"), edit({ data_node_id: "DATANODE_inline" })] });
    expect(await garbageKeys()).toEqual(["of DATANODE_gone"]);
  });

  it("names the data nodes that were deleted, and only those", async () => {
    const id = await newNode();
    const rows = {
      edits: [edit({ data_node_id: "DATANODE_gone" })],
      dataNodes: [state(id, 1), state("DATANODE_gone", 1)],
    };
    expect((await apply(rows)).gone).toEqual(["DATANODE_gone"]);
    expect((await apply({ dataNodes: [state(id, 2)] })).gone).toEqual([]);
  });
});

describe("a late batch of a stopped object that arrives after rows were removed", () => {
  it("is refused when it could insert them again", async () => {
    await database.apply("owner", 5, { ...NO_ROWS, deletedJobs: ["JOB_t_1"] });
    await expect(database.apply("owner", 4, { ...NO_ROWS, jobs: [job()] })).rejects.toThrow("NOT NULL constraint");
    await database.apply("owner", 6, { ...NO_ROWS, jobs: [job()] });
    expect((await world.list("job")).map(({ id }) => id)).toEqual(["JOB_t_1"]);
  });

  it("is applied when it holds only a data node's state, which is guarded by its revision", async () => {
    const id = await newNode();
    await database.apply("owner", 5, { ...NO_ROWS, dataNodes: [state(id, 5)], deletedJobs: ["JOB_t_1"] });
    const late = { edits: [edit({ data_node_id: id, number: 4 })], dataNodes: [state(id, 4)] };
    expect((await database.apply("owner", 4, { ...NO_ROWS, ...late })).gone).toEqual([]);
    expect(await world.entityReader.dataNode(id)).toMatchObject({ revision: 5, edit_number: 5 });
  });
});
