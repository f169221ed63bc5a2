import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, endedJobs, list, only, readData, submitScenario } from "../api.ts";

const DEVALUE = "application/vnd.taipy-edge.devalue+json";
const TOO_LARGE = /too large for a Worker's memory: with [\d,]+ [a-z][a-z\d, ]+ \(/;
const SIZE = 30_000;

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/service/data-nodes/too-large-worker.ts" });
});

afterAll(() => service?.stop());

const at = (id: string, rest: string) => `/api/v1/datanodes/${id}/${rest}`;
const upload = (id: string, body: string) =>
  service.fetch(at(id, "content/"), { method: "PUT", headers: { "Content-Type": DEVALUE }, body });

/** A data node whose value is in KV, where a release without a budget has put one that expands. */
async function nodeWithHostileValue() {
  const { id: scenario } = await createScenario(service, "reading");
  const { id } = only(await list(service, "datanodes"), { config_id: "any", owner_id: scenario });
  await answerOf(await upload(id, '["x"]'.padEnd(SIZE)), 200);
  const kv = await service.miniflare.getKVNamespace("PAYLOADS");
  const db = await service.miniflare.getD1Database("DB");
  const key = String(await db.prepare("SELECT key FROM edits WHERE data_node_id = ?").bind(id).first("key"));
  const hostile = "[[1,2,3],[-7,4900000],[-7,4900000],[-7,4900000]]".padEnd(SIZE);
  await kv.put(key, hostile);
  return { scenario, id, kv, db, key, hostile };
}

describe("a stored value that is larger than the budget", () => {
  it("is not read: 422 says what is too much and where; other values are read", async () => {
    const { id } = await nodeWithHostileValue();
    for (const rest of ["read/", "read/?limit=1", "read/?edit=1"]) {
      const { message, code } = await answerOf<Record<string, string>>(await service.fetch(at(id, rest)), 422);
      expect(code).toBe("value_too_large");
      expect(message).toMatch(/with 4,900,000 missing items \(\[1\]\)/);
    }
    await answerOf(await upload(id, '["small"]'), 200);
    expect(await readData(service, id)).toBe("small");
  });

  it("is downloaded as it is", async () => {
    const { id, hostile } = await nodeWithHostileValue();
    const download = await service.fetch(at(id, "content/"));
    expect([download.status, (await download.text()) === hostile]).toEqual([200, true]);
  });

  it("stays in the history, and can be restored", async () => {
    const { id } = await nodeWithHostileValue();
    await answerOf(await upload(id, '["small"]'), 200);
    const body = JSON.stringify({ edit: 1 });
    const headers = { "Content-Type": "application/json" };
    await answerOf(await service.fetch(at(id, "restore/"), { method: "POST", headers, body }), 200);
    const edits = await answerOf<unknown>(await service.fetch(at(id, "edits/")), 200);
    expect(edits).toHaveLength(3);
    await answerOf(await service.fetch(at(id, "diff/?from=2&to=3")), 422);
    await answerOf(await service.fetch(at(id, "read/")), 422);
  });

  it("fails the job that needs it, once and with the reason", async () => {
    const { scenario } = await nodeWithHostileValue();
    await submitScenario(service, scenario);
    const [job] = (await endedJobs(service)).filter(({ status }) => status === "Status.FAILED");
    expect(job?.stacktrace.join("\n")).toMatch(TOO_LARGE);
    expect(job).toMatchObject({ attempt: 1 });
  });

  it("is deleted with its scenario", async () => {
    const { scenario, id, kv, db, key } = await nodeWithHostileValue();
    await answerOf(await service.fetch(`/api/v1/scenarios/${scenario}/?cascade=true`, { method: "DELETE" }), 200);
    await answerOf(await service.fetch(at(id, "")), 404);
    // What lies in KV is swept a day later: a job might be reading it.
    const doomed = await db.prepare("SELECT count(*) AS n FROM doomed_payloads WHERE key = ?").bind(key).first("n");
    expect((await kv.get(key)) === null || doomed === 1).toBe(true);
  });
});

describe("a value that is too large for any reader", () => {
  it.each(["grow", "double", "repeat"])("fails the job whose function returns it: %s", async (name) => {
    const { id } = await createScenario(service, "growing");
    await submitScenario(service, id);
    const jobs = (await endedJobs(service)).filter(({ config_id }) => config_id === name);
    for (const job of jobs) {
      expect(job.status).toBe("Status.FAILED");
      expect(job.stacktrace.join("\n")).toMatch(TOO_LARGE);
    }
    const output = { grow: "grown", double: "doubled", repeat: "repeated" }[name];
    const nodes = (await list(service, "datanodes")).filter(({ config_id }) => config_id === output);
    for (const node of nodes) expect(await readData(service, node.id)).toBeNull();
  });

  it("refuses the creation that would begin with it", async () => {
    const { message } = await answerOf<{ message: string }>(
      await service.fetch("/api/v1/scenarios/?config_id=starting", { method: "POST" }),
      422,
    );
    expect(message).toMatch(TOO_LARGE);
    expect((await list(service, "scenarios")).filter(({ config_id }) => config_id === "starting")).toEqual([]);
  });

  it("is refused as the body of a write and of an append", async () => {
    const { id: scenario } = await createScenario(service, "growing");
    const { id } = only(await list(service, "datanodes"), { config_id: "grown", owner_id: scenario });
    const body = `[${"[],".repeat(1_500_000)}[]]`;
    for (const [method, rest] of [
      ["PUT", "write/"],
      ["POST", "append/"],
    ] as const) {
      const headers = { "Content-Type": "application/json" };
      const answer = await service.fetch(at(id, rest), { method, headers, body });
      const { code } = await answerOf<{ code: string }>(answer, 422);
      expect(code).toBe("value_too_large");
    }
    expect(await readData(service, id)).toBeNull();
  });
});
