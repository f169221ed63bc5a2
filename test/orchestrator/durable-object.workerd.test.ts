import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env as bindings, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type DataNodeSnapshot, dataNodeTable } from "../../src/core/entities/data-node.ts";
import { unwrap } from "../../src/core/errors.ts";
import type { SubmitCommand } from "../../src/core/ports/orchestrator.ts";
import { insertRows } from "../../src/d1/write/insert.ts";
import type { Env } from "../../src/env.ts";
import { createOrchestrators } from "../../src/orchestrator/client.ts";
import { command, dataNode, payload, task } from "./world/factories.ts";

const env = bindings as unknown as Env;
const API = "http://localhost:5000/api/v1";
/** What an alarm begins goes on behind its handler. */
const SETTLED_MS = 100;
const WAIT_MS = 20_000;

const orchestrators = createOrchestrators(env.ORCHESTRATOR);
const stubOf = (domain: string) => env.ORCHESTRATOR.get(env.ORCHESTRATOR.idFromName(domain));

const post = (path: string) =>
  (exports as unknown as { default: Fetcher }).default.fetch(`${API}${path}`, { method: "POST" });

async function rows<Row>(sql: string, ...values: readonly string[]): Promise<Row[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Row>()
  ).results;
}

/** A job that stays BLOCKED until `input` is written; its task is unknown to the application, so that it then fails. */
const blocked = (domain: string, input: DataNodeSnapshot) =>
  command(
    [task("unknown", [input.id], [`${domain}_out`], { domain })],
    [input, dataNode(`${domain}_out`, { domain })],
    {
      entity: { domain, entity_id: domain },
    },
  );

/** Does something while D1 can't take jobs. */
async function withoutD1<T>(work: () => Promise<T>): Promise<T> {
  await env.DB.exec("ALTER TABLE jobs RENAME TO jobs_away");
  try {
    return await work();
  } finally {
    await env.DB.exec("ALTER TABLE jobs_away RENAME TO jobs");
  }
}

