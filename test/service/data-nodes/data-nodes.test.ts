import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, list, only, readData, submitScenario, writeData } from "../api.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ entry: "test/service/data-nodes/data-nodes-worker.ts" });
});
afterAll(() => service.stop());

const SLOW = { timeout: 180_000 };
const MEBIBYTE = 1_024 * 1_024;

type Answer = Record<string, unknown>;

/** A fresh node of the configuration. */
async function fresh(config: string): Promise<string> {
  const before = new Set((await list(service, "datanodes")).map(({ id }) => id));
  await createScenario(service, config === "rows" || config === "total" ? "report" : "nodes");
  const created = (await list(service, "datanodes")).filter(({ id }) => !before.has(id));
  return only(created, { config_id: config }).id;
}

const at = (id: string, rest: string) => `/api/v1/datanodes/${id}/${rest}`;
const get = async (id: string, rest: string, status = 200) =>
  answerOf<Answer>(await service.fetch(at(id, rest)), status);
const post = (id: string, rest: string, body: unknown) =>
  service.fetch(at(id, rest), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const upload = (id: string, body: BodyInit, headers: Record<string, string> = {}) =>
  service.fetch(at(id, "content"), { method: "PUT", body, headers });
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** Keys of every payload that KV and R2 hold. */
async function storedKeys(): Promise<string[]> {
  const kv = await service.miniflare.getKVNamespace("PAYLOADS");
  const r2 = await service.miniflare.getR2Bucket("LARGE_PAYLOADS");
  const [inKv, inR2] = [await kv.list(), await r2.list()];
  return [...inKv.keys.map((key) => key.name), ...inR2.objects.map((object) => object.key)].sort();
}

describe("a table of 100,000 rows", SLOW, () => {
  const cities = ["Oslo", "Lima", "Pune", "Kyiv"];
  const lines = Array.from({ length: 100_000 }, (_, id) => `${id},${cities[id % 4]},${id % 100},${"x".repeat(80)}`);
  const csv = `id,city,value,note\n${lines.join("\n")}\n`;

  it("uploads, reads with a filter and a limit, feeds a task, and downloads as it was", async () => {
    expect(csv.length).toBeGreaterThan(9_000_000);
    const scenario = await createScenario(service, "report");
    const { id } = only(await list(service, "datanodes"), { config_id: "rows", owner_id: scenario.id });
    const uploaded = await answerOf<Answer>(await upload(id, csv, { "Content-Type": "text/csv" }), 200);
    expect(uploaded.edit).toMatchObject({ number: 1, size: csv.length, hash: sha256(csv), is_kept: true });

    const operators = encodeURIComponent(JSON.stringify([{ key: "city", value: "Pune", operator: "EQUAL" }]));
    const part = await get(id, `read/?operators=${operators}&offset=10&limit=2&columns=id,city`);
    expect(part).toEqual({
      data: [
        { id: 42, city: "Pune" },
        { id: 46, city: "Pune" },
      ],
    });

    await submitScenario(service, scenario.id);
    const total = only(await list(service, "datanodes"), { config_id: "total", owner_id: scenario.id });
    expect(await readData(service, total.id)).toBe(1_000 * 4_950);

    const content = await service.fetch(at(id, "content"));
    expect(content.headers.get("Content-Length")).toBe(String(csv.length));
    expect(sha256(await content.text())).toBe(sha256(csv));
    const range = await service.fetch(at(id, "content/"), { headers: { Range: "bytes=0-17" } });
    expect([range.status, await range.text()]).toEqual([206, "id,city,value,note"]);
  });
});

describe("large values", SLOW, () => {
  it.each([2_000_000, 12_000_000])("of %i bytes round-trip as JSON and as a file", async (size) => {
    const id = await fresh("document");
    const value = { text: "é".repeat(size / 4) + "x".repeat(size / 2) };
    await writeData(service, id, value);
    expect(sha256((await readData<typeof value>(service, id)).text)).toBe(sha256(value.text));

    const file = JSON.stringify([value.text, 1]);
    expect((await upload(id, file)).status).toBe(200);
    const content = await service.fetch(at(id, "content"));
    expect(sha256(new Uint8Array(await content.arrayBuffer()))).toBe(sha256(file));
    const tail = await service.fetch(at(id, "content"), { headers: { Range: "bytes=-5" } });
    expect([tail.status, await tail.text()]).toEqual([206, 'x",1]']);
    expect(await get(id, "read/?limit=1&offset=1")).toEqual({ data: [1] });
  });

  it.each([20_000_000, 40_000_000])("of %i bytes can't be decoded: 422, and nothing is left behind", async (size) => {
    const id = await fresh("document");
    const before = await storedKeys();
    const answer = await answerOf<Answer>(await upload(id, JSON.stringify("x".repeat(size))), 422);
    expect(answer).toMatchObject({ code: "value_too_large" });
    expect(await storedKeys()).toEqual(before);
  });

  it("beyond the limit are 413, and leave nothing behind", async () => {
    const id = await fresh("any");
    const before = await storedKeys();
    const bytes = new Uint8Array(MEBIBYTE).fill(0x20);
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        if (sent++ < 110) controller.enqueue(bytes);
        else controller.close();
      },
    });
    const init = { method: "PUT", body: endless, duplex: "half" } as RequestInit;
    expect((await service.fetch(at(id, "content"), init)).status).toBe(413);
    expect(await storedKeys()).toEqual(before);
  });
});

