import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KNOWN_MIGRATIONS } from "../../src/d1/schema/known-migrations.ts";
import { ROOT } from "../harness/bundle.ts";
import { applyMigrations } from "../harness/migrations.ts";
import { type Service, startService } from "../harness/service.ts";
import { CURRENT, create, ended, LAST, read, type Submitted, submit } from "./store-in-turn.ts";

const MIGRATIONS = path.join(ROOT, "src/d1/migrations");
const OF_LAST_RELEASE = KNOWN_MIGRATIONS.slice(0, KNOWN_MIGRATIONS.indexOf("0006_audit.sql") + 1);

let folder: string;
let service: Service;
/** Of release 0.1.0: the ids of what it has made. */
let made: Readonly<Record<"scenario" | "job" | "submission" | "node" | "task", string>>;
/** By this release, before the migrations. */
let accepted: Submitted;

/** The status of a call, and the code of its problem. */
async function told(method: string, where: string, value?: unknown): Promise<string> {
  const body = value === undefined ? {} : { body: JSON.stringify(value) };
  const headers = { "Content-Type": "application/json" };
  const answer = await service.fetch(`/api/v1${where}`, { method, headers, ...body });
  const { code } = ((await answer.json()) ?? {}) as { code?: string };
  return code === undefined ? `${answer.status}` : `${answer.status} ${code}`;
}

describe("this release's code over the last release's schema", () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "released-schema-"));
    const migrations = path.join(folder, "migrations");
    await mkdir(migrations);
    for (const name of OF_LAST_RELEASE) await copyFile(path.join(MIGRATIONS, name), path.join(migrations, name));
    const options = {
      persistTo: path.join(folder, "store"),
      variables: { OBJECT_LAYOUT: "tables", SECRET_KEY: "a key of this test, 32 characters" },
      namespaces: ["GATES"],
      schema: "none",
    } as const;
    const before = await startService({ entry: LAST, ...options });
    await applyMigrations((await before.miniflare.getD1Database("DB")) as never, migrations);
    const { id, nodes } = await create(before, "skipping");
    const submission = await submit(before, id, true);
    await ended(before, submission);
    const [job = ""] = submission.job_ids;
    const tasks = (await (await before.fetch("/api/v1/tasks/")).json()) as { id: string }[];
    const [node = ""] = Object.values(nodes);
    made = { scenario: id, submission: submission.id, job, node, task: tasks[0]?.id ?? "" };
    await before.stop();
    service = await startService({ entry: CURRENT, ...options });
  });

  afterAll(async () => {
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ["a list of scenarios", () => told("GET", "/scenarios/")],
    ["a list of data nodes", () => told("GET", "/datanodes/")],
    ["a list of tasks", () => told("GET", "/tasks/")],
    ["a list of jobs", () => told("GET", "/jobs/")],
    ["a list of submissions", () => told("GET", "/submissions/")],
    ["a list of cycles", () => told("GET", "/cycles/")],
    ["a list of versions", () => told("GET", "/versions/")],
    ["the audit log", () => told("GET", "/audit/")],
    ["a scenario", () => told("GET", `/scenarios/${made.scenario}/`)],
    ["a job", () => told("GET", `/jobs/${made.job}/`)],
    ["a submission", () => told("GET", `/submissions/${made.submission}/`)],
    ["a task", () => told("GET", `/tasks/${made.task}/`)],
    ["a data node", () => told("GET", `/datanodes/${made.node}/`)],
    ["a value", () => told("GET", `/datanodes/${made.node}/read/`)],
    ["the edits of a data node", () => told("GET", `/datanodes/${made.node}/edits/`)],
    ["an older value", () => told("GET", `/datanodes/${made.node}/read/?edit=1`)],
    ["the difference of two edits", () => told("GET", `/datanodes/${made.node}/diff/?from=1&to=1`)],
    ["orphans", () => told("GET", "/config/orphans/")],
  ])("reads %s that the last release has made", async (_what, ask) => {
    expect(await ask()).toBe("200");
  });

  it("accepts a write, a reservation and a submission of what the last release has made", async () => {
    expect(await told("PUT", `/datanodes/${made.node}/write/`, 7)).toBe("202");
    expect(await told("POST", `/datanodes/${made.node}/lock/?editor_id=ann`)).toBe("202");
    expect(await told("POST", `/datanodes/${made.node}/unlock/?editor_id=ann`)).toBe("202");
    accepted = await submit(service, made.scenario);
  });

  it.each([
    ["the creation of a scenario", "POST", (): string => "/scenarios/?config_id=skipping"],
    ["the creation of a data node", "POST", (): string => "/datanodes/?config_id=base"],
    ["the deletion of a task", "DELETE", (): string => `/tasks/${made.task}/`],
    ["the deletion of a scenario", "DELETE", (): string => `/scenarios/${made.scenario}/`],
    ["the deletion of a version", "DELETE", (): string => "/versions/latest/?force=true"],
    ["a login", "POST", (): string => "/auth/login"],
    ["a check", "GET", (): string => "/admin/check/"],
  ] as const)("refuses %s, and says what mends it", async (_what, method, where) => {
    const value = where() === "/auth/login" ? { username: "ann", password: "a long enough one" } : undefined;
    expect(await told(method, where(), value)).toBe("503 database_not_migrated");
  });

  it("completes what it has accepted, once the database is migrated", async () => {
    await applyMigrations((await service.miniflare.getD1Database("DB")) as never, MIGRATIONS);
    // Without another call the object tries again after a minute.
    expect(await told("POST", `/datanodes/${made.node}/lock/?editor_id=ann`)).toBe("200");
    expect(await ended(service, accepted)).toBe("COMPLETED");
    expect(await read(service, made.node)).toBe(7);
  });
});
