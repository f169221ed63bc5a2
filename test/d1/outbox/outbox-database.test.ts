import { beforeEach, describe, expect, it } from "vitest";
import { type CounterStep, type OutboxRows, OutOfStepError } from "../../../src/core/ports/outbox-database.ts";
import { raiseCounter } from "../../../src/d1/outbox/counter.ts";
import { createDatabase } from "../../../src/d1/outbox/outbox-database.ts";
import { NO_ROWS } from "../../orchestrator/world/factories.ts";
import { appOf, node } from "../app.ts";
import { edit, job, state } from "../rows.ts";
import { createWorld, db, emptyDatabase, garbageKeys, rowCounts } from "../world.ts";

const world = createWorld(appOf({ dataNodes: [node("n"), node("m"), node("k")] }));
const database = createDatabase(db);

beforeEach(emptyDatabase);

const newNode = async (config = "n"): Promise<string> => JSON.parse(await world.entityWriter.createDataNode(config)).id;
/** A batch that an object at a revision sends. */
const applyAt = (revision: number, rows: Partial<OutboxRows> = {}, step: Partial<CounterStep> = {}, domain = "owner") =>
  database.apply(domain, { to: revision, least: 0, most: revision, ...step }, { ...NO_ROWS, ...rows });
const apply = (rows: Partial<OutboxRows>) => applyAt(1, rows);
const wait = (domain: string, data_node_id: string) =>
  applyAt(1, { foreignWaits: [{ data_node_id, waiting: true }] }, {}, domain);
const counter = (domain = "owner") =>
  db.prepare("SELECT revision FROM outbox_fences WHERE domain = ?").bind(domain).first<number>("revision");
/** A data node of a domain, with the revisions that it has had. */
const nodeOf = async (domain: string, config: string, ...revisions: number[]): Promise<string> => {
  const id = await newNode(config);
  await db.prepare("UPDATE data_nodes SET domain = ? WHERE id = ?").bind(domain, id).run();
  for (const revision of revisions) await applyAt(revision, { dataNodes: [state(id, revision)] }, {}, domain);
  return id;
};

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

describe("a late batch of a stopped object", () => {
  it("is refused as a whole after a later one", async () => {
    const id = await newNode();
    await applyAt(5, { dataNodes: [state(id, 5)], deletedJobs: ["JOB_t_1"] });
    const late = { edits: [edit({ data_node_id: id, number: 4 })], dataNodes: [state(id, 4)], jobs: [job()] };
    await expect(applyAt(4, late)).rejects.toThrow(OutOfStepError);
    expect(await world.entityReader.dataNode(id)).toMatchObject({ revision: 5, edit_number: 5 });
    expect(await rowCounts()).toMatchObject({ jobs: 0, edits: 0 });
    await applyAt(6, { jobs: [job()] });
    expect((await world.list("job")).map(({ id }) => id)).toEqual(["JOB_t_1"]);
  });

  it("is taken when the later one has never arrived", async () => {
    await applyAt(4, { jobs: [job()] });
    await applyAt(4, { jobs: [job()] });
    expect(await rowCounts()).toMatchObject({ jobs: 1 });
  });
});

describe("the counter of a domain", () => {
  it("is raised by each batch, for one row that is written", async () => {
    const { meta } = await raiseCounter(db, "owner", { to: 3, least: 0, most: 3 }).run();
    expect([await counter(), meta.rows_written]).toEqual([3, 1]);
    await applyAt(9, { dataNodes: [] });
    await applyAt(9, { dataNodes: [] });
    expect(await counter()).toBe(9);
    await applyAt(4, {}, {}, "another");
    expect([await counter(), await counter("another")]).toEqual([9, 4]);
  });

  it("stands at what D1 has completely, though the object is further already", async () => {
    await applyAt(9, {}, { to: 5 });
    expect(await counter()).toBe(5);
    await applyAt(9, {}, { to: 4 });
    expect(await counter()).toBe(5);
  });

  it("refuses a batch of an object that D1 has not followed: it was restored to an earlier time", async () => {
    await applyAt(9);
    await expect(applyAt(20, { jobs: [job()] }, { least: 10 })).rejects.toThrow(OutOfStepError);
    await expect(applyAt(20, { jobs: [job()] }, { least: 1 }, "lost")).rejects.toThrow(OutOfStepError);
    expect([await counter(), await rowCounts()]).toMatchObject([9, { jobs: 0 }]);
    await applyAt(20, {}, { least: 9 });
    expect(await counter()).toBe(20);
  });

  it("refuses a batch of an object that another one has overtaken, also when its revisions are higher", async () => {
    await applyAt(9);
    await expect(applyAt(20, {}, { most: 8 })).rejects.toThrow(OutOfStepError);
    expect(await counter()).toBe(9);
  });

  it("comes with each data node that is read, that of its own domain", async () => {
    const own = await nodeOf("owner", "n", 3, 7);
    const other = await nodeOf("another", "m", 2);
    const fresh = await nodeOf("fresh", "k");
    const read = await database.snapshots([own, other, fresh]);
    expect(Object.fromEntries(read.map(({ id, as_of }) => [id, as_of]))).toEqual({ [own]: 7, [other]: 2, [fresh]: 0 });
    expect(await world.entityReader.dataNode(own)).toMatchObject({ as_of: 7, revision: 7 });
  });
});

