import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, list, only, readData, submitScenario } from "../api.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ entry: "test/service/data-nodes/data-nodes-worker.ts" });
});
afterAll(() => service.stop());

type Answer = Record<string, unknown>;
const DEFAULT = "a,b\n1,2\n";
const INITIAL = { number: 1, job_id: null, editor_id: "TAIPY", comment: "Initial content of the file.", is_kept: true };

async function nodeOf(scenario: string, config_id: string): Promise<string> {
  return only(await list(service, "datanodes"), { config_id, owner_id: scenario }).id;
}

const fresh = async (config: string) => nodeOf((await createScenario(service, "nodes")).id, config);

const at = (id: string, rest: string) => `/api/v1/datanodes/${id}/${rest}`;
const get = async <Body = Answer>(id: string, rest: string, status = 200) =>
  answerOf<Body>(await service.fetch(at(id, rest)), status);
const edits = (id: string) => get<Answer[]>(id, "edits/");
const numbers = async (id: string) => (await edits(id)).map(({ number }) => number);
const content = async (id: string, query = "") => (await service.fetch(at(id, `content${query}`))).text();
const upload = async (id: string, body: string) =>
  answerOf<{ edit: Answer }>(
    await service.fetch(at(id, "content"), { method: "PUT", body, headers: { "Content-Type": "text/csv" } }),
    200,
  );
const send = async (id: string, rest: string, body: unknown) =>
  answerOf<{ edit: Answer }>(
    await service.fetch(at(id, rest), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
    200,
  );
const node = async (id: string) => (await get<{ datanode: Answer }>(id, "")).datanode;

describe("the initial content of a data node with a default file", () => {
  it("is edit 1 before anything was written: listed, read, downloaded, compared and restored", async () => {
    const id = await fresh("own");
    expect(await edits(id)).toEqual([expect.objectContaining({ ...INITIAL, size: DEFAULT.length })]);
    const { edits: shown, last_edit_date, is_ready_for_reading } = await node(id);
    const recent = { number: 1, timestamp: last_edit_date, editor_id: "TAIPY", comment: INITIAL.comment };
    expect([shown, is_ready_for_reading]).toEqual([[recent], true]);
    expect(await get(id, "read/?edit=1")).toEqual({ data: [{ a: 1, b: 2 }] });
    expect(await get(id, "read/?at=2099-01-01T00:00:00")).toEqual({ data: [{ a: 1, b: 2 }] });
    expect(await content(id, "?edit=1")).toBe(DEFAULT);
    expect(await get(id, "diff/")).toMatchObject({ diff: { from: 1, to: 1, is_equal: true } });
    expect(await get(id, "read/?edit=2", 404)).toMatchObject({ message: expect.stringContaining("number 1 to 1") });
    expect((await send(id, "restore/", { edit: 1 })).edit).toMatchObject({ number: 2 });
    expect([await numbers(id), await content(id)]).toEqual([[1, 2], DEFAULT]);
  });

  it("stays edit 1 after an upload, which is edit 2, and can be compared and restored", async () => {
    const id = await fresh("own");
    const { timestamp } = (await edits(id))[0] ?? {};
    expect((await upload(id, "a,b\n1,9\n")).edit).toMatchObject({ number: 2 });
    expect(await edits(id)).toMatchObject([{ ...INITIAL, timestamp }, { number: 2 }]);
    expect([await content(id, "?edit=1"), await content(id)]).toEqual([DEFAULT, "a,b\n1,9\n"]);
    expect(await get(id, "diff/?key=a")).toMatchObject({ diff: { from: 1, to: 2, counts: { changed: 1 } } });
    await send(id, "restore/", { edit: 1 });
    expect([await numbers(id), await content(id)]).toEqual([[1, 2, 3], DEFAULT]);
  });

  it("is what the first append adds to", async () => {
    const id = await fresh("own");
    await send(id, "append/", [{ a: 3, b: 4 }]);
    expect(await readData(service, id)).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
    expect([await numbers(id), await content(id, "?edit=1")]).toEqual([[1, 2], DEFAULT]);
  });

  it("is recorded once when eight appends come first at the same time", async () => {
    const id = await fresh("own");
    await Promise.all(Array.from({ length: 8 }, (_, n) => send(id, "append/", [{ a: n, b: n }])));
    expect(await numbers(id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await readData<unknown[]>(service, id)).toHaveLength(9);
  });

  it("stays edit 1 when a job writes the node", async () => {
    const scenario = await createScenario(service, "counting");
    const id = await nodeOf(scenario.id, "result");
    await submitScenario(service, scenario.id);
    const [first, second, ...more] = await edits(id);
    expect([first, second?.number, more]).toEqual([expect.objectContaining(INITIAL), 2, []]);
    expect(second?.job_id).toMatch(/^JOB_/);
    expect(await get(id, "read/?edit=1")).toEqual({ data: [1] });
    expect(await readData(service, id)).toEqual([2]);
  });
});

describe("the default file of a scenario's data node", () => {
  it("is its own from its first write: other scenarios, earlier and later ones, keep the default", async () => {
    const [a, b] = [await fresh("own"), await fresh("own")];
    await upload(b, "a,b\n7,7\n");
    const c = await fresh("own");
    expect([await content(a), await content(b), await content(c)]).toEqual([DEFAULT, "a,b\n7,7\n", DEFAULT]);
    expect([await numbers(a), await numbers(b), await numbers(c)]).toEqual([[1], [1, 2], [1]]);
    const properties = async (id: string) => (await node(id)).properties;
    expect(await properties(a)).toMatchObject({ path: "data/own.csv", is_generated: false });
    expect(await properties(b)).toMatchObject({ path: "data/own.csv", is_generated: true });
    expect((await node(a)).last_edit_date).toBe((await edits(a))[0]?.timestamp);
  });

  it("is shared where `sharedPath` says so: a write is read in every scenario, and the original can be restored", async () => {
    const [a, b] = [await fresh("seeded"), await fresh("seeded")];
    await upload(b, "a,b\n7,7\n");
    expect([await content(a), await content(b)]).toEqual(["a,b\n7,7\n", "a,b\n7,7\n"]);
    expect((await node(a)).properties).toMatchObject({ shared_path: true, is_generated: false });
    await send(b, "restore/", { edit: 1 });
    expect([await content(a), await content(b)]).toEqual([DEFAULT, DEFAULT]);
  });

  it("keeps its payload while an edit refers to it, after its path has gone", async () => {
    const id = await fresh("own");
    await upload(id, "a,b\n5,5\n");
    const others = (await list(service, "datanodes")).filter((one) => one.config_id === "own" && one.id !== id);
    for (const other of others) {
      await answerOf(
        await service.fetch(`/api/v1/scenarios/${other.owner_id}/?cascade=true`, { method: "DELETE" }),
        200,
      );
    }
    const db = await service.miniflare.getD1Database("DB");
    for (const table of ["doomed_payloads", "deleted_paths"]) {
      await db.exec(`UPDATE OR REPLACE ${table} SET since = '2020-01-01T00:00:00'`);
    }
    await (await service.miniflare.getWorker()).scheduled({ cron: "*/5 * * * *" });
    const { results } = await db.prepare("SELECT path FROM files WHERE path = 'data/own.csv'").all();
    expect(results).toEqual([]);
    expect(await content(id, "?edit=1")).toBe(DEFAULT);
    expect(await content(await fresh("own"))).toBe(DEFAULT);
  });
});
