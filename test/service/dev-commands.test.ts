import { execFile } from "node:child_process";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../harness/bundle.ts";

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of the repository, or of a copy of it. */
const run = (cwd: string, file: string, ...given: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(file, given, { cwd, env: { ...process.env, NO_COLOR: "1" } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr }),
    );
  });
const node = (cwd: string, ...given: readonly string[]) => run(cwd, process.execPath, ...given);

describe("npm run check-config", () => {
  it("has nothing to say about the example", async () => {
    const { code, output } = await node(ROOT, "src/dev/check-config.mjs");
    expect(output).toBe("The configuration has no problems.\n");
    expect(code).toBe(0);
  });

  it("prints every problem like a compiler, and ends with 1", async () => {
    const { code, output } = await node(ROOT, "src/dev/check-config.mjs", "test/service/wrong-app/index.ts");
    expect(code).toBe(1);
    expect(output).toBe(`\
error: \`scope\` can't be read. "galaxy" is no scope: write one of SCENARIO, CYCLE, GLOBAL, in capitals.
  --> test/service/wrong-app/config.toml:5:10 [DATA_NODE.price] scope
  |
5 | scope = "galaxy:SCOPE"
  |          ^^^^^^^^^^^^

error: \`function\` can't be read. There is no function "shop.double": add functions: { "shop": { double } } to the options of defineApp.
  --> test/service/wrong-app/config.toml:8:13 [TASK.double] function
  |
8 | function = "shop.double:function"
  |             ^^^^^^^^^^^^^^^^^^^^

error: \`inputs\` names \`ghost\`, which is no data node: add [DATA_NODE.ghost], or correct the name.
   --> test/service/wrong-app/config.toml:11:4 [TASK.double] inputs
   |
11 |   "ghost:SECTION",
   |    ^^^^^^^^^^^^^

error: '9lives' is not a valid identifier. Use letters, digits and underscores, no digit first, and neither a keyword of Python nor a word for Taipy's own ids.
  --> test/service/wrong-app/index.ts [DATA_NODE.9lives] config_id

warning: \`outputs\` of task \`double\` is empty. Add data nodes, unless the task needs none.
  --> test/service/wrong-app/config.toml:7:1 [TASK.double] outputs
  |
7 | [TASK.double]
  | ^^^^^^^^^^^^^

error: The job \`mode\` must be one of \`development\`, \`standalone\`.
  --> test/service/wrong-app/config.toml:2:10 [JOB] mode
  |
2 | \tmode = "cluster"
  | \t        ^^^^^^^

The configuration has 5 errors and 1 warning.
`);
  });
});

describe("npm run new-app", () => {
  let copy: string;
  const git = (...given: readonly string[]) => run(copy, "git", "-c", "user.name=x", "-c", "user.email=x@y", ...given);
  const newApp = (...given: readonly string[]) => node(copy, "src/dev/new-app.mjs", ...given);

  beforeAll(async () => {
    copy = await mkdtemp(path.join(tmpdir(), "taipy-new-app-"));
    for (const name of ["src", "test/core/app", "test/harness", "package.json", "tsconfig.json", "vitest.config.ts"]) {
      await cp(path.join(ROOT, name), path.join(copy, name), { recursive: true });
    }
    await symlink(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
    await git("init", "--quiet");
    await git("add", "src", "test");
    await git("commit", "--quiet", "-m", "example");
  });

  afterAll(() => rm(copy, { recursive: true, force: true }));

  it("touches nothing while the example has changes that are not committed", async () => {
    await appendFile(path.join(copy, "src/app/functions.ts"), "\n// mine\n");
    const { code, output } = await newApp();
    expect(code).toBe(1);
    expect(output).toContain("M src/app/functions.ts");
    expect(await readFile(path.join(copy, "src/app/functions.ts"), "utf8")).toContain("// mine");
    await git("checkout", "--quiet", "src/app");
  });

  it("leaves a minimal application with one test that passes, and whose configuration is right", async () => {
    expect(await newApp()).toMatchObject({ code: 0 });
    expect((await readdir(path.join(copy, "src/app"))).sort()).toEqual([
      "config.toml",
      "files.d.ts",
      "functions.ts",
      "index.ts",
    ]);
    expect(await readdir(path.join(copy, "test/core/app"))).toEqual(["index.test.ts"]);
    const vitest = path.join(copy, "node_modules/vitest/vitest.mjs");
    const tested = await node(copy, vitest, "run", "--project", "core", "test/core/app");
    expect(tested.output).toMatch(/Tests +2 passed/);
  });

  it("does not replace an application that is not the example, unless it is forced", async () => {
    expect(await newApp()).toMatchObject({ code: 1 });
    expect(await newApp("--force")).toMatchObject({ code: 0 });
  });
});
