import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/core/config/check/issue.ts";
import { type AppOptions, dataNode, defineApp, Scope, scenario, task } from "../../../src/core/config/dsl/index.ts";
import { configurationToml, exportConfiguration } from "../../../src/core/config/toml/export.ts";

const written = readFileSync(path.join(import.meta.dirname, "fixtures/written-by-taipy.toml"), "utf8");

class Row {}
const predict = () => 1;
const mape = () => 0;
const read = () => 1;
const write = () => "";
const append = () => "";

const functions = {
  "planner.tasks": { predict },
  "planner.compare": { mape },
  "planner.feed": { read, write },
  "planner.queries": { write, append },
  "planner.rows": { Row },
};
const drivers = { mongodb: { MongoClient: class {} } };
const load = (toml: string, more: AppOptions = {}) => defineApp({ toml, functions, drivers, ...more });

/** Each problem as `line: field: message`. */
function problems(toml: string, more: AppOptions = {}): string[] {
  try {
    load(toml, more);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.issues
      .filter(({ level }) => level === "ERROR")
      .map(({ position, field, message }) => `${position?.line}: ${field}: ${message}`);
  }
}

describe("a file that Taipy has written", () => {
  it("is exported unchanged after it was loaded, except for arguments, which may be secrets", () => {
    const app = load(written);
    const hidden = written.replace('read_fct_args = [ "a", "2:int",]', 'read_fct_args = [ "***", "***",]');
    expect(hidden).not.toBe(written);
    expect(parse(configurationToml(app))).toEqual(parse(hidden));
    const open = written.replace(/^read_fct_args.*$/m, 'read_fct_args = [ "ENV[A]", "ENV[B]:int",]');
    expect(parse(configurationToml(load(open)))).toEqual(parse(open));
    expect(configurationToml(load(configurationToml(load(open))))).toBe(configurationToml(load(open)));
  });

  it("gives the same configs as declarations in the code", () => {
    const app = load(written);
    expect(app.dataNodes.get("orders")).toMatchObject({
      storageType: "csv",
      scope: "GLOBAL",
      validityPeriod: 7 * 86_400_000_000,
      properties: { default_path: "ENV[ORDERS_CSV]", has_header: true, encoding: "utf-8", exposed_type: "pandas" },
    });
    expect(app.dataNodes.get("book")).toMatchObject({ properties: { sheet_name: ["a", "b"], has_header: false } });
    expect(app.dataNodes.get("book")?.functions).toEqual({ exposed_type: Row });
    expect(app.dataNodes.get("sheets")).toMatchObject({
      properties: { path: "sheets.xlsx", exposed_type: { "first sheet": Row, b: "numpy" } },
    });
    expect(app.dataNodes.get("sales")).toMatchObject({ properties: { db_extra_args: { sslmode: "require" } } });
    expect(app.dataNodes.get("horizon")?.defaultData).toBe(14);
    expect(app.dataNodes.get("shops")?.defaultData).toEqual([{ name: "north", open: true }, { name: "south" }]);
    expect(app.dataNodes.get("limits")?.defaultData).toEqual({ low: 1, high: { "per day": 2 } });
    expect(app.dataNodes.get("weights")?.defaultData).toEqual([1, 0.5, true, new Date("2024-01-01T00:00:00Z")]);
    expect(app.dataNodes.get("prices")?.functions).toEqual({
      write_query_builder: write,
      append_query_builder: append,
    });
    expect(app.dataNodes.get("feed")).toMatchObject({
      functions: { read_fct: read, write_fct: write },
      properties: { read_fct_args: ["a", 2], write_fct_args: [] },
    });
    expect(app.dataNodes.get("visits")?.functions).toEqual({});
    expect(app.tasks.get("predict")).toMatchObject({
      function: predict,
      skippable: true,
      properties: { team: "supply" },
    });
    const monthly = app.scenarios.get("monthly");
    expect(monthly?.tasks[0]?.inputs.map(({ id }) => id)).toEqual(["orders", "horizon"]);
    expect(monthly).toMatchObject({
      frequency: "MONTHLY",
      comparators: { forecast: [mape] },
      properties: { owner_team: "supply", authorized_tags: ["best", "worst"] },
    });
    expect(monthly?.sequences.nightly).toEqual([app.tasks.get("predict")]);
    expect(monthly?.sequences["every night"]).toEqual([app.tasks.get("predict")]);
    expect(app.core).toMatchObject({ mode: "experiment", versionNumber: "1.2", force: false });
    expect(app.global).toEqual({
      app_title: "Demand planner",
      max_users: "ENV[MAX_USERS]:int",
      ratio: 1,
      tolerance: 1e-7,
      started: new Date("2024-01-01T00:00:00.123Z"),
      strict: true,
      window: "1d2h3m4s",
      label: "abc:foo",
      url: "http://localhost/y",
      quoted: 'He said "no";\n\tand left \\',
      languages: ["en", "fr"],
      colours: { ok: "green" },
    });
    // Taipy's files lie beside its code; those of this application are uploaded.
    expect(app.warnings.map(({ message }) => message.slice(0, message.indexOf(":")))).toEqual(
      ["book", "sheets", "parameters", "history"].map((id) => `The data node \`${id}\` begins without a value`),
    );
  });
});

