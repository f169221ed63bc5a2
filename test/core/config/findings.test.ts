import { describe, expect, it } from "vitest";
import { ConfigurationError, type ConfigurationIssue } from "../../../src/core/config/check/issue.ts";
import { type Bindings, checkBindings } from "../../../src/core/config/deployment/check-bindings.ts";
import { type AppOptions, dataNode, defineApp, Scope, scenario, task } from "../../../src/core/config/dsl/index.ts";

const one = () => 1;

function issuesOf(options: AppOptions): readonly ConfigurationIssue[] {
  try {
    return defineApp(options).warnings;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
}

const text = ({ level, section = "", field, message }: ConfigurationIssue) =>
  `${level} [${section}] ${field}: ${message}`;
const found = (options: AppOptions) => issuesOf(options).map(text);

/** Options that the compiler refuses. */
const untyped = (options: object) => options as never;

describe("an option that does not exist is an error with the nearest name", () => {
  const file = { defaultPath: "x.csv" };
  const wrong: readonly [string, AppOptions, string][] = [
    [
      "of a data node",
      { dataNodes: [dataNode.csv("x", untyped({ defaultpath: "y" }))] },
      "ERROR [DATA_NODE.x] defaultpath: The data node `x` (csv) has no option `defaultpath`. Did you mean `defaultPath`?",
    ],
    [
      "of a data node, with Taipy's spelling",
      { dataNodes: [dataNode.csv("x", untyped({ has_header: false }))] },
      "ERROR [DATA_NODE.x] has_header: The data node `x` (csv) has no option `has_header`. Did you mean `hasHeader`?",
    ],
    [
      "of a data node, near to no name",
      { dataNodes: [dataNode.csv("x", untyped({ path: "y" }))] },
      "ERROR [DATA_NODE.x] path: The data node `x` (csv) has no option `path`. Its options are `type`, `scope`, `validityPeriod`, `schema`, `properties`, `defaultData`, `historyLimit`, `defaultPath`, `sharedPath`, `encoding`, `hasHeader`, `exposedType`. Keys of your own go into `properties`.",
    ],
    [
      "of another storage type",
      { dataNodes: [dataNode.pickle("x", untyped({ hasHeader: true }))] },
      "ERROR [DATA_NODE.x] hasHeader: The data node `x` (pickle) has no option `hasHeader`. Its options are `type`, `scope`, `validityPeriod`, `schema`, `properties`, `defaultData`, `historyLimit`, `defaultPath`, `sharedPath`. Keys of your own go into `properties`.",
    ],
    [
      "of values that lie in a system of their own",
      { dataNodes: [dataNode.generic("x", untyped({ readFct: one, defaultDate: 1 }))] },
      "ERROR [DATA_NODE.x] defaultDate: The data node `x` (generic) has no option `defaultDate`. Its options are `type`, `scope`, `validityPeriod`, `schema`, `properties`, `readFct`, `writeFct`, `readFctArgs`, `writeFctArgs`. Keys of your own go into `properties`.",
    ],
    [
      "of a task",
      {
        tasks: [task("t", { function: one, outputs: [dataNode("x")], inputs: [dataNode("y")], ...{ skipable: true } })],
      },
      "ERROR [TASK.t] skipable: The task `t` has no option `skipable`. Did you mean `skippable`?",
    ],
    [
      "of the retries of a task",
      {
        tasks: [
          task("t", {
            function: one,
            outputs: [dataNode("x")],
            inputs: [dataNode("y")],
            retries: { limit: 1, ...{ dealy: "1s" } },
          }),
        ],
      },
      "ERROR [TASK.t] dealy: `retries` of the task `t` has no option `dealy`. Did you mean `delay`?",
    ],
    [
      "of a scenario",
      { scenarios: [scenario("s", { additionalDataNodes: [dataNode("x")], ...{ additional_datanodes: [] } })] },
      "ERROR [SCENARIO.s] additional_datanodes: The scenario `s` has no option `additional_datanodes`. Did you mean `additionalDataNodes`?",
    ],
    [
      "of the application",
      untyped({ datanodes: [] }),
      "ERROR [APP] datanodes: `defineApp` has no option `datanodes`. Did you mean `dataNodes`?",
    ],
    [
      "of the application, near to no name",
      untyped({ title: "x" }),
      "ERROR [APP] title: `defineApp` has no option `title`. Its options are `scenarios`, `tasks`, `dataNodes`, `files`, `toml`, `functions`, `drivers`, `job`, `core`, `global`, `auth`, `http`. Keys of your own go into `global`.",
    ],
    [
      "of the jobs",
      { job: untyped({ nodes: "standalone" }) },
      "ERROR [JOB] nodes: `job` of `defineApp` has no option `nodes`. Did you mean `mode`?",
    ],
    [
      "of the core",
      { core: untyped({ version_number: "1" }) },
      "ERROR [CORE] version_number: `core` of `defineApp` has no option `version_number`. Did you mean `versionNumber`?",
    ],
    [
      "of HTTP",
      { http: untyped({ corsOrigin: [] }) },
      "ERROR [HTTP] corsOrigin: `http` of `defineApp` has no option `corsOrigin`. Did you mean `corsOrigins`?",
    ],
    [
      "of logins",
      { auth: untyped({ sessionSecond: 60 }) },
      "ERROR [AUTH] sessionSecond: `auth` of `defineApp` has no option `sessionSecond`. Did you mean `sessionSeconds`?",
    ],
  ];

  it.each(wrong)("%s", (_, options, message) => {
    expect(found(options)).toContain(message);
  });

  it("and one that is undefined is none", () => {
    expect(found({ dataNodes: [dataNode.csv("x", untyped({ path: undefined }))] })).toEqual([]);
    expect(found({ dataNodes: [dataNode.csv("x", file)], files: { "x.csv": "a\n1\n" } })).toEqual([]);
  });
});

describe("a warning says that", () => {
  const rows: readonly [string, AppOptions, readonly string[]][] = [
    [
      "a path has no file",
      { dataNodes: [dataNode.csv("x", { defaultPath: "y.csv" })] },
      [
        'WARNING [DATA_NODE.x] default_path: The data node `x` begins without a value: no entry of `files` has its path `y.csv`, and no task writes it. Add it: `defineApp({ files: { "y.csv": … } })`. Or: Upload a value to each data node: PUT /api/v1/datanodes/{id}/content',
      ],
    ],
    [
      "a path is misspelt, and a file without a data node",
      { dataNodes: [dataNode.csv("x", { defaultPath: "sales.csv" })], files: { "sale.csv": "a\n1\n" } },
      [
        "WARNING [DATA_NODE.x] default_path: The data node `x` begins without a value: no entry of `files` has its path `sales.csv`, and no task writes it. Did you mean `sale.csv`?",
        "WARNING [] files: No data node uses the file `sale.csv`: it is part of the Worker, and nothing reads it. The paths of data nodes are `sales.csv`: correct one of them, or remove the file.",
      ],
    ],
    [
      "default data lose to a file",
      { dataNodes: [dataNode.json("x", { defaultPath: "x.json", defaultData: 1 })], files: { "x.json": "2" } },
      [
        "WARNING [DATA_NODE.x] default_data: `default_data` of data node `x` is never used, because `files` has its path `x.json`. Remove one of them.",
      ],
    ],
    [
      "a scope CYCLE has no cycle",
      {
        scenarios: [
          scenario("s", {
            tasks: [
              task("t", { function: one, inputs: [dataNode("y", { scope: Scope.CYCLE })], outputs: [dataNode("x")] }),
            ],
          }),
        ],
      },
      [
        "WARNING [SCENARIO.s] frequency: Scenario `s` has no frequency: all its scenarios share the data nodes of scope CYCLE (`y`).",
      ],
    ],
    [
      "a free key looks like an option",
      {
        toml: '[DATA_NODE.x]\nstorage_type = "csv"\ndefalt_path = "x.csv"\ncolour = "red"\n[JOB]\nmax_nb_of_worker = 2\n',
      },
      [
        "WARNING [DATA_NODE.x] defalt_path: `defalt_path` of data node `x` is a free key and changes nothing. Did you mean `default_path`?",
        "WARNING [JOB] max_nb_of_worker: `max_nb_of_worker` of the section `JOB` is a free key and changes nothing. Did you mean `max_nb_of_workers`?",
      ],
    ],
  ];

  it.each(rows)("%s", (_, options, messages) => {
    expect(found(options)).toEqual(messages);
  });

  it("says nothing about a path that a task writes, or that only the environment knows", () => {
    const written = dataNode.csv("written", { defaultPath: "w.csv" });
    const work = task("t", { function: () => [], inputs: [dataNode("y")], outputs: [written] });
    expect(found({ tasks: [work] })).toEqual([]);
    const hidden = { dataNodes: [dataNode.csv("x", { defaultPath: "ENV[WHERE]" })], files: { "sale.csv": "a\n1\n" } };
    expect(found(hidden)).toEqual([]);
    const where = (path: string) =>
      defineApp(hidden).withEnvironment((name) => (name === "WHERE" ? path : undefined)).warnings;
    expect(where("sale.csv")).toEqual([]);
    expect(where("else.csv").map(({ field }) => field)).toEqual(["default_path", "files"]);
  });
});

describe("a shared path", () => {
  it.each([
    ["yes" as unknown as boolean, { defaultPath: "x.csv" }, "`shared_path` of data node `x` must be true or false."],
    [true, {}, "`shared_path` of data node `x` needs a `default_path`: there is no file to share."],
  ])("that can't be one is an error: %s", (sharedPath, options, message) => {
    const node = dataNode.csv("x", { sharedPath, ...options });
    expect(found({ dataNodes: [node] })).toContain(`ERROR [DATA_NODE.x] shared_path: ${message}`);
  });

  it("comes from a file as well", () => {
    const toml = '[DATA_NODE.x]\nstorage_type = "csv"\ndefault_path = "x.csv"\nshared_path = "True:bool"\n';
    const app = defineApp({ toml, files: { "x.csv": "a\n1\n" } });
    expect([app.warnings, app.dataNodes.get("x")?.properties.shared_path]).toEqual([[], true]);
  });
});

describe("a secret in plain text", () => {
  const connection = { dbEngine: "postgresql", tableName: "t", dbName: "n", dbUsername: "reader" } as const;

  it.each([
    ["db_password", dataNode.sqlTable("x", { ...connection, dbPassword: "hunter2" })],
    ["api_token", dataNode("x", { properties: { api_token: "hunter2" } })],
    ["url", dataNode("x", { properties: { url: "https://me:hunter2@example.com/" } })],
    ["read_fct_args", dataNode.generic("x", { readFct: one, readFctArgs: ["table", { password: "hunter2" }] })],
  ])("is a warning without its value: %s", (field, node) => {
    const issues = issuesOf({ dataNodes: [node] });
    expect(issues.map(text)).toEqual([
      `WARNING [DATA_NODE.x] ${field}: The property of data node \`x\` \`${field}\` holds a secret in plain text, which the repository and the Worker's script then hold, too. Write \`ENV[NAME]\` instead, and give the Worker the secret: \`npx wrangler secret put NAME\`, and NAME=… in \`.dev.vars\`.`,
    ]);
    expect(JSON.stringify(issues)).not.toContain("hunter2");
  });

  it("is a warning in a file, whose line is shown without it", () => {
    const toml = '[TAIPY]\nsecret_key = "hunter2hunter2hunter2hunter2hunter2"\n';
    const [issue] = issuesOf({ toml });
    expect(issue).toMatchObject({ level: "WARNING", field: "secret_key", section: "TAIPY" });
    expect(issue?.position).toMatchObject({ line: 2, column: 14, source: "secret_key = ***" });
  });

  it.each([
    ["a template", dataNode.sqlTable("x", { ...connection, dbPassword: "ENV[PASSWORD]" })],
    ["the name of a user", dataNode.sqlTable("x", { ...connection, binding: "HYPERDRIVE" })],
    ["arguments of a function", dataNode.generic("x", { readFct: one, readFctArgs: ["table", 3] })],
  ])("is not %s", (_, node) => {
    expect(found({ dataNodes: [node] })).toEqual([]);
  });
});

describe("a property that no row can hold", () => {
  it("is refused with its name", () => {
    expect(found({ dataNodes: [dataNode("x", { properties: { big: 1n } })] })).toEqual([
      "ERROR [DATA_NODE.x] big: `big` of the data node config `x` can't be stored, because JSON can't express it: a big integer, or an object that contains itself. Write it as a text.",
    ]);
    expect(found({ dataNodes: [dataNode("x", { properties: { text: "y".repeat(2_000_000) } })] })).toEqual([
      "ERROR [DATA_NODE.x] properties: The properties of the data node config `x` have 2000011 characters as JSON. A row of D1 has room for 1900000: keep large values in data nodes.",
    ]);
  });
});

describe("the bindings of wrangler's configuration", () => {
  const bindings: Bindings = {
    databases: new Map([
      ["DB", "taipy-edge"],
      ["SAME", "taipy-edge"],
      ["SHOP", "shop"],
    ]),
    buckets: new Map([
      ["LARGE_PAYLOADS", "payloads"],
      ["SAME", "payloads"],
      ["FILES", "files"],
    ]),
    others: new Set(["HYPERDRIVE", "PASSWORD"]),
    plainVariables: { AUTH_MODE: "required", SLACK_TOKEN: "hunter2", EMPTY_TOKEN: "" },
  };
  const table = (binding: string, dbEngine: "sqlite" | "postgresql" = "sqlite") =>
    dataNode.sqlTable("x", { dbEngine, binding, tableName: "t" });
  const object = (binding: string) => dataNode.s3Object("x", { binding, awsS3ObjectKey: "k" });
  const check = (...dataNodes: AppOptions["dataNodes"] & object) =>
    [...checkBindings(defineApp({ dataNodes }), { ...bindings, plainVariables: {} })].map(text);

  it.each([
    [table("SAME"), /^ERROR \[DATA_NODE\.x\] binding: .* names `SAME`, which is the service's own database/],
    [object("SAME"), /^ERROR \[DATA_NODE\.x\] binding: .* names `SAME`, which is the service's own bucket/],
    [table("SHOPS"), /^WARNING .* names the D1 database `SHOPS`, which wrangler's configuration does not bind\. Add/],
    [object("FILE"), /^WARNING .* names the R2 bucket `FILE`, which wrangler's configuration does not bind\. Add/],
    [table("PG", "postgresql"), /^WARNING .* names `PG`, which is neither a binding, nor a variable, nor a secret/],
    [
      dataNode.sqlTable("x", {
        dbEngine: "postgresql",
        tableName: "t",
        dbName: "n",
        dbUsername: "u",
        dbPassword: "ENV[PW]",
      }),
      /^WARNING \[\] PW: `ENV\[PW\]` names a variable that is not known here\. Add it .* `npx wrangler secret put PW`\.$/,
    ],
  ])("miss what a data node needs, or are the service's own: %#", (node, message) => {
    expect(check(node)).toEqual([expect.stringMatching(message)]);
  });

  it("have what these data nodes need", () => {
    expect(check(table("SHOP"))).toEqual([]);
    expect(check(object("FILES"))).toEqual([]);
    expect(check(table("HYPERDRIVE", "postgresql"))).toEqual([]);
    expect(check(dataNode("x", { properties: { token: ["ENV[PASSWORD]"] } }))).toEqual([]);
  });

  it("show secrets in plain text, without their values", () => {
    expect([...checkBindings(defineApp({}), bindings)].map(text)).toEqual([
      "WARNING [] SLACK_TOKEN: The variable `SLACK_TOKEN` holds a secret in plain text in wrangler's configuration. Remove it there, and give the Worker the secret: `npx wrangler secret put SLACK_TOKEN`, and SLACK_TOKEN=… in `.dev.vars`.",
    ]);
  });
});
