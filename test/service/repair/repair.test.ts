import type { D1Database, KVNamespace } from "@cloudflare/workers-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf } from "../api.ts";

interface Finding {
  readonly kind: string;
  readonly entity_id: string;
  readonly d1: Readonly<Record<string, unknown>> | null;
  readonly object: Readonly<Record<string, unknown>> | null;
  readonly mended?: boolean;
}

interface Answer {
  readonly findings: readonly Finding[];
  readonly compared: number;
  readonly next: string | null;
}

const POST = { method: "POST" };
/** Too large for a row of D1. */
const LARGE = "x".repeat(20_000);

describe("the check of D1, objects and values", () => {
  let service: Service;
  let db: D1Database;
  let kv: KVNamespace;
  /** A scenario whose jobs are BLOCKED, and what it is made of. */
  let waiting: {
    readonly submission: string;
    readonly jobs: readonly string[];
    readonly nodes: Record<string, string>;
  };
  /** A scenario that nothing waits for. */
  let idle: Record<string, string>;

  const api = async <T>(path: string, init: RequestInit = {}, status = 200): Promise<T> =>
    answerOf<T>(await service.fetch(`/api/v1${path}`, init), status);
  const run = (sql: string, ...values: (string | number)[]) =>
    db
      .prepare(sql)
      .bind(...values)
      .run();

  async function create(): Promise<{ readonly id: string; readonly nodes: Record<string, string> }> {
    const { scenario } = await api<{ scenario: { id: string } }>("/scenarios/?config_id=case", POST, 201);
    const nodes = await api<readonly { id: string; config_id: string; owner_id: string }[]>("/datanodes/");
    const own = nodes.filter(({ owner_id }) => owner_id === scenario.id);
    return { id: scenario.id, nodes: Object.fromEntries(own.map(({ id, config_id }) => [config_id, id])) };
  }

  const write = (id: string | undefined, value: unknown) =>
    api(`/datanodes/${id}/write/`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
    });

  async function all(path: string, init: RequestInit = {}, query: Readonly<Record<string, string>> = {}) {
    const findings: Finding[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const parameters = new URLSearchParams({ ...query, ...(cursor === "" ? {} : { cursor }) });
      const answer: Answer = await api<Answer>(`/admin/${path}/?${parameters}`, init);
      findings.push(...answer.findings);
      cursor = answer.next;
    }
    return findings;
  }

  /** Whether an object still knows a data node at rest is its own affair: it then finds the older row, too. */
  const summary = (findings: readonly Finding[]) =>
    findings
      .map(({ kind, entity_id }) => `${kind} ${entity_id}`)
      .filter((line) => line !== `older_in_d1 ${idle.report}`)
      .sort();

  beforeAll(async () => {
    service = await startService({ entry: "test/service/deletion/deletion-worker.ts" });
    db = (await service.miniflare.getD1Database("DB")) as unknown as D1Database;
    kv = (await service.miniflare.getKVNamespace("PAYLOADS")) as unknown as KVNamespace;
    const first = await create();
    const submitted = await api<{ submission: { id: string; job_ids: string[] } }>(
      `/scenarios/submit/${first.id}/`,
      POST,
    );
    waiting = { submission: submitted.submission.id, jobs: submitted.submission.job_ids, nodes: first.nodes };
    const second = await create();
    await write(second.nodes.notes, LARGE);
    await write(second.nodes.notes, `${LARGE}!`);
    await write(second.nodes.report, { rows: [1] });
    await write(second.nodes.report, { rows: [2] });
    await write(second.nodes.copy, "one");
    await write(second.nodes.broken, "two");
    idle = second.nodes;
  });

  afterAll(() => service?.stop());

  it("finds nothing when all is well, also while jobs wait", async () => {
    expect(await all("check")).toEqual([]);
    expect(await all("resync", POST)).toEqual([]);
  });

  it("finds each kind of difference, changes nothing with dry_run, mends what can be mended, and finds only the rest", async () => {
    const [copyJob = "", breakJob = ""] = waiting.jobs;
    const { results: keys } = await db
      .prepare("SELECT key FROM edits WHERE data_node_id = ? ORDER BY number")
      .bind(idle.notes ?? "")
      .all<{ key: string }>();
    const [oldKey = ""] = keys.map(({ key }) => key);

    await run("DELETE FROM jobs WHERE id = ?", copyJob);
    await run("UPDATE jobs SET revision = revision - 1, status = 'SUBMITTED' WHERE id = ?", breakJob);
    await run("UPDATE submissions SET submission_status = 'RUNNING' WHERE id = ?", waiting.submission);
    await run("UPDATE data_nodes SET revision = revision + 10 WHERE id = ?", waiting.nodes.notes ?? "");
    await run("UPDATE data_nodes SET edit_number = edit_number - 1 WHERE id = ?", idle.report ?? "");
    await run("DELETE FROM edits WHERE data_node_id = ?", idle.copy ?? "");
    for (const [table, id, more] of [
      ["submissions", waiting.submission, { id: "SUBMISSION_lost", job_ids: '["JOB_lost"]', domain: "LOST" }],
      ["jobs", breakJob, { id: "JOB_lost", submit_id: "SUBMISSION_lost", domain: "LOST", status: "RUNNING" }],
      ["jobs", breakJob, { id: "JOB_orphan", submit_id: "SUBMISSION_gone", status: "COMPLETED" }],
      ["edits", idle.report, { data_node_id: "DATANODE_gone" }],
      ["data_nodes", idle.table, { id: "DATANODE_locked", domain: "LOST", edit_in_progress: 1 }],
    ] as const) {
      const key = table === "edits" ? "data_node_id" : "id";
      const row = await db
        .prepare(`SELECT * FROM ${table} WHERE ${key} = ? LIMIT 1`)
        .bind(id ?? "")
        .first();
      const copy = { ...row, ...more };
      const names = Object.keys(copy);
      await run(
        `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
        ...(Object.values(copy) as string[]),
      );
    }
    await kv.delete(oldKey);
    await kv.put("payloads/stray", "nobody names me");
    await run("INSERT INTO doomed_payloads VALUES ('2020-01-01T00:00:00', 'payloads/old')");

    const found = await all("check");
    expect(summary(found)).toEqual(
      [
        `missing_in_d1 ${copyJob}`,
        `older_in_d1 ${breakJob}`,
        `older_in_d1 ${waiting.submission}`,
        `newer_in_d1 ${waiting.nodes.notes}`,
        `edit_ahead ${idle.report}`,
        `edit_missing ${idle.copy}`,
        "submission_unknown SUBMISSION_lost",
        "job_without_submission JOB_orphan",
        "edit_without_node DATANODE_gone",
        "lock_without_holder DATANODE_locked",
        `value_missing ${oldKey}`,
        "value_unnamed payloads/stray",
        "notes_overdue doomed_payloads",
      ].sort(),
    );

    const before = await dump();
    const wouldMend = await all("resync", POST, { dry_run: "true" });
    expect(summary(wouldMend)).toEqual(summary(found));
    expect(await dump()).toEqual(before);

    const onlyOne = await all("resync", POST, { kind: "job_without_submission" });
    expect(onlyOne.map(({ kind, mended }) => [kind, mended])).toEqual([["job_without_submission", true]]);
    const mended = await all("resync", POST);
    const left = [`edit_missing ${idle.copy}`, "notes_overdue doomed_payloads", `value_missing ${oldKey}`].sort();
    expect(summary(mended.filter((finding) => finding.mended === false))).toEqual(left);
    expect(summary(await all("check"))).toEqual(left);

    const { job } = await api<{ job: { status: string } }>("/jobs/JOB_lost/");
    expect(job.status).toBe("Status.CANCELED");
    expect((await api<{ data: unknown }>(`/datanodes/${idle.report}/read/`)).data).toEqual({ rows: [2] });
    await write(idle.report, { rows: [3] });
    const { results: edits } = await db
      .prepare("SELECT number FROM edits WHERE data_node_id = ? ORDER BY number")
      .bind(idle.report ?? "")
      .all<{ number: number }>();
    expect(edits.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it("goes on with the jobs that wait after the mends", async () => {
    await write(waiting.nodes.notes, "written at last");
    await expect
      .poll(async () => (await api<{ job: { status: string } }>(`/jobs/${waiting.jobs[1]}/`)).job.status)
      .toBe("Status.FAILED");
  });

  it("finds work that a restore has taken from D1 with all that its object had sent, and sends it again", async () => {
    const { id } = await create();
    const { submission } = await api<{ submission: { id: string } }>(`/scenarios/submit/${id}/`, POST);
    await run("DELETE FROM jobs WHERE submit_id = ?", submission.id);
    await run("DELETE FROM submissions WHERE id = ?", submission.id);
    await run("DELETE FROM outbox_fences");
    const kinds = (await all("resync", POST)).map(({ kind, entity_id }) => `${kind} ${entity_id}`);
    expect(kinds).toContain(`missing_in_d1 ${submission.id}`);
    const row = db.prepare("SELECT submission_status, job_ids FROM submissions WHERE id = ?").bind(submission.id);
    const { submission_status, job_ids } = (await row.first<Record<string, string>>()) ?? {};
    expect(submission_status).toBe("BLOCKED");
    for (const job of JSON.parse(job_ids ?? "[]")) await api(`/jobs/${job}/`);
    expect((await all("check")).map(({ kind }) => kind)).not.toContain("missing_in_d1");
  });

  it("checks one object, and one entity", async () => {
    const domains = await db
      .prepare("SELECT domain FROM submissions WHERE id = ?")
      .bind(waiting.submission)
      .first("domain");
    expect(await all("check", {}, { domain: String(domains) })).toEqual([]);
    expect(await all("check", {}, { entity_id: waiting.submission })).toEqual([]);
    await run("UPDATE data_nodes SET edit_in_progress = 1 WHERE id = ?", idle.table ?? "");
    expect(summary(await all("check", {}, { entity_id: idle.table ?? "" }))).toEqual([
      expect.stringMatching(/^(?:lock_without_holder|older_in_d1) /),
    ]);
    await all("resync", POST, { entity_id: idle.table ?? "" });
    expect(await all("check", {}, { entity_id: idle.table ?? "" })).toEqual([]);
  });

  it("refuses a cursor that it has not given, an unknown part, and an entity that does not exist", async () => {
    const refusals = {
      "cursor=x": 400,
      "cursor=[]": 400,
      "part=x": 400,
      "entity_id=SCENARIO_x": 404,
      "entity_id=JOB_x": 404,
    };
    for (const [query, status] of Object.entries(refusals)) {
      await answerOf(await service.fetch(`/api/v1/admin/check/?${query}`), status);
      await answerOf(await service.fetch(`/api/v1/admin/resync/?${query}`, POST), status);
    }
  });

  async function dump(): Promise<readonly unknown[]> {
    const tables = ["jobs", "submissions", "data_nodes", "edits", "doomed_payloads", "outbox_fences"];
    return Promise.all(tables.map(async (table) => (await db.prepare(`SELECT * FROM ${table}`).all()).results));
  }
});