describe("a value", () => {
  const valueOfText = (toml: string): unknown => load(`[TAIPY]\nx = ${toml}`).global.x;

  it.each([
    ['"17:int"', 17],
    ['"-3:int"', -3],
    ['"9007199254740993:int"', 9007199254740993n],
    ['"1.5:float"', 1.5],
    ['"1e3:float"', 1000],
    ['"inf:float"', Number.POSITIVE_INFINITY],
    ['"tRuE:bool"', true],
    ['"False:bool"', false],
    ['"abc:str"', "abc"],
    ['"a:int:str"', "a:int"],
    ['"36h:timedelta"', "36h"],
    ['"1.5d:timedelta"', "1.5d"],
    ['"GLOBAL:SCOPE"', "GLOBAL"],
    ['"DAILY:FREQUENCY"', "DAILY"],
    ['"orders:SECTION"', "orders"],
    ['"http://x/y"', "http://x/y"],
    ['"abc:foo"', "abc:foo"],
    ['"ends:"', "ends:"],
    ['"ENV[A]"', "ENV[A]"],
    ['"ENV[A]:float"', "ENV[A]:float"],
    ['"env[A]"', "env[A]"],
    ['"planner.tasks.predict:function"', "planner.tasks.predict:function"],
    ["true", true],
    ["17", 17],
    ["1.5", 1.5],
    ["2024-01-31T12:00:00", new Date("2024-01-31T12:00:00Z")],
    ["2024-01-31T12:00:00+01:00", new Date("2024-01-31T11:00:00Z")],
    ['["1:int", "x"]', [1, "x"]],
    ['{ a = "1:int", b = { c = "True:bool" } }', { a: 1, b: { c: true } }],
  ])("%s is read with its type", (toml, value) => {
    expect(valueOfText(toml)).toEqual(value);
  });

  it.each([
    ['"x:int"', "whole number"],
    ['"1.5:int"', "whole number"],
    ['"x:float"', "number"],
    ['"yes:bool"', "true or false"],
    ['"2024-13-01:datetime"', "ISO date"],
    ['"1w:timedelta"', "duration"],
    ['"global:SCOPE"', "in capitals"],
    ['"HOURLY:FREQUENCY"', "frequency"],
  ])("%s is refused with its line", (toml, reason) => {
    const [problem = "", ...others] = problems(`[TAIPY]\n\nx = ${toml}`);
    expect(others).toEqual([]);
    expect(problem).toMatch(/^3: x: /);
    expect(problem).toContain(reason);
  });
});

