import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { environmentProblems } from "../../../src/dev/cli/check/environments.ts";
import { templateFiles } from "../../../src/dev/cli/init/project-files.ts";
import { readTemplate } from "../../../src/dev/cli/init/templates.ts";

const ROOT = path.join(import.meta.dirname, "../../..");
const PROJECT = templateFiles({ name: "shop", dependency: "^0.1.0" }, readTemplate);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "broken-files-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function has(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}

const textOf = (file: string): string => PROJECT.get(file) ?? "";

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (script: string, ...args: readonly string[]) =>
  new Promise<Ended>((resolve) => {
    execFile(process.execPath, [path.join(ROOT, script), ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
const upgrade = () => run("src/dev/cli/bin.ts", "upgrade");

describe("taipy-edge upgrade", () => {
  it("names the line and column of what is no TOML, without a stack", async () => {
    await has({ "wrangler.toml": 'name = "a"\n[env.staging\nx = 1\n' });
    const { code, stderr } = await upgrade();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^wrangler\.toml:2:\d+ is no TOML: illegal character in key\.\n\n1:/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("says of a package.json that is no JSON what the parser says, without a stack", async () => {
    await has({ "wrangler.toml": textOf("wrangler.toml"), "package.json": '{ "name": "a",' });
    const { code, stderr } = await upgrade();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^package\.json is no JSON: .+\n$/);
  });

  it("says of a file that can't be read which one it is, without a stack", async () => {
    await has({ "package.json": "{}" });
    const { code, stderr } = await upgrade();
    expect([code, stderr]).toEqual([1, expect.stringContaining("has no wrangler.toml.")]);
  });

  it("lists the files of the template that differ from this release's, which is no fault", async () => {
    const tsconfig = textOf("tsconfig.json").replace("{", "{ // ours\n").replaceAll("\n", "\r\n");
    const gitignore = textOf(".gitignore").replaceAll("\n", "\r\n");
    await has({ "wrangler.toml": textOf("wrangler.toml"), "tsconfig.json": tsconfig, ".gitignore": gitignore });
    const { stdout } = await upgrade();
    expect(stdout).toContain("which may be meant so: tsconfig.json. To compare:");
    await has({ "tsconfig.json": textOf("tsconfig.json") });
    expect((await upgrade()).stdout).not.toContain("may be meant so");
  });
});

describe.each([
  ["npm run deploy", "src/dev/deploy/run-deploy.ts", ["--dry-run", "--config", "broken.toml"]],
  ["npm start", "src/dev/start.mjs", ["--port", "0", "--config", "broken.toml"]],
])("%s", (_command, script, args) => {
  it("names the place of what is no TOML in wrangler's configuration, without a stack", async () => {
    await has({ "broken.toml": 'name = "a"\n[env.staging\n' });
    const { code, stderr } = await run(script, ...args);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^broken\.toml:2:\d+: Invalid TOML document: .+\n$/)]);
  });
});

describe("an option that a command does not have", () => {
  it("is refused by the deployment with the nearest one and its options, and so is one without its value", async () => {
    const { code, stderr } = await run("src/dev/deploy/run-deploy.ts", "--gradul", "10");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^`taipy-edge deploy` has no option --gradul\. Did you mean --gradual\?\n\nnpx taipy-edge deploy/,
    );
    expect((await run("src/dev/deploy/run-deploy.ts", "--env")).stderr).toMatch(/^--env needs a value\./);
    expect((await run("src/dev/deploy/run-deploy.ts", "now")).stderr).toMatch(/^`taipy-edge deploy` takes no `now`\./);
  });

  it("is refused by the check in its own words, and not told as a fault of the application", async () => {
    const { code, stderr } = await run("src/dev/check-config.mjs", "--foo");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^The check has no flag --foo\.\n\nPrints the problems/)]);
    const { stderr: wrong } = await run("src/dev/check-config.mjs", "--env");
    expect(wrong).toBe("--env needs a value: --env staging\n");
  });
});

describe("the check of wrangler's environments", () => {
  const shared = textOf("wrangler.toml").replace('name = "shop-staging"', 'name = "shop"');

  it.each([
    ["--config", (file: string) => ["--config", file]],
    ["--config=", (file: string) => [`--config=${file}`]],
    ["-c", (file: string) => ["-c", file]],
  ])("reads the file that is named with %s", async (_flag, args) => {
    await has({ "wrangler.toml": textOf("wrangler.toml"), "other.toml": shared });
    const file = path.join(folder, "other.toml");
    const { problems, from } = await environmentProblems(["--env", "staging", ...args(file)]);
    expect(problems).toEqual(["the top level and [env.staging] have the same Worker, shop. Give each its own."]);
    expect(path.resolve(from)).toBe(file);
  });

  it("reads wrangler.jsonc, too", async () => {
    await has({ "wrangler.jsonc": '{ // ours\n "name": "a", "env": { "b": { "name": "a" } } }' });
    const { problems } = await environmentProblems(["-c", path.join(folder, "wrangler.jsonc")]);
    expect(problems).toEqual(["the top level and [env.b] have the same Worker, a. Give each its own."]);
  });

  it("names the place of what is no TOML, and a file that is not there", async () => {
    await has({ "wrangler.toml": "name = \n" });
    const { problems, from } = await environmentProblems(["-c", path.join(folder, "wrangler.toml")]);
    expect([problems.length, from]).toEqual([1, expect.stringMatching(/wrangler\.toml:1:\d+$/)]);
    const missing = await environmentProblems(["-c", path.join(folder, "none.toml")]);
    expect(missing.problems).toEqual([expect.stringContaining("Could not read file")]);
  });

  it("finds nothing in this repository's file", async () => {
    expect((await readFile(path.join(ROOT, "wrangler.toml"), "utf8")).length).toBeGreaterThan(0);
    expect((await environmentProblems(["-c", path.join(ROOT, "wrangler.toml")])).problems).toEqual([]);
  });
});
