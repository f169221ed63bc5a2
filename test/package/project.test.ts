import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTaipyClient, dataOf } from "../../src/client/index.ts";
import { emptyProject, environment, install, type Project, projectIn } from "./project.ts";

let parent: Project;
let project: Project;

/** A machine that has none of the packages fetches 130 MB. */
const DOWNLOADS_MS = 600_000;
const READY = /taipy-edge is ready on (http:\S+)\. /;

beforeAll(async () => {
  parent = await emptyProject();
  project = projectIn(path.join(parent.folder, "shop"));
});

afterAll(() => parent?.remove());

/** Runs the project's own command. */
const command = (...args: readonly string[]) => project.npm("exec", "--", "taipy-edge", ...args);

// Each step needs the ones before it, as for a developer in the first hour.
describe("a project, from nothing but Node and the package", () => {
  it(
    "is made by `npx taipy-edge init`, which needs nothing else",
    async () => {
      const tarball = inject("tarball");
      const args = [
        "--yes",
        "--prefer-offline",
        "--package",
        tarball,
        "--",
        "taipy-edge",
        "init",
        "shop",
        "--package",
        tarball,
      ];
      const { code, output } = await parent.run("npx", args);
      expect(output).toContain("cd shop && npm install");
      expect(code).toBe(0);
      await install(project);
    },
    DOWNLOADS_MS,
  );

  it("has no problem for `taipy-edge check`, which finds a wrong configuration and a wrong type", async () => {
    const right = { code: 0, output: "The configuration has no problems.\nThe types have no errors.\n" };
    expect(await command("check")).toEqual(right);

    const config = await project.read("src/app/config.toml");
    const functions = await project.read("src/app/functions.ts");
    await project.write("src/app/config.toml", '[DATA_NODE.price]\nscope = "galaxy:SCOPE"\n');
    await project.write("src/app/functions.ts", "export const multiply = (price: number, quantity: string) => 1;\n");
    const wrong = await command("check");
    expect(wrong.code).toBe(1);
    expect(wrong.output).toContain("--> src/app/config.toml:2:10 [DATA_NODE.price] scope");
    expect(wrong.output).toMatch(/src\/app\/index\.ts\(?.+error TS/);
    await project.write("src/app/config.toml", config);
    await project.write("src/app/functions.ts", functions);
  });

  it("has nothing to do for `taipy-edge upgrade`", async () => {
    const { code, output } = await command("upgrade");
    expect(output).toMatch(/^The project has what release \S+ needs\.\n$/);
    expect(code).toBe(0);
  });

  it("runs a scenario of its own with `taipy-edge dev`, shows its pages, and ends with Ctrl+C", async () => {
    const bin = path.join(project.folder, "node_modules/.bin/taipy-edge");
    const child = spawn(bin, ["dev", "--port", "0"], { cwd: project.folder, env: environment(), detached: true });
    try {
      const url = await readyUrl(child);
      const client = createTaipyClient({ baseUrl: url });
      const { scenario } = await dataOf(
        client.POST("/api/v1/scenarios/", { params: { query: { config_id: "order" } } }),
      );
      const { submission } = await dataOf(
        client.POST("/api/v1/scenarios/submit/{id}/", { params: { path: { id: scenario.id }, query: { wait: true } } }),
      );
      expect(submission).toMatchObject({ status: "COMPLETED" });
      const page = await (await fetch(`${url}/swagger-ui`)).text();
      const [script = ""] = /[^"]*swagger-ui-bundle[^"]*\.js/.exec(page) ?? [];
      expect((await fetch(new URL(script, url))).status).toBe(200);
    } finally {
      const ended = once(child, "exit");
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      await ended;
    }
  });

  it("passes its own test, which runs its Worker", async () => {
    const { code, output } = await project.npm("test");
    expect(output).toMatch(/pass 2\n/);
    expect(code).toBe(0);
  });

  it.each([
    ["staging", "production"],
    ["production", "staging"],
  ])("would be deployed to %s without an account, and then names nothing of %s", async (environment, other) => {
    const { code, output } = await command("deploy", "--dry-run", "--env", environment);
    expect(output).toContain(`env.DB (shop-${environment})`);
    expect(output).toContain(`env.JOBS (shop-${environment}-taipy-jobs)`);
    expect(output).not.toContain(other);
    expect(code).toBe(0);
  });
});

async function readyUrl(child: ChildProcess): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        const [, url] = READY.exec(output) ?? [];
        if (url !== undefined) resolve(url);
      });
    }
    child.once("error", reject);
    child.once("close", () => reject(new Error(`taipy-edge dev has ended:\n${output}`)));
  });
}