describe("references", () => {
  const TASK_FIRST = `
[SCENARIO.s]
tasks = ["work"]
[TASK.work]
function = "planner.tasks.predict:function"
inputs = ["b:SECTION", "a"]
[DATA_NODE.a]
[DATA_NODE.b]
`;

  it("can precede the sections that they refer to, and keep their order", () => {
    const app = load(TASK_FIRST);
    expect(app.scenarios.get("s")?.tasks[0]?.inputs.map(({ id }) => id)).toEqual(["b", "a"]);
    expect(app.scenarios.get("s")?.tasks[0]).toBe(app.tasks.get("work"));
    expect(app.tasks.get("work")?.inputs[0]).toBe(app.dataNodes.get("b"));
  });

  it("to missing sections are reported together, each with its line", () => {
    const toml = TASK_FIRST.replace('"b:SECTION", "a"', '"b", "c", "d:SECTION"').replace('["work"]', '["wrok"]');
    expect(problems(toml)).toEqual([
      "6: inputs: `inputs` names `c`, which is no data node: add [DATA_NODE.c], or correct the name.",
      "6: inputs: `inputs` names `d`, which is no data node: add [DATA_NODE.d], or correct the name.",
      "3: tasks: `tasks` names `wrok`, which is no task: add [TASK.wrok], or correct the name.",
    ]);
  });

  it("to functions are resolved in the modules that the code passes", () => {
    expect(problems(TASK_FIRST.replace("tasks.predict", "tasks.precidt"))).toEqual([
      '5: function: `function` can\'t be read. There is no function "planner.tasks.precidt": functions["planner.tasks"] has predict.',
    ]);
    expect(problems(TASK_FIRST.replace("planner.tasks.predict", "planer.predict"))).toEqual([
      '5: function: `function` can\'t be read. There is no function "planer.predict": add functions: { "planer": { predict } } to the options of defineApp.',
    ]);
  });
});

describe("default sections", () => {
  it("give a data node of the same storage type all keys that it does not have", () => {
    const app = load(`
[DATA_NODE.default]
storage_type = "csv"
scope = "GLOBAL:SCOPE"
validity_period = "1d:timedelta"
has_header = "False:bool"
team = "x"
[DATA_NODE.a]
[DATA_NODE.b]
scope = "CYCLE:SCOPE"
team = "y"
validity_period = "2d:timedelta"
[DATA_NODE.c]
storage_type = "json"
`);
    const day = 86_400_000_000;
    expect(app.dataNodes.get("a")).toMatchObject({
      storageType: "csv",
      scope: "GLOBAL",
      validityPeriod: day,
      properties: { has_header: false, team: "x" },
    });
    expect(app.dataNodes.get("b")).toMatchObject({
      scope: "CYCLE",
      validityPeriod: 2 * day,
      properties: { has_header: false, team: "y" },
    });
    expect(app.dataNodes.get("c")).toMatchObject({ storageType: "json", scope: "SCENARIO", validityPeriod: day });
    expect(app.dataNodes.get("c")?.properties).toEqual({ encoding: "utf-8" });
  });

  it("give tasks and scenarios their free keys, and scenarios the frequency", () => {
    const app = load(`
[TASK.default]
team = "x"
inputs = ["a"]
[TASK.t]
function = "planner.tasks.predict:function"
[SCENARIO.default]
frequency = "DAILY:FREQUENCY"
owner = "me"
[SCENARIO.s]
tasks = ["t"]
[SCENARIO.weekly]
frequency = "WEEKLY:FREQUENCY"
tasks = ["t"]
owner = "you"
[DATA_NODE.a]
`);
    expect(app.tasks.get("t")).toMatchObject({ properties: { team: "x" }, inputs: [] });
    expect(app.scenarios.get("s")).toMatchObject({ frequency: "DAILY", properties: { owner: "me" } });
    expect(app.scenarios.get("weekly")).toMatchObject({ frequency: "WEEKLY", properties: { owner: "you" } });
  });

  it("of a file also apply to options that the code's configs do not give", () => {
    const open = dataNode.csv("open");
    const said = dataNode.csv("said", { scope: Scope.SCENARIO, hasHeader: true });
    const toml = '[DATA_NODE.default]\nstorage_type = "csv"\nscope = "GLOBAL:SCOPE"\nhas_header = "False:bool"';
    const app = load(toml, { dataNodes: [open, said] });
    expect(app.dataNodes.get("open")).toMatchObject({ scope: "GLOBAL", properties: { has_header: false } });
    expect(app.dataNodes.get("said")).toMatchObject({ scope: "SCENARIO", properties: { has_header: true } });
  });

  it("have their errors reported once, not for each config that inherits them", () => {
    const toml = '[DATA_NODE.default]\nscope = "PLANET:SCOPE"\n[DATA_NODE.a]\n[DATA_NODE.b]\n';
    expect(problems(toml)).toHaveLength(1);
    expect(problems(toml)[0]).toMatch(/^2: scope: /);
  });
});