describe("a batch of an object that has lost its state, beside a domain without a counter", () => {
  it("is refused when a data node of it is newer in D1", async () => {
    const id = await newNode();
    await applyAt(40, { dataNodes: [state(id, 40)] });
    await db.exec("DELETE FROM outbox_fences");
    await expect(applyAt(2, { jobs: [job()], dataNodes: [state(id, 2)] })).rejects.toThrow(OutOfStepError);
    expect(await rowCounts()).toMatchObject({ jobs: 0 });
    expect(await world.entityReader.dataNode(id)).toMatchObject({ revision: 40 });
  });

  it("is refused when another edit has the number of one of its edits", async () => {
    const data_node_id = await newNode();
    const first = edit({ data_node_id, number: 1, timestamp: "2026-11-23T06:00:00" });
    await applyAt(1, { edits: [first] });
    await applyAt(1, { edits: [first] });
    const other = { ...first, timestamp: "2026-11-23T06:00:01" };
    await expect(applyAt(2, { edits: [other], jobs: [job()] })).rejects.toThrow(OutOfStepError);
    expect(await rowCounts()).toMatchObject({ jobs: 0, edits: 1 });
    expect(await world.entityReader.edit(data_node_id, { number: 1 })).toMatchObject({ timestamp: first.timestamp });
  });
});

describe("what D1 has of what an object has in flight", () => {
  it("is told of one moment: the counter, the data nodes with their newest edits, and the entities that are there", async () => {
    const id = await nodeOf("owner", "n", 3);
    await applyAt(4, { edits: [edit({ data_node_id: id, number: 9 })] });
    const { results } = await db.prepare("SELECT id FROM scenarios UNION SELECT id FROM tasks").all<{ id: string }>();
    expect(results).toEqual([]);
    await db.exec(TASK_AND_SEQUENCE);
    const entities = [
      "TASK_t_1",
      "TASK_t_2",
      "SEQUENCE_two words_SCENARIO_s_1",
      "SCENARIO_s_1",
      "SEQUENCE_q_SCENARIO_s_1",
    ];
    const stand = await database.stand("owner", { dataNodes: [id, "DATANODE_gone"], entities });
    expect(stand).toMatchObject({
      counter: 4,
      dataNodes: [{ id, revision: 3, edit_number: 3, newest_edit: 9, as_of: 4 }],
    });
    expect(stand.entities).toEqual(["TASK_t_1", "SEQUENCE_two words_SCENARIO_s_1", "SCENARIO_s_1"]);
    expect(await database.stand("nobody", { dataNodes: [], entities: [] })).toEqual({
      counter: 0,
      dataNodes: [],
      entities: [],
    });
  });
});

const TASK_AND_SEQUENCE = `INSERT INTO tasks (id, config_id, version, domain, input_ids, output_ids, function_name, function_module, skippable, properties) VALUES ('TASK_t_1', 't', 'v', 'D', '[]', '[]', 'f', 'm', 0, '{}');
INSERT INTO scenarios (id, config_id, version, domain, tasks, additional_data_nodes, properties, creation_date, primary_scenario, subscribers, tags) VALUES ('SCENARIO_s_1', 's', 'v', 'D', '[]', '[]', '{}', '2026-11-23', 0, '[]', '[]');
INSERT INTO sequences (scenario_id, name, version, tasks, properties, subscribers) VALUES ('SCENARIO_s_1', 'two words', 'v', '[]', '{}', '[]');`;
