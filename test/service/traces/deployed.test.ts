import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFlags, newBuildId, writeLineTable } from "../../../src/dev/traces/write-line-table.mjs";
import { ROOT } from "../../harness/bundle.ts";
import { type Service, startService } from "../../harness/service.ts";
import { createScenario, endedJobs, submitScenario } from "../api.ts";

const runFile = promisify(execFile);
const PROJECT = path.join(ROOT, "test/service/traces/project");
const WRANGLER = path.join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const ENTRY = path.join(PROJECT, "index.ts");

let folder: string;
const outdir = (name: string) => path.join(folder, name, "out");
const assets = (name: string) => path.join(folder, name, "assets");

/** As the deploy command builds it (with an id), or a plain `wrangler deploy`. */
async function build(name: string, flags: readonly string[]): Promise<void> {
  const given = ["deploy", ENTRY, "--dry-run", "--outdir", outdir(name), ...flags];
  await runFile(process.execPath, [WRANGLER, ...given], { cwd: ROOT, env: { ...process.env, CI: "1" } });
}

/** A schema that the check of the configuration has written for a build. */
async function writeShape(name: string, build: string | null): Promise<void> {
  await mkdir(assets(name), { recursive: true });
  const shapes = { build, schemas: { limit: { type: "number" } } };
  await writeFile(path.join(assets(name), "taipy-edge.schemas.json"), JSON.stringify(shapes));
}

/** The trace of each scenario's one job, by the scenario's config; under `schema` what the configuration shows of the node's. */
async function tracesOf(name: string): Promise<Readonly<Record<string, string>>> {
  const built = { outdir: outdir(name), assets: assets(name) };
  const service: Service = await startService({ entry: ENTRY, built });
  try {
    for (const config of ["at_once", "late", "with_reason", "with_many"]) {
      await submitScenario(service, (await createScenario(service, config)).id);
    }
    const jobs = await endedJobs(service);
    const config = await service.fetch("/api/v1/config/datanodes/limit/");
    return {
      ...Object.fromEntries(
        jobs.map(({ id, stacktrace }) => [/^JOB_(\w+)_task_/.exec(id)?.[1], stacktrace.join("\n")]),
      ),
      schema: JSON.stringify(((await config.json()) as { schema: unknown }).schema),
    };
  } finally {
    await service.stop();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-traces-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the trace of a failed job", () => {
  it("shows the lines of the user's files when the deploy command has built the minified Worker, whose configuration has the shapes of schemas", async () => {
    const id = newBuildId();
    await build("mapped", buildFlags(id));
    const file = await writeLineTable({
      outdir: outdir("mapped"),
      assets: assets("mapped"),
      project: PROJECT,
      build: id,
    });
    expect((await readFile(file ?? "")).length).toBeLessThan(4_000);
    await writeShape("mapped", id);
    const { at_once, late, with_reason, with_many, schema } = await tracesOf("mapped");
    expect(schema).toBe('{"type":"number"}');
    expect(at_once).toBe(
      ["RangeError: too many: 6", "    at fails (work/fails.ts:3)", "    … called by taipy-edge"].join("\n"),
    );
    expect(late).toBe(
      [
        "RangeError: too many: 6",
        "    at fails (work/fails.ts:3)",
        "    at failsLate (work/fails.ts:8)",
        "    … called by taipy-edge",
      ].join("\n"),
    );
    expect(with_reason).toBe(
      [
        "Error: can't be counted",
        "    at failsWithReason (work/fails.ts:15)",
        "    … called by taipy-edge",
        "Caused by: RangeError: too many: 6",
        "    at fails (work/fails.ts:3)",
        "    at failsWithReason (work/fails.ts:13)",
        "    … called by taipy-edge",
      ].join("\n"),
    );
    expect(with_many).toContain("Error 1 of 2: RangeError: too many: 7\n    at fails (work/fails.ts:3)\n");
    expect(with_many).toContain("Error 2 of 2: RangeError: too many: 8\n    at fails (work/fails.ts:3)\n");
  });

  it("names functions and modules without lines after a plain `wrangler deploy`, also beside the table of another build, and a configuration has no shapes", async () => {
    await build("plain", []);
    const given = { outdir: outdir("plain"), assets: assets("plain"), project: PROJECT };
    await writeLineTable({ ...given, build: newBuildId() });
    await writeFile(path.join(assets("plain"), "index.txt"), "a file of the project's own");
    await writeShape("plain", null);
    const { at_once, late, schema } = await tracesOf("plain");
    expect(schema).toMatch(/^\{"\$comment":/);
    expect(at_once).toBe("RangeError: too many: 6\n    at fails (index.js)\n    … called by taipy-edge");
    expect(late).toMatch(/^RangeError: too many: 6\n {4}at fails \(index.js\)\n(?: {4}at .*failsLate \(index.js\)\n)/);
    expect(late).not.toMatch(/index\.js:\d/);
  });

  it("has no lines, and a configuration no shapes, when the files are of another build than the script", async () => {
    const id = newBuildId();
    await build("other", buildFlags(id));
    await writeLineTable({ outdir: outdir("other"), assets: assets("other"), project: PROJECT, build: newBuildId() });
    await writeShape("other", newBuildId());
    const { at_once, schema } = await tracesOf("other");
    expect(at_once).toContain("    at fails (index.js)\n");
    expect(schema).toMatch(/^\{"\$comment":/);
  });
});