describe("precedence", () => {
  const price = dataNode.csv("price", { defaultPath: "code.csv", hasHeader: false, properties: { unit: "EUR" } });
  const out = dataNode("out");
  const total = task("total", { function: predict, inputs: [price], outputs: [out], skippable: true, timeout: "5s" });
  const order = scenario("order", {
    tasks: [total],
    sequences: { only: [total] },
    comparators: { out: mape },
    properties: { team: "code" },
  });
  const code: AppOptions = {
    scenarios: [order],
    job: { mode: "standalone", lease: "10s" },
    core: { versionNumber: "1" },
    global: { env: "code", a: 1 },
  };

  it("of a file over the code is decided key by key", () => {
    const app = load(
      `
[TAIPY]
env = "file"
[JOB]
mode = "development"
[DATA_NODE.price]
default_path = "file.csv"
[TASK.total]
skippable = "False:bool"
[SCENARIO.order]
frequency = "DAILY:FREQUENCY"
`,
      code,
    );
    expect(app.global).toEqual({ env: "file", a: 1 });
    expect(app.job).toMatchObject({ mode: "development", leaseMs: 10_000 });
    expect(app.core.versionNumber).toBe("1");
    expect(app.dataNodes.get("price")?.properties).toMatchObject({
      default_path: "file.csv",
      has_header: false,
      unit: "EUR",
      encoding: "utf-8",
    });
    const built = app.tasks.get("total");
    expect(built).toMatchObject({ function: predict, skippable: false, timeoutMs: 5_000 });
    expect(built?.inputs).toEqual([app.dataNodes.get("price")]);
    expect(app.scenarios.get("order")).toMatchObject({
      frequency: "DAILY",
      tasks: [built],
      sequences: { only: [built] },
      comparators: { out: [mape] },
      properties: { team: "code" },
    });
  });

  it("of the variable TAIPY_CONFIG is higher than that of the file", () => {
    const file = '[DATA_NODE.price]\ndefault_path = "file.csv"\nunit = "USD"\n';
    const variable = '[DATA_NODE.price]\ndefault_path = "variable.csv"\n';
    const app = load(file, code).withEnvironment((name) => (name === "TAIPY_CONFIG" ? variable : undefined));
    expect(app.dataNodes.get("price")?.properties).toMatchObject({ default_path: "variable.csv", unit: "USD" });
  });

  it("shows the name of the variable in the position of an error in it", () => {
    const app = load("", code);
    const bad = () => app.withEnvironment((name) => (name === "TAIPY_CONFIG" ? '[JOB]\nmode = "x"' : undefined));
    expect(bad).toThrow(/ERROR TAIPY_CONFIG:2:9: The job `mode` must be one of/);
  });
});

