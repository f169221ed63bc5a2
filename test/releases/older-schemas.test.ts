import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KNOWN_MIGRATIONS } from "../../src/d1/schema/known-migrations.ts";
import { ROOT } from "../harness/bundle.ts";
import { applyMigrations } from "../harness/migrations.ts";
import { type Service, startService } from "../harness/service.ts";
import { CURRENT } from "./store-in-turn.ts";

/** The newest migration of release 0.1.0 has this place. */
const OF_LAST_RELEASE = KNOWN_MIGRATIONS.indexOf("0006_audit.sql") + 1;
/** How many migrations D1 has: none, those of the last release, and one more each time. */
const SCHEMAS = [0, ...KNOWN_MIGRATIONS.map((_, index) => index + 1).filter((count) => count >= OF_LAST_RELEASE)];
const NEWEST = KNOWN_MIGRATIONS.length;

const MIGRATE = "npx wrangler d1 migrations apply DB --remote";

const CYCLE = {
  frequency: "DAILY",
  properties: {},
  creation_date: "2026-11-30T00:00:00",
  start_date: "2026-11-30T00:00:00",
  end_date: "2026-11-30T23:59:59",
};

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as clients read them, as any JSON.
  readonly body: any;
}

interface Listed {
  readonly id: string;
  readonly config_id: string;
  readonly owner_id: string | null;
}

/** The answers to callers on one schema. */
interface Told {
  /** A call → its status. */
  readonly statuses: Record<string, number>;
  readonly audited: string[];
  scenario?: string;
  deleted?: string;
  submission?: string;
  written?: string;
}

let service: Service;
let folder: string;
let requests = 0;
const told = new Map<number, Told>();
/** How many audit rows D1 had of new keys, before it was migrated further. */
const auditedKeys = new Map<number, number>();

async function migrate(count: number): Promise<void> {
  for (const name of KNOWN_MIGRATIONS.slice(0, count)) {
    await copyFile(path.join(ROOT, "src/d1/migrations", name), path.join(folder, name));
  }
  await applyMigrations((await service.miniflare.getD1Database("DB")) as never, folder);
}

