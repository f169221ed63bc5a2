import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { workbook } from "../../harness/hostile/build-workbook.ts";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, list } from "../api.ts";
import type { Plan } from "./faulty-bindings.ts";

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/service/faults/faults-worker.ts" });
});

afterAll(() => service?.stop());

afterEach(() => allWorks());

const FOR_EVER = 1_000_000;
const LARGE = "y".repeat(20_000);
const LARGER_THAN_KV = 26 * 1024 * 1024;

/** Most of it is a picture, which can't be made smaller. */
const picture = { name: "xl/media/picture.png", content: randomBytes(LARGER_THAN_KV).toString("base64") };
const largeBook = workbook({ rows: "<row><c><v>1</v></c></row>", others: [picture] });
const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const fails = (call: string, when: Plan["when"] = "before") =>
  service.fetch("/faults", { method: "PUT", body: JSON.stringify({ call, when, skip: 0, count: FOR_EVER }) });

const allWorks = () => service.fetch("/faults", { method: "DELETE" });

const at = (id: string, rest: string) => `/api/v1/datanodes/${id}/${rest}`;
const json = { "Content-Type": "application/json" };

async function nodeOf(scenarioId: string, config: string): Promise<string> {
  const found = (await list(service, "datanodes")).find(
    (node) => node.owner_id === scenarioId && node.config_id === config,
  );
  if (found === undefined) throw new Error(`${scenarioId} has no ${config}`);
  return found.id;
}

const fresh = async (config: string, scenario = "work") => nodeOf((await createScenario(service, scenario)).id, config);

async function editsOf(id: string): Promise<readonly unknown[]> {
  return answerOf<readonly unknown[]>(await service.fetch(at(id, "edits/")), 200);
}

/** A request whose value the store must take, for a data node of its own. */
interface Write {
  readonly store: "PAYLOADS.put" | "LARGE_PAYLOADS.put" | "LARGE_PAYLOADS.uploadPart" | "LARGE_PAYLOADS.complete";
  readonly node: () => Promise<string>;
  readonly send: (id: string) => Promise<Response>;
}

const write = (value: unknown) => (id: string) =>
  service.fetch(at(id, "write/"), { method: "PUT", headers: json, body: JSON.stringify(value) });
const upload = (type: string, body: BodyInit) => (id: string) =>
  service.fetch(at(id, "content/"), { method: "PUT", headers: { "Content-Type": type }, body });
const append = (value: unknown) => (id: string) =>
  service.fetch(at(id, "append/"), { method: "POST", headers: json, body: JSON.stringify(value) });

/** Beside these: default data and files of the application at creation, and outputs of jobs, which have tests of their own. */
const WRITES: Readonly<Record<string, Write>> = {
  "a write": { store: "PAYLOADS.put", node: () => fresh("document"), send: write(LARGE) },
  "a write of a file at a path": {
    store: "PAYLOADS.put",
    node: () => fresh("table", "filed"),
    send: write([{ a: LARGE, b: 2 }]),
  },
  "an append": { store: "PAYLOADS.put", node: () => fresh("table", "filed"), send: append([{ a: LARGE, b: 2 }]) },
  "an upload": { store: "PAYLOADS.put", node: () => fresh("document"), send: upload("application/json", '"up"') },
  "an upload in parts": {
    store: "LARGE_PAYLOADS.uploadPart",
    node: () => fresh("book"),
    send: upload(EXCEL, largeBook),
  },
  "the end of an upload in parts": {
    store: "LARGE_PAYLOADS.complete",
    node: () => fresh("book"),
    send: upload(EXCEL, largeBook),
  },
};

const STORES = [...new Set(Object.values(WRITES).map(({ store }) => store))];
const CASES = STORES.flatMap((store) => (["before", "after"] as const).map((when) => ({ store, when })));

it.each(CASES)(
  "each write is 503 and no edit when $store fails ($when the value is there), and can be repeated",
  async ({ store, when }) => {
    const writes = Object.values(WRITES).filter((write) => write.store === store);
    const nodes = await Promise.all(
      writes.map(async ({ node, send }) => {
        const id = await node();
        return { id, send, before: await editsOf(id) };
      }),
    );
    await fails(store, when);
    const refused = await Promise.all(
      nodes.map(async ({ id, send }) => answerOf<{ code: string }>(await send(id), 503)),
    );
    expect(refused.map(({ code }) => code)).toEqual(writes.map(() => "values_unavailable"));
    await allWorks();
    for (const { id, send, before } of nodes) {
      expect(await editsOf(id)).toEqual(before);
      const again = await send(id);
      expect([200, 201]).toContain(again.status);
      await again.body?.cancel();
      expect(await editsOf(id)).toHaveLength(before.length + 1);
      const read = await service.fetch(at(id, "content"));
      expect(read.status).toBe(200);
      await read.body?.cancel();
    }
  },
  60_000,
);

it("a restore needs no store: the payload is there, and the edit is made while KV refuses all values", async () => {
  const id = await fresh("document");
  for (const value of [LARGE, "small"]) expect((await write(value)(id)).status).toBe(200);
  await fails("PAYLOADS.put");
  const restored = await service.fetch(at(id, "restore/"), {
    method: "POST",
    headers: json,
    body: JSON.stringify({ edit: 1 }),
  });
  await answerOf(restored, 200);
  expect(await answerOf(await service.fetch(at(id, "read/")), 200)).toMatchObject({ data: LARGE });
});

it.each([
  ["default data", "seeded"],
  ["files of the application", "filed"],
])(
  "a creation whose %s KV refuses is 503 and creates nothing",
  async (_what, config) => {
    const before = (await list(service, "scenarios")).length;
    // A file that another creation has stored already needs no store.
    const db = await service.miniflare.getD1Database("DB");
    await db.prepare("DELETE FROM files").run();
    await fails("PAYLOADS.put");
    const refused = await service.fetch(`/api/v1/scenarios/?config_id=${config}`, { method: "POST" });
    await answerOf(refused, 503);
    expect(await list(service, "scenarios")).toHaveLength(before);
    await allWorks();
    await createScenario(service, config);
  },
  30_000,
);