describe("templates", () => {
  const toml = `
[DATA_NODE.a]
scope = "ENV[SCOPE]"
default_data = "ENV[COUNT]:int"
default_path = "ENV[PATH]"
[JOB]
mode = "ENV[MODE]"
`;

  it("stay unresolved until the environment is known, and then those are resolved that the service reads", () => {
    const app = load(toml);
    expect(app.dataNodes.get("a")).toMatchObject({ scope: "SCENARIO", defaultData: undefined });
    const variables: Record<string, string> = { SCOPE: "GLOBAL:SCOPE", COUNT: "3", MODE: "standalone", PATH: "a.p" };
    const there = app.withEnvironment((name) => variables[name]);
    expect(there.dataNodes.get("a")).toMatchObject({ scope: "GLOBAL", defaultData: 3 });
    expect(there.dataNodes.get("a")).toMatchObject({ properties: { default_path: "ENV[PATH]" }, path: "a.p" });
    expect(there.job.mode).toBe("standalone");
    expect(parse(configurationToml(there))).toMatchObject({
      DATA_NODE: { a: { scope: "ENV[SCOPE]", default_data: "ENV[COUNT]:int", default_path: "ENV[PATH]" } },
      JOB: { mode: "ENV[MODE]" },
    });
  });

  it("are refused with the name of a missing variable, or of one that is no number", () => {
    const variables: Record<string, string> = { COUNT: "many", MODE: "standalone", PATH: "a.p" };
    expect(() => load(toml).withEnvironment((name) => variables[name])).toThrow(ConfigurationError);
    try {
      load(toml).withEnvironment((name) => variables[name]);
    } catch (error) {
      expect((error as Error).message).toContain(
        "config.toml:3:10: `scope` can't be read. Environment variable SCOPE is not set.",
      );
      expect((error as Error).message).toContain("The environment variable COUNT has no whole number.");
    }
  });
});

