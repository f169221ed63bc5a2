import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../harness/bundle.ts";

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

/** A folder with these parts of the repository, and with its packages. */
async function copyOf(...names: readonly string[]): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "taipy-copy-"));
  for (const name of names) await cp(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  await symlink(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

describe("npm run check-config", () => {
  it("finds no problem in the example", async () => {
    const { code, output } = await node(ROOT, "src/dev/check-config.mjs");
    expect(output).toBe("The configuration has no problems.\n");
    expect(code).toBe(0);
  });

  it("prints every problem like a compiler, and ends with 1", async () => {
    const { code, output } = await node(ROOT, "src/dev/check-config.mjs", "test/service/config/wrong-app/index.ts");
    expect(code).toBe(1);
    expect(output).toBe(`\
error: \`scope\` can't be read. "galaxy" is no scope: write one of SCENARIO, CYCLE, GLOBAL, in capitals.
  --> test/service/config/wrong-app/config.toml:5:10 [DATA_NODE.price] scope
  |
5 | scope = "galaxy:SCOPE"
  |          ^^^^^^^^^^^^

error: \`function\` can't be read. There is no function "shop.double": add functions: { "shop": { double } } to the options of defineApp.
  --> test/service/config/wrong-app/config.toml:8:13 [TASK.double] function
  |
8 | function = "shop.double:function"
  |             ^^^^^^^^^^^^^^^^^^^^

error: \`inputs\` names \`ghost\`, which is no data node: add [DATA_NODE.ghost], or correct the name.
   --> test/service/config/wrong-app/config.toml:11:4 [TASK.double] inputs
   |
11 |   "ghost:SECTION",
   |    ^^^^^^^^^^^^^

error: '9lives' is not a valid identifier. Use letters, digits and underscores, no digit first, and neither a keyword of Python nor a word for Taipy's own ids.
  --> test/service/config/wrong-app/index.ts [DATA_NODE.9lives] config_id

warning: \`outputs\` of task \`double\` is empty. Add data nodes, unless the task needs none.
  --> test/service/config/wrong-app/config.toml:7:1 [TASK.double] outputs
  |
7 | [TASK.double]
  | ^^^^^^^^^^^^^

error: The job \`mode\` must be one of \`development\`, \`standalone\`.
  --> test/service/config/wrong-app/config.toml:2:10 [JOB] mode
  |
2 | \tmode = "cluster"
  | \t        ^^^^^^^

The configuration has 5 errors and 1 warning.
`);
  });

  it("warns of a config.toml beside index.ts that index.ts does not use, and of none that it does", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "taipy-unused-"));
    const entry = path.join(folder, "index.ts");
    const file = path.join(folder, "config.toml");
    const check = () => node(ROOT, "src/dev/check-config.mjs", entry);
    try {
      await writeFile(file, '[DATA_NODE.price]\ndefault_data = "10:int"\n');
      await writeFile(entry, 'import { defineApp } from "taipy-edge";\nexport default defineApp({});\n');
      const { code, output } = await check();
      expect(output).toContain(`\
warning: \`config.toml\` is not used and has no effect. \
Add \`import toml from "./config.toml";\` to \`index.ts\` and give it to \`defineApp({ toml, … })\`, or remove the file.
  --> ${file}:1:1 toml
  |
1 | [DATA_NODE.price]
  | ^^^^^^^^^^^^^^^^^
`);
      expect(code).toBe(0);
      await writeFile(
        entry,
        'import { defineApp } from "taipy-edge";\nimport toml from "./config.toml";\nexport default defineApp({ toml });\n',
      );
      expect(await check()).toEqual({ code: 0, output: "The configuration has no problems.\n" });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("npm run new-app", () => {
  let copy: string;
  const git = (...given: readonly string[]) => run(copy, "git", "-c", "user.name=x", "-c", "user.email=x@y", ...given);
  const newApp = (...given: readonly string[]) => node(copy, "src/dev/new-app.mjs", ...given);

  beforeAll(async () => {
    copy = await copyOf("src", "test", "package.json", "tsconfig.json", "vitest.config.ts");
    await git("init", "--quiet");
    await git("add", "src", "test");
    await git("commit", "--quiet", "-m", "example");
  });

  afterAll(() => rm(copy, { recursive: true, force: true }));

  it("changes no file while the example has uncommitted changes", async () => {
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

  it("leaves no test that asks for a scenario of the example", async () => {
    const { output } = await run(copy, "git", "grep", "-l", "my_awesome_scenario", "--", "test");
    const generators = ["test/openapi/example-session.ts", "test/service/config/dev-commands.test.ts"];
    expect(
      output
        .trim()
        .split("\n")
        .filter((file) => !generators.includes(file)),
    ).toEqual([]);
  });

  it("does not replace an application that is not the example, unless it is forced", async () => {
    expect(await newApp()).toMatchObject({ code: 1 });
    expect(await newApp("--force")).toMatchObject({ code: 0 });
  });
});

describe("npm start", () => {
  let copy: string;
  let service: ChildProcess;
  let output = "";
  let onOutput = () => {};

  /** Resolves when this has been printed since the last call. */
  const printed = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      if (service.exitCode !== null) throw new Error(`npm start has ended:\n${output}`);
      await new Promise<void>((resolve) => {
        onOutput = resolve;
      });
    }
    output = "";
  };
  const save = (name: string, text: string) => writeFile(path.join(copy, "src/app", name), text);

  beforeAll(async () => {
    copy = await copyOf("src", "package.json", "tsconfig.json", "wrangler.toml");
    expect(await node(copy, "src/dev/new-app.mjs", "--force")).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    if (service?.pid !== undefined && service.exitCode === null) {
      process.kill(-service.pid, "SIGKILL");
      await once(service, "close");
    }
    await rm(copy, { recursive: true, force: true, maxRetries: 3 });
  });

  it("names the application's scenario, prints problems of a saved configuration, and runs the one that is right again", async () => {
    const port = await freePort();
    service = spawn("npm", ["start", "--", "--port", String(port)], {
      cwd: copy,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", CI: "true" },
    });
    for (const stream of [service.stdout, service.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
        onOutput();
      });
    }
    service.once("exit", () => onOutput());
    const price = async (): Promise<unknown> => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/config/datanodes/price/`).catch(() => null);
      return answer?.ok ? ((await answer.json()) as { default_data?: unknown }).default_data : null;
    };
    await printed(`curl -X POST 'http://localhost:${port}/api/v1/scenarios/?config_id=order'`);
    await expect.poll(price).toBe(10);

    await save("config.toml", '[DATA_NODE.price]\nscope = "galaxy:SCOPE"\n');
    await printed(`\
error: \`scope\` can't be read. "galaxy" is no scope: write one of SCENARIO, CYCLE, GLOBAL, in capitals.
  --> src/app/config.toml:2:10 [DATA_NODE.price] scope
  |
2 | scope = "galaxy:SCOPE"
  |          ^^^^^^^^^^^^
`);

    await save("config.toml", '[DATA_NODE.price]\ndefault_data = "20:int"\n');
    await printed("The configuration has no problems.");
    await expect.poll(price).toBe(20);

    await save("index.ts", 'import { defineApp } from "taipy-edge";\nexport default defineApp({});\n');
    await printed("warning: `config.toml` is not used");
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
