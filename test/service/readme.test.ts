import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../harness/bundle.ts";
import { type Service, startService } from "../harness/service.ts";
import { hasCurl, hasRequests, PYTHON } from "./clients/programs.ts";

const TSC = path.join(ROOT, "node_modules/.bin/tsc");
const DAYS = 7;
const TOKEN = "an-administrators-key-of-this-test-0123456789";
const CLOSED = { AUTH_MODE: "required", ADMIN_KEY: TOKEN, SECRET_KEY: "a-signing-key-of-this-test-0123456789abcdef" };
const LOCAL = "http://localhost:5000";

const run = promisify(execFile);
const withCurl = await hasCurl();
const withRequests = await hasRequests();

/** The first code of a language behind a heading of a page. */
async function codeOf(page: string, heading: string, language: string): Promise<string> {
  const text = await readFile(path.join(ROOT, page), "utf8");
  const start = text.indexOf(`\n${heading}\n`);
  const [, code] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(start < 0 ? "" : text.slice(start)) ?? [];
  if (code === undefined) throw new Error(`${page} shows no ${language} behind "${heading}"`);
  return code;
}

/** A project of its own that has this package, with one file; returns the problems that the compiler finds. */
async function compiled(folder: string, file: string, code: string): Promise<string> {
  const installed = path.join(folder, "node_modules/taipy-edge");
  await mkdir(installed, { recursive: true });
  await symlink(path.join(ROOT, "src"), path.join(installed, "src"));
  const exports = { "./client": "./src/client/index.ts" };
  await writeFile(path.join(installed, "package.json"), JSON.stringify({ type: "module", exports }));
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(path.join(folder, file), code);
  const compilerOptions = {
    lib: ["ES2023"],
    types: ["node"],
    typeRoots: [path.join(ROOT, "node_modules/@types")],
  };
  const config = { extends: path.join(ROOT, "tsconfig.json"), compilerOptions, include: [file] };
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = await run(TSC, ["-p", folder]).catch((failed: { stdout: string }) => failed);
  return stdout;
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-readme-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each([
  ["a key", {}],
  ["a key, and that is set to exactly Taipy's answers", { TAIPY_COMPAT: "strict" }],
])("the story of docs/clients.md, word for word against a service that asks for %s", (_, more) => {
  let service: Service;

  beforeEach(async () => {
    service = await startService({ entry: "src/index.ts", variables: { ...CLOSED, ...more } });
  });

  afterEach(() => service?.stop());

  /** What the example prints, in which each day of the forecast has its temperature. */
  async function expectForecast(file: string, ...args: string[]): Promise<void> {
    const env = { ...process.env, TAIPY: service.url, TOKEN };
    const { stdout } = await run(file, args, { cwd: folder, env, timeout: 50_000 });
    expect(stdout.match(/temp_max/g), stdout).toHaveLength(DAYS);
  }

  it.skipIf(!withCurl)("runs with curl", async () => {
    await expectForecast("bash", "-euo", "pipefail", "-c", await codeOf("docs/clients.md", "## curl", "sh"));
  });

  it("compiles as TypeScript, and runs", async () => {
    const code = await codeOf("docs/clients.md", "## TypeScript", "ts");
    expect(await compiled(folder, "call.ts", code)).toBe("");
    await expectForecast(process.execPath, "call.ts");
  });

  it.skipIf(!withRequests)("runs with Python", async () => {
    await expectForecast(PYTHON, "-c", await codeOf("docs/clients.md", "## Python", "python"));
  });
});

describe("the README's smallest application", () => {
  const SECTION = "## The smallest application";

  it("compiles", async () => {
    expect(await compiled(folder, "index.ts", await codeOf("README.md", SECTION, "ts"))).toBe("");
  });

  it.skipIf(!withCurl)("answers the README's calls as the README says, but for ids", async () => {
    await writeFile(path.join(folder, "app.ts"), await codeOf("README.md", SECTION, "ts"));
    const entry = path.join(folder, "worker.ts");
    const worker = `import app from "./app.ts";
import { createTaipy } from "taipy-edge/worker";
export const { worker, Orchestrator } = createTaipy(app);
export default worker;
`;
    await writeFile(entry, worker);
    const service = await startService({ entry });
    try {
      const calls = await codeOf("README.md", SECTION, "sh");
      expect(calls).toContain(LOCAL);
      // Each answer in a line of its own.
      const script = `curl() { command curl "$@" && if [ "$1" != -s ]; then echo; fi; }\n${calls.replaceAll(LOCAL, service.url)}`;
      const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], { timeout: 50_000 });
      const shown = (await codeOf("README.md", SECTION, "text")).trim().split("\n");
      const answers = stdout.trim().split(/\n+/);
      expect(answers).toHaveLength(shown.length);
      for (const [index, line] of shown.entries()) expect(answers[index]).toMatch(patternOf(line));
    } finally {
      await service.stop();
    }
  });
});

/** A line of the page: `…` stands for anything, and the digits of an id for others. */
function patternOf(line: string): RegExp {
  const literal = line.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(`^${literal.replace(/_[0-9a-f]{8}-…/g, "_[0-9a-f-]+").replaceAll("…", ".*")}$`);
}

describe("docs/guide.md", () => {
  it.skipIf(!withCurl)("walks through the example application", async () => {
    const service = await startService({ entry: "src/index.ts" });
    try {
      const calls = await codeOf("docs/guide.md", "## The example of the repository", "sh");
      expect(calls).toContain(LOCAL);
      const args = ["-euo", "pipefail", "-c", calls.replaceAll(LOCAL, service.url)];
      const { stdout } = await run("bash", args, { timeout: 50_000 });
      expect(stdout).toContain("Scenario was created.");
      expect(stdout.match(/Status\.COMPLETED/g)).toHaveLength(3);
      expect(stdout).toMatch(/Data node DATANODE_horizon_\S+ was successfully written\./);
      expect(stdout).toMatch(/Sequence SEQUENCE_training_\S+ was submitted\./);
      // The forecast has fourteen days; the days of the history that the filter lets through are hotter than 34 °C.
      const temperatures = [...stdout.matchAll(/"temp_max":\s*([\d.]+)/g)].map(([, value]) => Number(value));
      expect(temperatures.length).toBeGreaterThan(14);
      expect(Math.min(...temperatures.slice(14))).toBeGreaterThan(34);
    } finally {
      await service.stop();
    }
  });
});