describe("a limit of parallel jobs", () => {
  const limits = (toml: string, more: AppOptions = {}) => {
    const app = load(toml, more);
    return { app: app.job.concurrency, task: app.tasks.get("t")?.concurrency };
  };
  const code = {
    job: { concurrency: 7 },
    tasks: [task("t", { function: predict, outputs: [dataNode("a")], concurrency: 3 })],
  };

  it("comes from the section of a task and from the section of jobs", () => {
    const toml = `[JOB]\nconcurrency = 4\n[TASK.t]\nfunction = "planner.tasks.predict:function"\nconcurrency = "2:int"\n`;
    expect(limits(toml)).toEqual({ app: 4, task: 2 });
    expect(parse(configurationToml(load(toml)))).toMatchObject({
      JOB: { concurrency: 4 },
      TASK: { t: { concurrency: "2:int" } },
    });
  });

  it("of the application may have Taipy's name, and an export gives it back under that name", () => {
    const toml = '[JOB]\nmode = "standalone"\nmax_nb_of_workers = "4:int"\n';
    expect(limits(toml)).toEqual({ app: 4, task: undefined });
    const exported = parse(configurationToml(load(toml)));
    expect(exported.JOB).toEqual({ mode: "standalone", max_nb_of_workers: "4:int" });
    expect(limits(configurationToml(load(toml))).app).toBe(4);
  });

  it("under Taipy's name has no effect in mode development, and an export keeps it; `concurrency` counts in both", () => {
    const toml = '[JOB]\nmax_nb_of_workers = "4:int"\n';
    expect(limits(toml).app).toBeNull();
    expect(limits(toml, code).app).toBe(7);
    expect(limits(`${toml}concurrency = 6\n`).app).toBe(6);
    expect(parse(configurationToml(load(toml))).JOB).toEqual({ mode: "development", max_nb_of_workers: "4:int" });
  });

  it("of a file overrides that of the code, under either name", () => {
    expect(limits("", code)).toEqual({ app: 7, task: 3 });
    expect(limits("[JOB]\nconcurrency = 5\n[TASK.t]\nconcurrency = 1\n", code)).toEqual({ app: 5, task: 1 });
    const standalone = '[JOB]\nmode = "standalone"\n';
    expect(limits(`${standalone}max_nb_of_workers = 5\n`, code)).toEqual({ app: 5, task: 3 });
    expect(limits(`${standalone}max_nb_of_workers = 5\nconcurrency = 6\n`, code).app).toBe(6);
  });

  it("may come from a variable", () => {
    const app = load('[JOB]\nmode = "standalone"\nmax_nb_of_workers = "ENV[WORKERS]:int"\n').withEnvironment((name) =>
      name === "WORKERS" ? "9" : undefined,
    );
    expect(app.job.concurrency).toBe(9);
    expect(parse(configurationToml(app)).JOB).toMatchObject({ max_nb_of_workers: "ENV[WORKERS]:int" });
  });

  it("is refused when it is no whole number of at least 1, and the message says what would be right", () => {
    const advice =
      "says how many jobs may run at a time: it must be a whole number of at least 1. Leave it out for no limit.";
    const toml =
      '[JOB]\nmode = "standalone"\nmax_nb_of_workers = 0\n[TASK.t]\nfunction = "planner.tasks.predict:function"\nconcurrency = "1.5:float"\n';
    expect(problems(toml)).toEqual([
      `6: concurrency: \`concurrency\` of task \`t\` ${advice}`,
      `3: max_nb_of_workers: The job \`max_nb_of_workers\` ${advice}`,
    ]);
    expect(problems("[JOB]\nconcurrency = -1\n")).toEqual([`2: concurrency: The job \`concurrency\` ${advice}`]);
  });

  it("of a task is a free key while it does not look like a number", () => {
    const app = load('[TASK.t]\nfunction = "planner.tasks.predict:function"\nconcurrency = "high"\n');
    expect(app.tasks.get("t")).toMatchObject({ concurrency: null, properties: { concurrency: "high" } });
  });
});

describe("the number of objects a region", () => {
  it("comes from the section of jobs, overrides the code's, and an export gives it back", () => {
    const app = load("[JOB]\nobjects_per_region = 16\n", { job: { objectsPerRegion: 8 } });
    expect(app.job.objectsPerRegion).toBe(16);
    expect(parse(configurationToml(app)).JOB).toMatchObject({ objects_per_region: 16 });
    expect(load("", { job: { objectsPerRegion: 8 } }).job.objectsPerRegion).toBe(8);
  });

  it("may come from a variable", () => {
    const app = load('[JOB]\nobjects_per_region = "ENV[OBJECTS]:int"\n').withEnvironment((name) =>
      name === "OBJECTS" ? "64" : undefined,
    );
    expect(app.job.objectsPerRegion).toBe(64);
  });

  it.each(["0", "257", "1.5", '"many"'])(
    "is refused when it is %s, and the message says what would be right",
    (value) => {
      expect(problems(`[JOB]\nobjects_per_region = ${value}\n`)).toEqual([
        "2: objects_per_region: The job `objects_per_region` must be a whole number from 1 to 256.",
      ]);
    },
  );
});