async function ask(at: Told, name: string, method: string, where: string, value?: unknown): Promise<Answer> {
  requests += 1;
  const id = `request-${requests}`;
  const body = value === undefined ? {} : { body: JSON.stringify(value) };
  const headers = { "X-Request-Id": id, "Content-Type": "application/json" };
  const answer = await service.fetch(`/api/v1${where}`, { method, headers, ...body });
  const text = await answer.text();
  at.statuses[name] = answer.status;
  if (answer.ok && method !== "GET") at.audited.push(id);
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

/** Either it is done, or refused with what mends it. */
function expectHonest({ status, body }: Answer, call: string): void {
  if (status >= 200 && status < 300) return;
  expect({ call, status, ...body }).toMatchObject({
    call,
    status: 503,
    code: "database_not_migrated",
    retryable: expect.anything(),
    message: expect.stringContaining(MIGRATE),
  });
}

async function play(at: Told): Promise<void> {
  const honest = async (name: string, method: string, where: string, value?: unknown) => {
    const answer = await ask(at, name, method, where, value);
    expectHonest(answer, `${name}: ${JSON.stringify(answer.body).slice(0, 300)}`);
    return answer.status < 300 ? answer.body : null;
  };
  for (const list of ["scenarios", "datanodes", "tasks", "jobs", "submissions", "cycles", "audit", "versions"]) {
    await honest(`list ${list}`, "GET", `/${list}/`);
  }
  const made = await honest("create", "POST", "/scenarios/?config_id=skipping");
  const other = await honest("create another", "POST", "/scenarios/?config_id=chain");
  await honest("create a key", "POST", "/auth/keys/", { name: "k", roles: ["TAIPY_READER"] });
  await honest("create a cycle", "POST", "/cycles/", { ...CYCLE, name: `c${requests}` });
  if (made === null) return;
  at.scenario = made.scenario.id;
  const submitted = await honest("submit", "POST", `/scenarios/submit/${at.scenario}/?wait=true&timeout=30`);
  if (submitted !== null) at.submission = submitted.submission.id;
  const shown = await honest("read", "GET", `/scenarios/${at.scenario}/`);
  expect(shown === null || shown.scenario.id === at.scenario).toBe(true);
  const nodes = await honest("list nodes", "GET", "/datanodes/");
  const isOwn = ({ config_id, owner_id }: Listed) => config_id === "base" && owner_id === at.scenario;
  const own = ((nodes ?? []) as Listed[]).find(isOwn);
  if (own !== undefined) {
    const value = requests;
    const write = await honest("write", "PUT", `/datanodes/${own.id}/write/`, value);
    if (write !== null) at.written = `${own.id} ${value}`;
    await honest("read value", "GET", `/datanodes/${own.id}/read/`);
    await honest("lock", "POST", `/datanodes/${own.id}/lock/?editor_id=ann`);
    await honest("unlock", "POST", `/datanodes/${own.id}/unlock/?editor_id=ann`);
  }
  if (other !== null && (await honest("delete", "DELETE", `/scenarios/${other.scenario.id}/?cascade=true`)) !== null) {
    at.deleted = other.scenario.id;
  }
}

describe("this release's code", () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "older-schemas-"));
    // Nothing is deployed or started again: what is missing is applied while it runs.
    service = await startService({ entry: CURRENT, namespaces: ["GATES"], schema: "none" });
  });

  afterAll(async () => {
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(SCHEMAS)("over a database with %i migrations answers each request, or says what mends it", async (count) => {
    await migrate(count);
    const health = await service.fetch("/health");
    const { checks, migrations } = await health.json<{ checks: object; migrations: object }>();
    expect([health.status, checks]).toEqual([
      count === NEWEST ? 200 : 503,
      expect.objectContaining({ d1: "ok", schema: count === NEWEST ? "ok" : "not_migrated" }),
    ]);
    expect(migrations).toMatchObject({
      applied: KNOWN_MIGRATIONS[count - 1] ?? null,
      pending: KNOWN_MIGRATIONS.slice(count),
    });
    const at: Told = { statuses: {}, audited: [] };
    told.set(count, at);
    await play(at);
    if (at.statuses["create a key"] === 201) {
      const rows = async () => {
        const database = await service.miniflare.getD1Database("DB");
        return database
          .prepare("SELECT count(*) AS rows FROM audit WHERE operation = 'createApiKey' AND result = 'ok'")
          .first("rows");
      };
      await expect.poll(rows).toBe(auditedKeys.size + 1);
      auditedKeys.set(count, auditedKeys.size + 1);
    }
    if (count === NEWEST) expect(Math.max(...Object.values(at.statuses))).toBeLessThan(300);
  });

  it("has written the audit rows at once, so that an isolate that ends takes none with it", async () => {
    const keys = [...told].filter(([, { statuses }]) => statuses["create a key"] === 201).map(([count]) => count);
    expect(keys).toEqual(SCHEMAS.slice(1));
    expect([...auditedKeys]).toEqual(keys.map((count, index) => [count, index + 1]));
  });

  it("has lost nothing of what it accepted, once the database is migrated", async () => {
    for (const [count, { scenario, submission, written, deleted }] of told) {
      const after: Told = { statuses: {}, audited: [] };
      if (scenario !== undefined) {
        expect((await ask(after, "scenario", "GET", `/scenarios/${scenario}/`)).status, `${count}`).toBe(200);
      }
      if (deleted !== undefined) {
        expect((await ask(after, "deleted", "GET", `/scenarios/${deleted}/`)).status, `${count}`).toBe(404);
      }
      if (submission !== undefined) {
        await expect
          .poll(async () => (await ask(after, "submission", "GET", `/submissions/${submission}/`)).body.submission)
          .toMatchObject({ submission_status: "COMPLETED" });
      }
      if (written !== undefined) {
        const [node, value] = written.split(" ");
        await expect
          .poll(async () => (await ask(after, "value", "GET", `/datanodes/${node}/read/`)).body.data)
          .toBe(Number(value));
      }
    }
  });

  it("has an audit row for each change that it accepted, also of the time before", async () => {
    const expected = [...told].flatMap(([count, { audited }]) => audited.map((id) => `${count} ${id}`));
    const at: Told = { statuses: {}, audited: [] };
    const missing = async () => {
      const { body } = await ask(at, "audit", "GET", "/audit/?limit=1000");
      const found = new Set((body as { request_id: string }[]).map(({ request_id }) => request_id));
      return expected.filter((name) => !found.has(name.split(" ")[1] ?? ""));
    };
    await expect.poll(missing).toEqual([]);
  });
});
