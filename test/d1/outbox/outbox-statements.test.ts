import { beforeEach, describe, expect, it } from "vitest";
import { NO_UNITS } from "../../../src/core/cost/usage.ts";
import { outboxStatements } from "../../../src/d1/outbox/outbox-statements.ts";
import { appOf, node } from "../app.ts";
import { drain, edit, file, job, state, submission } from "../rows.ts";
import { createWorld, db, emptyDatabase, rowCounts, textPayload } from "../world.ts";

const world = createWorld(appOf({ dataNodes: [node("n"), node("c", { properties: { path: "a.csv" } })] }));
const { entityReader } = world;

beforeEach(emptyDatabase);

const newNode = async (config = "n"): Promise<string> => JSON.parse(await world.entityWriter.createDataNode(config)).id;

describe("the rows of an orchestrator object", () => {
  it("are stored as they are", async () => {
    const full = job({
      status: "FAILED",
      status_change_records: { SUBMITTED: "2026-11-23T06:00:00", FAILED: "2026-11-23T06:00:01.5" },
      force: true,
      subscribers: [{ fct_name: "f", fct_params: [1, { a: null }], fct_module: "m" }],
      stacktrace: ['Error: "quoted"\n  at é☃', "two"],
      attempt: 3,
    });
    const ended = submission({ finished_at: "2026-11-23T06:00:02", is_canceled: true, pending_jobs: ["x"] });
    await drain({ jobs: [full], submissions: [ended] });
    expect(await entityReader.job(full.id)).toEqual(full);
    expect(await entityReader.submission(ended.id)).toEqual(ended);
  });

  it("take one statement a kind, however many rows there are", () => {
    const jobs = Array.from({ length: 300 }, (_, index) => job({ id: `JOB_t_${index}` }));
    const rows = { edits: [edit()], files: [file()], dataNodes: [state("x", 1)], submissions: [submission()] };
    const none = { deletedJobs: [], deletedSubmissions: [], deletedDataNodes: [], audit: [] };
    expect(outboxStatements(db, { ...rows, ...none, jobs })).toHaveLength(6);
    expect(outboxStatements(db, { ...none, edits: [], files: [], dataNodes: [], jobs: [], submissions: [] })).toEqual(
      [],
    );
  });

  it("are split into values that D1 can bind", async () => {
    const jobs = Array.from({ length: 40 }, (_, index) =>
      job({ id: `JOB_t_${index}`, stacktrace: ["☃".repeat(50_000)] }),
    );
    expect(await drain({ jobs })).toHaveLength(4);
    expect(await rowCounts()).toMatchObject({ jobs: 40 });
  });
});

