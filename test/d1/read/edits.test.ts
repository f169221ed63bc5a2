import { beforeEach, describe, expect, it } from "vitest";
import { appOf, node, scenario, task } from "../app.ts";
import { drain, edit, file, state } from "../rows.ts";
import { createWorld, db, emptyDatabase, rowCounts, textPayload } from "../world.ts";

const [raw, model, result] = [node("raw", { scope: "GLOBAL" }), node("model"), node("result")];
const app = appOf({
  dataNodes: [
    node("n"),
    node("brief", { validityPeriod: 90_000_000_000 + 1_000_000 }),
    node("c", { storageType: "csv", properties: { path: "a.csv" } }),
  ],
  scenarios: [scenario("s", [task("train", [raw], [model]), task("use", [model], [result])])],
});
const at = (seconds: number) => `2026-11-23T06:00:0${seconds}.500000`;

beforeEach(emptyDatabase);

const newNode = async (config = "n"): Promise<string> =>
  JSON.parse(await createWorld(app).entityWriter.createDataNode(config)).id;

async function writtenAt(id: string, ...seconds: number[]) {
  const edits = seconds.map((second, index) =>
    edit({ data_node_id: id, number: index + 1, timestamp: at(second), ...textPayload(String(second)) }),
  );
  const last_edit_date = at(seconds.at(-1) ?? 0);
  await drain({ edits, dataNodes: [{ ...state(id, seconds.length), last_edit_date }] });
}

describe("the edits of a data node", () => {
  it("show who wrote, when and how much, but not the value", async () => {
    const id = await newNode();
    const first = edit({
      data_node_id: id,
      editor_id: "ann",
      actor: "user:ann",
      comment: 'said "so"',
      ...textPayload("secret"),
    });
    const outside = edit({
      data_node_id: id,
      number: 2,
      job_id: "JOB_1",
      ...textPayload("", { tier: "outside", body: null, hash: "", size: 0 }),
    });
    await drain({ edits: [first, outside], dataNodes: [state(id, 2)] });
    const { text } = await createWorld(app).entityReader.edits(id, { after: null, limit: 10 });
    expect(JSON.parse(`[${text}]`)).toEqual([
      {
        number: 1,
        timestamp: "2026-11-23T06:00:00",
        job_id: null,
        editor_id: "ann",
        actor: "user:ann",
        comment: 'said "so"',
        size: 6,
        hash: "0".repeat(64),
        content_type: "application/json",
        is_kept: true,
      },
      expect.objectContaining({ number: 2, job_id: "JOB_1", actor: null, hash: null, is_kept: false }),
    ]);
  });

  it("are listed in pages, each edit once and in order", async () => {
    const id = await newNode();
    const { entityReader } = createWorld(app);
    await writtenAt(id, 0, 1, 2, 3, 4);
    const numbers: number[] = [];
    let after: string | null = null;
    do {
      const page = await entityReader.edits(id, { after, limit: 2 });
      numbers.push(...JSON.parse(`[${page.text}]`).map((edit: { number: number }) => edit.number));
      after = page.next;
    } while (after !== null);
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
    await expect(entityReader.edits(id, { after: "DATANODE_x", limit: 2 })).rejects.toMatchObject({
      code: "invalid_query",
    });
  });

  it("are found by number, and by time as the newest one until then", async () => {
    const id = await newNode();
    const { entityReader } = createWorld(app);
    await writtenAt(id, 1, 3);
    const body = async (which: Parameters<typeof entityReader.edit>[1]) => (await entityReader.edit(id, which))?.body;
    expect(await body({ number: 1 })).toBe("1");
    expect(await body({ number: 3 })).toBeUndefined();
    expect(await body({ at: "2026-11-23T06:00:01.499999" })).toBeUndefined();
    expect(await body({ at: at(1) })).toBe("1");
    expect(await body({ at: "2026-11-23T06:00:02" })).toBe("1");
    expect(await body({ at: "2030-01-01T00:00:00" })).toBe("3");
  });
});