describe("the orchestrator as a Durable Object", () => {
  it("wakes up after release 0.1.0 has lowered its count of applied statements", async () => {
    const domain = "lowered";
    expect(await orchestrators(domain).claim("no job")).toBeNull();
    await runInDurableObject(stubOf(domain), (_, { storage }) => {
      storage.sql.exec("DROP TABLE applied_statements");
      storage.sql.exec("UPDATE schema_version SET applied = applied - 3");
    });
    await evictDurableObject(stubOf(domain));
    expect(await orchestrators(domain).claim("no job")).toBeNull();
  });

  it("stores nothing any more once its domain is over, and begins anew with the next call", async () => {
    const domain = "SCENARIO_over";
    const input = dataNode(`${domain}_in`, { domain });
    await env.DB.batch(insertRows(env.DB, dataNodeTable, [input]));
    unwrap(await orchestrators(domain).lockDataNode(input, "someone", 1_000_000, null));
    unwrap(await orchestrators(domain).unlockDataNode(input, "someone"));
    expect(await orchestrators(domain).forgetNodes([input.id], true)).toEqual([]);
    const left = await runInDurableObject(stubOf(domain), async (_, { storage }) => ({
      tables: storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
      alarm: await storage.getAlarm(),
    }));
    expect(left).toEqual({ tables: [], alarm: null });
    expect(await orchestrators(domain).claim("no job")).toBeNull();
  });

  it("gives a submission's jobs to the Queue, whose consumer runs them to the end", async () => {
    const created = await post("/scenarios/?config_id=my_awesome_scenario");
    const { scenario } = (await created.json()) as { scenario: { id: string } };
    expect((await post(`/scenarios/submit/${scenario.id}/`)).status).toBe(200);
    const [submission] = await rows<{ id: string; domain: string }>(
      "SELECT id, domain FROM submissions WHERE entity_id = ?",
      scenario.id,
    );
    const { id = "", domain = "" } = submission ?? {};
    const { submission: ended } = unwrap(await orchestrators(domain).waitForSubmission(id, WAIT_MS));
    expect(ended.submission_status).toBe("COMPLETED");
    const jobs = await rows<{ status: string; attempt: number }>(
      "SELECT status, attempt FROM jobs WHERE submit_id = ?",
      id,
    );
    expect(jobs).toEqual(Array.from({ length: 3 }, () => ({ status: "COMPLETED", attempt: 1 })));
    const edits = await rows("SELECT 1 FROM edits AS e JOIN jobs AS j ON j.id = e.job_id WHERE j.submit_id = ?", id);
    expect(edits).toHaveLength(3);
  });

  it("keeps its state when it is evicted", async () => {
    const domain = "SCENARIO_evicted";
    const { submission } = unwrap(await orchestrators(domain).submit(blocked(domain, dataNode("n1", { domain }))));
    await evictDurableObject(stubOf(domain));
    const [job = ""] = submission.job_ids;
    expect(await orchestrators(domain).deleteJob(job)).toMatchObject({
      ok: false,
      error: { code: "job_not_finished" },
    });
    const canceled = unwrap(await orchestrators(domain).cancelJob(job, false));
    expect(canceled).toMatchObject({ stored: true, value: { id: job, status: "CANCELED", domain } });
  });

  it("brings D1 up to date by its alarm, also when it was evicted before: it still knows its name", async () => {
    const domain = "SCENARIO_drained";
    const { submission, stored } = await withoutD1(async () =>
      unwrap(await orchestrators(domain).submit(blocked(domain, dataNode("n2", { domain })))),
    );
    expect(stored).toBe(false);
    expect(await rows("SELECT id FROM jobs WHERE submit_id = ?", submission.id)).toEqual([]);
    await evictDurableObject(stubOf(domain));
    expect(await runDurableObjectAlarm(stubOf(domain))).toBe(true);
    expect(await rows("SELECT status, domain FROM jobs WHERE submit_id = ?", submission.id)).toEqual([
      { status: "BLOCKED", domain },
    ]);
  });

  it("has an alarm as long as something is due, and none at rest", async () => {
    const domain = "SCENARIO_alarm";
    const node = dataNode("n3", { domain });
    await env.DB.batch(insertRows(env.DB, dataNodeTable, [node]));
    unwrap(await orchestrators(domain).submit(blocked(domain, node)));
    const minute = 60_000_000;
    unwrap(await orchestrators(domain).lockDataNode(node, "alice", minute, null));
    const alarmAt = () => runInDurableObject(stubOf(domain), (_, state) => state.storage.getAlarm());
    expect(await alarmAt()).not.toBeNull();
    unwrap(await orchestrators(domain).unlockDataNode(node, "alice"));
    // One looks after the outbox, one empties the object.
    for (let ring = 1; ring <= 2; ring += 1) {
      await runDurableObjectAlarm(stubOf(domain));
      await scheduler.wait(SETTLED_MS);
    }
    expect(await alarmAt()).toBeNull();
  });

  it("pokes the object whose job waits for a node that is written here", async () => {
    const table = dataNode("table", { domain: "owner" });
    await env.DB.batch(insertRows(env.DB, dataNodeTable, [table]));
    const { submission } = unwrap(await orchestrators("reader").submit(blocked("reader", table)));
    expect(await rows("SELECT data_node_id, domain FROM foreign_waits")).toEqual([
      { data_node_id: "table", domain: "reader" },
    ]);
    const write = { data_node: table, payload: payload("[1]"), editor_id: null, comment: null };
    unwrap(await orchestrators("owner").writeDataNode(write));
    const { submission: ended } = unwrap(await orchestrators("reader").waitForSubmission(submission.id, WAIT_MS));
    expect(ended).toMatchObject({ submission_status: "FAILED", finished_at: expect.any(String) });
    const [job] = await rows<{ stacktrace: string }>("SELECT stacktrace FROM jobs WHERE submit_id = ?", submission.id);
    expect(job?.stacktrace).toContain("Task config unknown is not part of this application");
    expect(await rows("SELECT domain FROM foreign_waits")).toEqual([]);
  });

  it("runs a scenario to its end beside others of its pool that are slow, stuck, or reserved by an editor", async () => {
    const domain = "pool/weur/0";
    const object = orchestrators(domain);
    const written = (body: string) => ({
      last_edit_date: "2020-01-01T00:00:00",
      edit_number: 1,
      payload: payload(body),
    });
    /** A forecast of no days, which a worker makes at once. */
    const forecast = async (name: string, horizon: Partial<DataNodeSnapshot>) => {
      const ids = ["model", "horizon", "out"].map((part) => `${name}_${part}`);
      const values = [written('{"last_date":"2020-01-01","averages":{}}'), horizon, {}];
      const nodes = ids.map((id, index) => dataNode(id, { domain, ...values[index] }));
      await env.DB.batch(insertRows(env.DB, dataNodeTable, nodes));
      const entity = { domain, entity_id: `SCENARIO_${name}` };
      return command([task("predict", ids.slice(0, 2), ids.slice(2), { domain })], nodes, { entity });
    };
    const submit = async (submitted: SubmitCommand) => unwrap(await object.submit(submitted)).submission;

    const reserved = await forecast("reserved", written("0"));
    const [model] = reserved.data_nodes;
    if (model === undefined) throw new Error("The command has no data node");
    unwrap(await object.lockDataNode(model, "alice", 3_600_000_000, null));
    const waiting = [await submit(reserved), await submit(await forecast("stuck", {}))];
    // Its function throws, and its next try comes ten seconds later.
    const slow = await submit(await forecast("slow", written("1000000")));
    const quick = await submit({ ...(await forecast("quick", written("0"))), wait_ms: WAIT_MS });
    expect(quick.submission_status).toBe("COMPLETED");
    expect(waiting.map(({ submission_status }) => submission_status)).toEqual(["BLOCKED", "BLOCKED"]);

    expect(unwrap(await object.waitForSubmission(slow.id, 0)).submission.finished_at).toBeNull();

    unwrap(await object.unlockDataNode(model, "alice"));
    const ended = async (id: string) => unwrap(await object.waitForSubmission(id, WAIT_MS)).submission;
    expect((await ended(waiting[0]?.id ?? "")).submission_status).toBe("COMPLETED");
  });

  it("answers a refusal as data, through the platform's calls", async () => {
    expect(await orchestrators("SCENARIO_empty").waitForSubmission("SUBMISSION_none", 1_000)).toEqual({
      ok: false,
      error: { code: "submission_not_found", message: "Submission: SUBMISSION_none does not exist." },
    });
  });
});