describe("content that cannot be read", () => {
  it("is refused with 422 and the position, writes no edit and leaves nothing behind", async () => {
    const id = await fresh("document");
    await writeData(service, id, { kept: true });
    const before = await storedKeys();
    const answer = await answerOf<Answer>(await upload(id, `{"a": 1,\n"b": ${"x".repeat(20_000)}}`), 422);
    expect(answer).toMatchObject({ code: "unreadable_content", message: expect.stringContaining("line 2") });
    expect(await storedKeys()).toEqual(before);
    expect(await readData(service, id)).toEqual({ kept: true });
    expect(await get(id, "edits/")).toHaveLength(1);
  });
});

describe("the history of a node", () => {
  it("is listed, read by number and by time, compared and restored", async () => {
    const id = await fresh("document");
    for (const step of [1, 2, 3]) await writeData(service, id, { step, text: "x".repeat(20_000) });
    const edits = (await get(id, "edits/")) as unknown as { number: number; timestamp: string; hash: string }[];
    expect(edits.map((edit) => edit.number)).toEqual([1, 2, 3]);
    expect(await get(id, "read/?edit=1")).toMatchObject({ data: { step: 1 } });
    expect(await get(id, `read/?at=${edits[1]?.timestamp}`)).toMatchObject({ data: { step: 2 } });

    const { diff } = await get(id, "diff/?from=1&to=3");
    expect(diff).toMatchObject({
      is_equal: false,
      patch: expect.arrayContaining([{ op: "replace", path: "/step", value: 3 }]),
    });

    const before = await storedKeys();
    const restored = await answerOf<Answer>(await post(id, "restore/", { edit: 1 }), 200);
    expect(restored.edit).toMatchObject({ number: 4, hash: edits[0]?.hash, comment: "Restored from edit 1." });
    expect(await readData(service, id)).toMatchObject({ step: 1 });
    expect(await storedKeys()).toEqual(before);
    expect((await get(id, "diff/?from=1")).diff).toMatchObject({ from: 1, to: 4, is_equal: true });
    await get(id, "read/?edit=9", 404);
  });

  it("keeps as many values as the configuration says, and what a restored edit uses", async () => {
    const id = await fresh("brief");
    for (const step of [1, 2, 3]) await writeData(service, id, { step, text: "x".repeat(20_000) });
    await answerOf(await post(id, "restore/", { edit: 1 }), 200);
    await sweep();
    const gone = await get(id, "read/?edit=2", 410);
    expect(gone).toMatchObject({ code: "edit_value_removed", message: expect.stringContaining("Edit 2") });
    await get(id, "read/?edit=1", 410);
    expect(await get(id, "read/?edit=3")).toMatchObject({ data: { step: 3 } });

    const before = await storedKeys();
    await aDayLater();
    await sweep();
    // Of three payloads the second went; the first is what edit 4 has restored.
    expect(await storedKeys()).toHaveLength(before.length - 1);
    expect(await readData(service, id)).toMatchObject({ step: 1 });
  });

  it("is deleted with the node, but the file at its configured path stays", async () => {
    const [id, seeded] = [await fresh("any"), await fresh("seeded")];
    await writeData(service, id, "x".repeat(20_000));
    await writeData(service, seeded, [{ a: "y".repeat(20_000) }]);
    const before = await storedKeys();
    for (const doomed of [id, seeded]) {
      await answerOf(await service.fetch(at(doomed, "").slice(0, -1), { method: "DELETE" }), 200);
    }
    await aDayLater();
    await sweep();
    expect(await storedKeys()).toHaveLength(before.length - 1);
    expect(await readData(service, await fresh("seeded"))).toEqual([{ a: "y".repeat(20_000) }]);
  });
});