describe("the file at the path of a data node that nothing has written", () => {
  const initial = { number: 1, timestamp: at(7), editor_id: "TAIPY", comment: "Initial content of the file." };

  it("is listed as edit 1, in the history and in the node, and no row of edits has it", async () => {
    const id = await newNode("c");
    const { entityReader, get } = createWorld(app, { now: at(8) });
    const edits = async (after: string | null = null) =>
      JSON.parse(`[${(await entityReader.edits(id, { after, limit: 2 })).text}]`);
    expect([await edits(), (await get("data_node", id)).edits]).toEqual([[], []]);
    await drain({ files: [file({ modified: at(7), ...textPayload("rows", { key: "payloads/k" }) })] });
    expect(await edits()).toEqual([expect.objectContaining({ ...initial, size: 4, job_id: null, is_kept: true })]);
    expect(await edits("1")).toEqual([]);
    expect((await get("data_node", id)).edits).toEqual([initial]);
    expect(await rowCounts()).toMatchObject({ edits: 0 });
  });

  it("is listed no more as such when an edit was written", async () => {
    const id = await newNode("c");
    await drain({ files: [file({ modified: at(7) })] });
    await writtenAt(id, 7, 8);
    const { text } = await createWorld(app).entityReader.edits(id, { after: null, limit: 9 });
    expect(JSON.parse(`[${text}]`)).toMatchObject([{ number: 1, comment: null }, { number: 2 }]);
  });
});

describe("a data node that was written last when its file was older", () => {
  it("has a file of its own, also where D1 has not been told: the object of an earlier release does not", async () => {
    const id = await newNode("c");
    const snapshot = async () => (await createWorld(app).entityReader.dataNode(id))?.payload?.body;
    await drain({ files: [file({ modified: at(5), ...textPayload("of all") })] });
    expect(await snapshot()).toBe("of all");
    await writtenAt(id, 5, 8);
    expect(await snapshot()).toBe("8");
  });
});

describe("the freshness of a data node", () => {
  const get = (id: string, now: string) => createWorld(app, { now }).get("data_node", id);

  it("follows its validity period to the microsecond", async () => {
    const id = await newNode("brief");
    expect(await get(id, at(0))).toMatchObject({ validity_period: 90_001, expiration_date: null, is_valid: false });
    await writtenAt(id, 1);
    const fresh = { expiration_date: "2026-11-24T07:00:02.500000", is_valid: true, is_ready_for_reading: true };
    expect(await get(id, "2026-11-24T07:00:02.500000")).toMatchObject(fresh);
    expect(await get(id, "2026-11-24T07:00:02.500001")).toMatchObject({ is_valid: false, is_up_to_date: false });
  });

  it("never ends without a validity period, although the expiration date is the time of the write as in Taipy", async () => {
    const id = await newNode();
    await writtenAt(id, 1);
    expect(await get(id, "2999-01-01T00:00:00")).toMatchObject({
      validity_period: null,
      expiration_date: at(1),
      is_valid: true,
      is_up_to_date: true,
    });
  });

  it("does not make it ready for reading while it is being edited", async () => {
    const id = await newNode();
    await writtenAt(id, 1);
    await drain({ dataNodes: [{ ...state(id, 2, 1), edit_in_progress: true }] });
    expect(await get(id, at(2))).toMatchObject({ is_valid: true, is_ready_for_reading: false });
  });

  it("is that of the file at its path, through whichever node that was written", async () => {
    const id = await newNode("c");
    await drain({ files: [file({ modified: at(7) })] });
    expect(await get(id, at(8))).toMatchObject({ last_edit_date: at(7), is_valid: true, is_ready_for_reading: true });
    expect(await createWorld(app).entityReader.dataNode(id)).toMatchObject({ last_edit_date: at(7) });
  });

  it("ends with a newer write to any data node that it was made from, directly or not", async () => {
    const world = createWorld(app);
    await world.scenario("s");
    const [source, middle, end] = await Promise.all(
      ["raw", "model", "result"].map((id) => world.only("data_node", id)),
    );
    await writtenAt(source.id, 1);
    await writtenAt(middle.id, 2);
    await writtenAt(end.id, 3);
    const upToDate = async (...ids: string[]) =>
      Promise.all(ids.map(async (id) => (await world.get("data_node", id)).is_up_to_date));
    expect(await upToDate(source.id, middle.id, end.id)).toEqual([true, true, true]);
    await drain({ dataNodes: [{ ...state(source.id, 9, 1), last_edit_date: at(4) }] });
    expect(await upToDate(source.id, middle.id, end.id)).toEqual([true, false, false]);
  });

  it("is shown by lists, except for is_up_to_date, which needs the ancestors of every node", async () => {
    await newNode();
    const [listed] = await createWorld(app).list("data_node");
    expect(listed).toMatchObject({ is_valid: false, is_ready_for_reading: false });
    expect(listed).not.toHaveProperty("is_up_to_date");
  });
});

it("a file that a write replaces becomes garbage", async () => {
  const inKv = (key: string) => textPayload("", { tier: "kv", key, body: null });
  await drain({ files: [file({ ...inKv("seed") })] });
  await drain({ files: [file({ modified: at(1), ...inKv("newer") })] });
  const { results } = await db.prepare("SELECT key FROM doomed_payloads").all();
  expect(results).toEqual([{ key: "seed" }]);
});