describe("a wrong file", () => {
  it("has all its problems reported together, each with its line", () => {
    const toml = `[JOB]
mode = "cluster"
max_nb_of_workers = "x:int"

[DATA_NODE.a]
storage_type = "floppy"

[DATA_NODE.b]
storage_type = "csv"
validity_period = "1w"
exposed_type = "polars"

[DATA_NODE.c]
storage_type = "generic"

[TASK.t]
inputs = [
  "a",
  "ghost",
]

[SCENARIO.s]
tasks = ["t"]
frequency = "HOURLY"
`;
    expect(problems(toml).map((problem) => problem.split(": ", 2).join(" "))).toEqual([
      "19 inputs",
      "3 max_nb_of_workers",
      "6 storage_type",
      "10 validity_period",
      "11 exposed_type",
      "13 read_fct, write_fct",
      "16 function",
      "24 frequency",
      "2 mode",
    ]);
  });

  it("that is no TOML has the position of its syntax error reported", () => {
    expect(problems('[JOB]\nmode = "x')[0]).toMatch(/^2: toml: Invalid TOML/);
  });

  it("gets a warning for an unknown section", () => {
    const elsewhere = "[gui]\n[AUTHENTICATION]\n[VERSION_MIGRATION.migration_fcts]\n";
    expect(load(`[DATA_NODES.a]\n${elsewhere}`).warnings.map(({ message }) => message)).toEqual([
      "The section `DATA_NODES` is ignored. There are [TAIPY], [JOB], [CORE], [DATA_NODE.<id>], [TASK.<id>], [SCENARIO.<id>].",
    ]);
  });
});

describe("an export", () => {
  it("leaves out passwords and keys, and keeps templates", () => {
    const shop = dataNode.sqlTable("shop", {
      dbEngine: "postgresql",
      dbName: "shop",
      dbUsername: "ENV[DB_USER]",
      dbPassword: "hunter2",
      tableName: "t",
      dbExtraArgs: { sslcert: "hunter2", sslmode: "ENV[SSL]" },
    });
    const app = defineApp({
      dataNodes: [shop],
      global: { secretKey: "hunter2", api_token: "hunter2", nested: { password: "hunter2", user: "me" }, key: "kept" },
    });
    const text = configurationToml(app);
    expect(text).not.toContain("hunter2");
    expect(exportConfiguration(app).sections).toMatchObject({
      TAIPY: { secret_key: "***", api_token: "***", nested: { password: "***", user: "me" }, key: "kept" },
      DATA_NODE: { shop: { db_username: "ENV[DB_USER]", db_extra_args: { sslmode: "ENV[SSL]" } } },
    });
  });

  it("keeps connection settings among the arguments for drivers, and leaves out credentials", () => {
    const shop = dataNode.sqlTable("shop", {
      dbEngine: "postgresql",
      dbName: "shop",
      dbUsername: "ENV[DB_USER]",
      dbPassword: "ENV[DB_PASSWORD]",
      tableName: "t",
      dbExtraArgs: { sslmode: "require", connect_timeout: "10", options: "hunter2", api_token: "hunter2" },
    });
    const signed = "https://s3.example.com/?X-Amz-Signature=hunter2";
    const file = (id: string, endpoint: string) =>
      dataNode.s3Object(id, {
        awsAccessKey: "ENV[KEY]",
        awsSecretAccessKey: "ENV[SECRET]",
        awsS3BucketName: "bucket",
        awsS3ObjectKey: "key",
        awsS3ClientParameters: { endpoint_url: endpoint, aws_session_token: "hunter2" },
      });
    const app = defineApp({
      dataNodes: [
        shop,
        file("open", "https://s3.example.com"),
        file("of_user", "https://me:hunter2@s3.example.com"),
        file("signed", signed),
      ],
    });
    expect(configurationToml(app)).not.toContain("hunter2");
    expect(exportConfiguration(app).sections.DATA_NODE).toMatchObject({
      shop: { db_extra_args: { sslmode: "require", connect_timeout: "10" } },
      open: { aws_s3_client_parameters: { endpoint_url: "https://s3.example.com" } },
      of_user: { aws_s3_client_parameters: { endpoint_url: "***", aws_session_token: "***" } },
      signed: { aws_s3_client_parameters: { endpoint_url: "***" } },
    });
  });

  it("names the values that TOML cannot express", () => {
    const app = defineApp({ dataNodes: [dataNode("a", { defaultData: new Map() })] });
    expect(configurationToml(app)).toMatch(/^# DATA_NODE\.a\.default_data has no form in TOML/);
  });
});