describe("appending", () => {
  it("twelve times at once keeps all twelve", async () => {
    const id = await fresh("document");
    await writeData(service, id, []);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, item) => post(id, "append/", { item })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(200));
    const items = (await readData<{ item: number }[]>(service, id)).map(({ item }) => item);
    expect(items.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, item) => item));
    expect(await get(id, "edits/")).toHaveLength(13);
  });

  it("adds rows to a table, and is refused where Taipy's type cannot", async () => {
    const [table, any] = [await fresh("rows"), await fresh("any")];
    await answerOf(await post(table, "append/", [{ id: 1, city: "Oslo", value: 2 }]), 200);
    await answerOf(await post(table, "append/", [{ id: 2, city: "Lima", value: 3 }]), 200);
    expect(await readData(service, table)).toHaveLength(2);
    const refused = await answerOf<Answer>(await post(any, "append/", 1), 400);
    expect(refused).toMatchObject({ code: "cannot_append", message: expect.stringContaining("pickle cannot append") });
  });
});

it("integers beyond 2^53 keep their digits in a JSON node", async () => {
  const id = await fresh("document");
  const body = '{"id": 12345678901234567890, "at": [-9007199254740993]}';
  const headers = { "Content-Type": "application/json" };
  await answerOf(await service.fetch(at(id, "write/"), { method: "PUT", headers, body }), 200);
  expect(await (await service.fetch(at(id, "read/"))).text()).toContain("12345678901234567890");
  expect(await (await service.fetch(at(id, "content"))).text()).toContain("-9007199254740993");
});

it("a file of the application downloads with its own content and media type", async () => {
  const answer = await service.fetch(at(await fresh("seeded"), "content"));
  expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="seed.csv"');
  expect(answer.headers.get("Content-Type")).toMatch(/^text\/csv/);
});

async function sweep(): Promise<void> {
  const worker = await service.miniflare.getWorker();
  expect(await worker.scheduled({ cron: "*/5 * * * *" })).toMatchObject({ outcome: "ok" });
}

/** Lets every payload be doomed for longer than the sweep waits. */
async function aDayLater(): Promise<void> {
  const db = await service.miniflare.getD1Database("DB");
  await db.prepare("UPDATE doomed_payloads SET since = '2000-01-01T00:00:00'").run();
}

describe("a csv file whose columns are named by numbers", SLOW, () => {
  it("keeps their order in answers, pages, in what a task makes of its rows, and when it is written as it was read", async () => {
    const scenario = await createScenario(service, "sheet");
    await submitScenario(service, scenario.id);
    const nodes = (await list(service, "datanodes")).filter(({ owner_id }) => owner_id === scenario.id);
    const { id } = only(nodes, { config_id: "doubled" });
    const text = async (rest: string) => (await service.fetch(at(id, rest))).text();
    const content = "country,2019,2020\nFR,2,9007199254740993\nDE,6,\n";
    expect(await text("content")).toBe(content);
    const rows = '[{"country":"FR","2019":2,"2020":9007199254740993},{"country":"DE","2019":6,"2020":null}]';
    expect(await text("read/")).toBe(`{"data": ${rows}}\n`);
    expect(await text("read/?limit=1&columns=2020,country")).toBe(
      '{"data": [{"2020":9007199254740993,"country":"FR"}]}\n',
    );
    const put = { method: "PUT", headers: { "Content-Type": "application/json" } };
    expect((await service.fetch(at(id, "write"), { ...put, body: rows })).status).toBe(200);
    expect(await text("content")).toBe(content);
  });

  it("takes the order of a body for a new file", async () => {
    const id = await fresh("rows");
    await answerOf(
      await service.fetch(at(id, "write"), {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: '[{"country": "FR", "2019": 1}, {"country": "DE", "2019": 2}]',
      }),
      200,
    );
    expect(await (await service.fetch(at(id, "content"))).text()).toBe("country,2019\nFR,1\nDE,2\n");
  });

  it("finds integers that a double can't hold by their digits", async () => {
    const scenario = await createScenario(service, "sheet");
    const { id } = only(await list(service, "datanodes"), { config_id: "years", owner_id: scenario.id });
    for (const [operator, value, countries] of [
      ["EQUAL", "9007199254740993", ["FR"]],
      ["EQUAL", "9007199254740992", []],
      ["GREATER_THAN", "6", ["FR"]],
    ] as const) {
      const operators = encodeURIComponent(`[{"key":"2020","value":${value},"operator":"${operator}"}]`);
      const { data } = await get(id, `read/?operators=${operators}&columns=country`);
      expect(data, `${operator} ${value}`).toEqual(countries.map((country) => ({ country })));
    }
  });
});