describe("an older copy of a row", () => {
  it("changes no job and no submission, whichever copy comes first", async () => {
    const [old, young] = [job({ revision: 3 }), job({ revision: 4, status: "COMPLETED" })];
    const [before, after] = [submission({ revision: 3 }), submission({ revision: 9, submission_status: "COMPLETED" })];
    await drain({ jobs: [young], submissions: [after] });
    await drain({ jobs: [old], submissions: [before] });
    expect(await entityReader.job(old.id)).toEqual(young);
    expect(await entityReader.submission(before.id)).toEqual(after);
    await drain({ jobs: [job({ revision: 5, status: "CANCELED" })] });
    expect(await entityReader.job(old.id)).toMatchObject({ status: "CANCELED", revision: 5 });
  });

  it("of a submission that has its units is replaced by a newer one without them, and its units stay", async () => {
    const units = { ...NO_UNITS, kv_reads: 4 };
    const ended = submission({ revision: 3, finished_at: "2026-11-23T06:00:02", units });
    await drain({ submissions: [ended] });
    await drain({ submissions: [{ ...ended, revision: 4, is_canceled: true, units: null }] });
    expect(await entityReader.submission(ended.id)).toEqual({ ...ended, revision: 4, is_canceled: true });
    const counted = { ...units, kv_reads: 5 };
    await drain({ submissions: [{ ...ended, revision: 5, units: counted }] });
    expect(await entityReader.submission(ended.id)).toMatchObject({ units: counted });
  });

  it("of a data node's state refuses its whole batch, since its object has lost what it knew", async () => {
    const id = await newNode();
    await drain({
      edits: [edit({ data_node_id: id }), edit({ data_node_id: id, number: 2 })],
      dataNodes: [state(id, 2)],
    });
    await expect(drain({ jobs: [job()], dataNodes: [state(id, 1)] })).rejects.toThrow("data_nodes.revision");
    expect(await entityReader.dataNode(id)).toMatchObject({ revision: 2, edit_number: 2 });
    expect(await rowCounts()).toMatchObject({ jobs: 0 });
  });

  it("changes no file", async () => {
    const id = await newNode("c");
    await drain({ files: [file({ modified: "2026-11-23T06:00:00.000001", ...textPayload("new") })] });
    await drain({ files: [file({ modified: "2026-11-23T06:00:00", ...textPayload("old") })] });
    expect((await entityReader.dataNode(id))?.payload?.body).toBe("new");
  });

  it("writes no row when it comes twice", async () => {
    const id = await newNode();
    const rows = { edits: [edit({ data_node_id: id })], dataNodes: [state(id, 1)], jobs: [job()], files: [file()] };
    await drain(rows);
    expect((await drain(rows)).map((result) => result.meta.changes)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("a deleted data node", () => {
  it("is not inserted again by its state or an edit", async () => {
    const id = await newNode();
    await drain({ edits: [edit({ data_node_id: id })], dataNodes: [state(id, 1)] });
    await drain({ deletedDataNodes: [id] });
    await drain({ edits: [edit({ data_node_id: id, number: 2 })], dataNodes: [state(id, 2)] });
    expect(await entityReader.dataNode(id)).toBeNull();
    expect(await rowCounts()).toMatchObject({ data_nodes: 0, edits: 0 });
  });

  it("is deleted with its edits and its list of users, also those of the same batch", async () => {
    const id = await newNode();
    await db.prepare("INSERT INTO parents VALUES (?, 'TASK_t_1')").bind(id).run();
    await drain({ edits: [edit({ data_node_id: id })], dataNodes: [state(id, 1)], deletedDataNodes: [id] });
    expect(await rowCounts()).toMatchObject({ data_nodes: 0, edits: 0, parents: 0 });
  });
});

it("deleted jobs and submissions have no rows any more", async () => {
  await drain({ jobs: [job(), job({ id: "JOB_t_2" })], submissions: [submission()] });
  await drain({ deletedJobs: ["JOB_t_1"], deletedSubmissions: ["SUBMISSION_1"] });
  expect((await world.list("job")).map((each) => each.id)).toEqual(["JOB_t_2"]);
  expect(await rowCounts()).toMatchObject({ submissions: 0 });
});

it("a data node that has left the default file at its path for one of its own keeps all its other properties", async () => {
  const id = await newNode();
  const textWith = (is_generated: boolean) =>
    `{"default_path":"a.csv","name":"é \\"q\\"","ratio":1.0,"big":12345678901234567890,"is_generated":${is_generated}}`;
  await db.prepare("UPDATE data_nodes SET properties = ?").bind(textWith(false)).run();
  const properties = () => db.prepare("SELECT properties FROM data_nodes WHERE id = ?").bind(id).first("properties");
  await drain({ dataNodes: [state(id, 1)] });
  expect(await properties()).toBe(textWith(false));
  await drain({ dataNodes: [{ ...state(id, 2), has_own_file: true }] });
  expect(await properties()).toBe(textWith(true));
  await drain({ dataNodes: [state(id, 3)] });
  expect(await properties()).toBe(textWith(true));
});

it("the path of a deleted data node is noted, also of one that has a file of its own: it may have been the last one there", async () => {
  const id = await newNode("c");
  const properties = '{"default_path":"a.csv","path":"a.csv","is_generated":true}';
  await db.prepare("UPDATE data_nodes SET properties = ?").bind(properties).run();
  await drain({ deletedDataNodes: [id] });
  expect((await db.prepare("SELECT path FROM deleted_paths").all()).results).toEqual([{ path: "a.csv" }]);
});
