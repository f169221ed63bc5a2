import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../harness/bundle.ts";
import { copyOf, node, run } from "../../harness/project-copy.ts";

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

  it("writes the schemas of the example's data nodes among its static files, for this machine only", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "taipy-shapes-"));
    try {
      const config = path.join(folder, "wrangler.toml");
      const main = path.join(ROOT, "src/index.ts");
      const assets = '[assets]\ndirectory = "pages"\nbinding = "ASSETS"\n';
      await writeFile(
        config,
        `name = "x"\nmain = ${JSON.stringify(main)}\ncompatibility_date = "2026-10-01"\n${assets}`,
      );
      const { output } = await node(ROOT, "src/dev/check-config.mjs", "--config", config);
      expect(output).toBe("The configuration has no problems.\n");
      const written = JSON.parse(await readFile(path.join(folder, "pages/taipy-edge.schemas.json"), "utf8"));
      expect(written).toMatchObject({
        build: null,
        schemas: { historical_data_set: { type: "object", properties: { temp_max: { type: "number" } } } },
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("finds what a creation would refuse, and ends with 0 where all problems are warnings", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "taipy-findings-"));
    const entry = path.join(folder, "index.ts");
    const check = async (app: string) => {
      await writeFile(entry, `import { dataNode, defineApp, scenario, task } from "taipy-edge";\n${app}\n`);
      return node(ROOT, "src/dev/check-config.mjs", entry);
    };
    try {
      const circle = await check(`
        const [x, y] = [dataNode("x"), dataNode("y")];
        const a = task("a", { function: () => 1, inputs: [x], outputs: [y] });
        const b = task("b", { function: () => 1, inputs: [y], outputs: [x] });
        export default defineApp({ scenarios: [scenario("s", { tasks: [a, b] })] });`);
      expect(circle.output).toContain(
        "error: The tasks of scenario `s` form a circle: `b` writes `x`, which `a` reads;",
      );
      expect(circle.code).toBe(1);
      const value = await check(`
        export default defineApp({ dataNodes: [dataNode.csv("x", { defaultData: 14 })] });`);
      expect(value.output).toMatch(
        /error: `default_data` of data node `x` can't be stored as csv: .+\n {2}--> .* \[DATA_NODE\.x\]/,
      );
      expect(value.code).toBe(1);
      const warnings = await check(`
        export default defineApp({ dataNodes: [
          dataNode.csv("x", { defaultPath: "sales.csv" }),
          dataNode.sqlTable("t", { dbEngine: "sqlite", binding: "SHOP", tableName: "t" }),
          dataNode("p", { properties: { password: "hunter2" } }),
        ] });`);
      expect(warnings.output).toMatch(/warning: The data node `x` begins without a value/);
      expect(warnings.output).toMatch(/warning: `binding` of data node `t` names the D1 database `SHOP`/);
      expect(warnings.output).toMatch(/warning: The property of data node `p` `password` holds a secret in plain text/);
      expect(warnings.output).not.toContain("hunter2");
      expect(warnings.output).toMatch(/has 0 errors and 3 warnings/);
      expect(warnings.code).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
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
