import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../harness/bundle.ts";
import { type LocalServer, startLocalServer } from "../../harness/local-server.ts";
import { copyOf, node, run } from "../../harness/project-copy.ts";

describe("npm start after a save", () => {
  let copy: string;
  let server: LocalServer;

  const installed = () => path.join(copy, "node_modules/.package-lock.json");
  const config = (text: string) => `[DATA_NODE.price]\n${text}\n`;
  const pathOf = (name: string) => path.join(copy, "src/app", name);
  const save = (name: string, text: string) => writeFile(pathOf(name), text);
  /** As editors and git do. */
  const saveByRename = async (name: string, text: string) => {
    await save(`${name}.new`, text);
    await rename(pathOf(`${name}.new`), pathOf(name));
  };
  const get = (where: string) => fetch(`${server.url}${where}`).catch(() => null);
  const price = async (): Promise<unknown> => {
    const answer = await get("/api/v1/config/datanodes/price/");
    return answer?.ok ? ((await answer.json()) as { default_data?: unknown }).default_data : null;
  };
  const status = async () => (await get("/api/v1/tasks/"))?.status;
  const git = (...given: readonly string[]) => run(copy, "git", "-c", "user.name=x", "-c", "user.email=x@y", ...given);
  const commit = async () => {
    await git("add", "src", "package-lock.json", ".gitignore");
    await git("commit", "--quiet", "-m", "x");
  };

  beforeAll(async () => {
    copy = await copyOf("src", "package.json", "package-lock.json", "tsconfig.json", "wrangler.toml");
    expect(await node(copy, "src/dev/new-app.mjs", "--force")).toMatchObject({ code: 0 });
    await rm(path.join(copy, "node_modules"));
    // A folder of its own, so that it is not the repository's that says what is installed.
    await mkdir(path.join(copy, "node_modules"));
    for (const name of await readdir(path.join(ROOT, "node_modules"))) {
      await symlink(path.join(ROOT, "node_modules", name), path.join(copy, "node_modules", name));
    }
    await rm(installed(), { force: true });
    await writeFile(installed(), await readFile(path.join(copy, "package-lock.json")));
    await writeFile(path.join(copy, ".gitignore"), "node_modules\n.wrangler\ndist\n");
    await git("init", "--quiet", "--initial-branch", "first");
    await commit();
    server = await startLocalServer({ folder: copy });
  });

  afterAll(async () => {
    await server?.end();
    await rm(copy, { recursive: true, force: true, maxRetries: 3 });
  });

  it("names the application's scenario", async () => {
    await server.printed(`curl -X POST '${server.url}/api/v1/scenarios/?config_id=order'`);
    expect(await price()).toBe(10);
  });

  it("prints problems of a saved configuration, answers 503 meanwhile, and runs the one that is right again", async () => {
    await save("config.toml", config('scope = "galaxy:SCOPE"'));
    await server.printed(`\
error: \`scope\` can't be read. "galaxy" is no scope: write one of SCENARIO, CYCLE, GLOBAL, in capitals.
  --> src/app/config.toml:2:10 [DATA_NODE.price] scope
  |
2 | scope = "galaxy:SCOPE"
  |          ^^^^^^^^^^^^
`);
    await expect.poll(status).toBe(503);
    const answer = await get("/api/v1/tasks/");
    const { message } = JSON.parse((await answer?.text()) ?? "{}");
    expect(message).toMatch(/^The service has not started\. ConfigurationError: The configuration has 1 error:\n/);
    expect(message).toContain('config.toml:2:10: `scope` can\'t be read. "galaxy" is no scope');

    await save("config.toml", config('default_data = "20:int"'));
    await server.printed("The configuration has no problems.");
    await expect.poll(price).toBe(20);
  });

  it("reloads files that were saved by a rename, and the same files saved in place afterwards", async () => {
    await saveByRename("config.toml", config('default_data = "30:int"'));
    await expect.poll(price).toBe(30);
    await save("config.toml", config('default_data = "31:int"'));
    await expect.poll(price).toBe(31);
    await saveByRename("config.toml", config('default_data = "32:int"'));
    await expect.poll(price).toBe(32);
  });

  it("comes back when a file was saved by a rename, then wrongly in place, then rightly", async () => {
    await saveByRename("config.toml", config('default_data = "40:int"'));
    await server.printed("Reloaded after src/app/config.toml.");
    await expect.poll(price).toBe(40);
    await save("config.toml", config('default_data = "wrong:int"'));
    await expect.poll(status).toBe(503);
    await save("config.toml", config('default_data = "41:int"'));
    await expect.poll(price).toBe(41);
  });

  it("follows a file that is removed and created again, and one in a new folder", async () => {
    await rm(pathOf("config.toml"));
    await server.printed("src/app/index.ts:2:");
    expect(await price()).toBe(41);
    await save("config.toml", config('default_data = "42:int"'));
    await expect.poll(price).toBe(42);

    const index = await readFile(pathOf("index.ts"), "utf8");
    await saveByRename("index.ts", index.replace("./config.toml", "./new/folder/config.toml"));
    await server.printed('Could not resolve "./new/folder/config.toml"');
    await mkdir(pathOf("new/folder"), { recursive: true });
    await save("new/folder/config.toml", config('default_data = "43:int"'));
    await expect.poll(price).toBe(43);
    await save("new/folder/config.toml", config('default_data = "44:int"'));
    await expect.poll(price).toBe(44);
    await saveByRename("index.ts", index);
    await expect.poll(price).toBe(42);
    await save("config.toml", config('default_data = "32:int"'));
    await expect.poll(price).toBe(32);
  });

  it("follows a text file that the application imports", async () => {
    const index = await readFile(pathOf("index.ts"), "utf8");
    await save("prices.csv", "price\n7\n");
    const text = index.replace("defaultData: 1 ", 'defaultData: Number(csv.split("\\n")[1]) ');
    await saveByRename("index.ts", `import csv from "./prices.csv";\n${text.replace("  toml,\n", "")}`);
    await expect.poll(price).toBe(7);
    await save("prices.csv", "price\n8\n");
    await expect.poll(price).toBe(8);
    await saveByRename("index.ts", index);
    await expect.poll(price).toBe(32);
  });

  it("prints the call that creates a scenario which a save has added", async () => {
    const index = await readFile(pathOf("index.ts"), "utf8");
    const second = 'scenarios: [scenario("invoice", { tasks: [multiplyTask] }), ';
    await saveByRename("index.ts", index.replace("scenarios: [", second));
    await server.printed(`New scenario: curl -X POST '${server.url}/api/v1/scenarios/?config_id=invoice'`);
    await saveByRename("index.ts", index);
    await server.printed("The application's scenarios: order.");
  });

  it("follows git checkout of another branch, and says when its packages are not installed", async () => {
    await commit();
    await git("checkout", "--quiet", "-b", "second");
    await rename(pathOf("functions.ts"), pathOf("tasks.ts"));
    const index = await readFile(pathOf("index.ts"), "utf8");
    await save("index.ts", index.replace("./functions.ts", "./tasks.ts"));
    await save("config.toml", config('default_data = "50:int"'));
    const lock = path.join(copy, "package-lock.json");
    const text = await readFile(lock, "utf8");
    const { version } = (JSON.parse(text) as { packages: Record<string, { version: string }> }).packages[
      "node_modules/zod"
    ] ?? { version: "" };
    await writeFile(
      lock,
      text.replace(
        `"node_modules/zod": {\n      "version": "${version}"`,
        '"node_modules/zod": {\n      "version": "99.0.0"',
      ),
    );
    await commit();
    await expect.poll(price).toBe(50);
    await server.printed("node_modules lacks zod 99.0.0 of package-lock.json. Run `npm ci`");

    const { length } = server.output();
    await git("checkout", "--quiet", "first");
    await expect.poll(price).toBe(32);
    await git("checkout", "--quiet", "second");
    await expect.poll(price).toBe(50);
    await git("checkout", "--quiet", "first");
    await expect.poll(price).toBe(32);
    expect(server.output().slice(length)).not.toContain("503");
  });

  it("does not replace the Worker when a save changes nothing that runs, so that its jobs go on", async () => {
    const runtime = () => run(copy, "pgrep", "-P", String(server.pid), "workerd");
    const before = await runtime();
    expect(before.output).not.toBe("");
    const text = await readFile(pathOf("functions.ts"), "utf8");
    await save("functions.ts", `// A comment.\n${text}`);
    await server.printed("src/app/functions.ts changes nothing that runs.");
    expect(await runtime()).toEqual(before);
    await save("functions.ts", text);
    await server.printed("src/app/functions.ts changes nothing that runs.");
    expect(await runtime()).toEqual(before);
  });

  it("keeps running while a file can't be compiled, and prints where it can't", async () => {
    const right = await readFile(pathOf("index.ts"), "utf8");
    await saveByRename("index.ts", "export default (((");
    await server.printed("src/app/index.ts:1:19");
    await server.printed("The service goes on as before this save.");
    expect(await price()).toBe(32);
    await saveByRename("index.ts", right);
    await save("config.toml", config('default_data = "33:int"'));
    await expect.poll(price).toBe(33);
  });

  it("follows wrangler.toml, AUTH_MODE included", async () => {
    const file = path.join(copy, "wrangler.toml");
    const text = await readFile(file, "utf8");
    await writeFile(`${file}.new`, text.replace("\n\n", '\nvars = { "AUTH_MODE" = "required" }\n\n'));
    await rename(`${file}.new`, file);
    // No key is set, so the service refuses every call.
    await expect.poll(status).toBe(503);
    await writeFile(file, text);
    await expect.poll(status).toBe(200);
  });

  it("shows the lines of the sources in the log of a Worker that can't start", async () => {
    await save("functions.ts", '\nthrow new Error("not today");\nexport const multiply = () => 1;\n');
    await server.printed("Error: not today\n  at src/app/functions.ts:2:7\n");
  });

  it("warns of a configuration file that is not used", async () => {
    await save("index.ts", 'import { defineApp } from "taipy-edge";\nexport default defineApp({});\n');
    await server.printed("warning: `config.toml` is not used");
  });
});
