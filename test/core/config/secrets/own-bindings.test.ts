import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../../src/core/config/check/issue.ts";
import { type AppOptions, dataNode, defineApp } from "../../../../src/core/config/dsl/index.ts";
import { applicationBindings, bindingOf, OWN_BINDINGS } from "../../../../src/core/config/secrets/own-bindings.ts";

const sourceOf = (file: string) => readFileSync(path.join(import.meta.dirname, "../../../..", file), "utf8");

function problems(options: AppOptions): readonly string[] {
  try {
    defineApp(options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.issues.map(({ section, field, message }) => `${section} ${field}: ${message}`);
  }
}

describe("the service's own variables and bindings", () => {
  it("are all that its environment and wrangler.toml name, and the settings that only the configuration reads", () => {
    const members = [...sourceOf("src/env.ts").matchAll(/^ {2}readonly ([A-Z_]+)\??:/gm)].map(([, name]) => name);
    const bindings = [...sourceOf("wrangler.toml").matchAll(/^(?:binding|name) = "([A-Z_]+)"/gm)].map(
      ([, name]) => name,
    );
    expect(members.length).toBeGreaterThan(8);
    expect(bindings.length).toBeGreaterThan(3);
    const own: ReadonlySet<string | undefined> = new Set(OWN_BINDINGS);
    expect([...members, ...bindings].filter((name) => !own.has(name))).toEqual([]);
    const more = OWN_BINDINGS.filter((name) => !members.includes(name));
    expect(more).toEqual(["SECRET_KEY", "TAIPY_CONFIG", "TAIPY_COMPAT"]);
  });

  it("are in no environment of a task", () => {
    const own = Object.fromEntries(OWN_BINDINGS.map((name) => [name, "x"]));
    expect(applicationBindings({ ...own, SHOP: 1, STAGE: "a" })).toEqual({ SHOP: 1, STAGE: "a" });
  });

  it("are refused to data nodes at run time, whatever they hold", () => {
    const binding = bindingOf({ SHOP: 1 });
    expect(binding("SHOP")).toBe(1);
    expect(binding("toString")).toBeUndefined();
    for (const name of OWN_BINDINGS) {
      expect(() => binding(name)).toThrow(
        expect.objectContaining({ code: "storage_misconfigured", message: expect.stringContaining(`\`${name}\``) }),
      );
    }
  });

  it.each(OWN_BINDINGS)(
    "are refused by the check of a configuration as the binding of each storage type: %s",
    (name) => {
      const sql = { dbEngine: "sqlite", binding: name } as const;
      const nodes = [
        dataNode.sqlTable("table", { ...sql, tableName: "users" }),
        dataNode.sql("query", { ...sql, readQuery: "SELECT 1", writeQueryBuilder: () => "" }),
        dataNode.s3Object("object", { binding: name, awsS3ObjectKey: "k" }),
        dataNode.mongoCollection("documents", { binding: name, collectionName: "c" }),
      ];
      const found = problems({ dataNodes: nodes, drivers: { mongodb: { MongoClient: class {} } } });
      expect(found).toHaveLength(4);
      for (const problem of found) expect(problem).toContain(`binding: \`binding\` of data node`);
      expect(found[0]).toContain("Add a variable, secret or binding of your own to wrangler.toml");
    },
  );

  it("are refused in templates at any depth, in code and in files", () => {
    expect(
      problems({
        dataNodes: [
          dataNode.json("file", { defaultPath: "ENV[ADMIN_KEY]" }),
          dataNode.generic("outside", { readFct: () => 1, readFctArgs: [{ key: ["ENV[SECRET_KEY]:str"] }] }),
          dataNode.generic("mine", { readFct: () => 1, readFctArgs: ["ENV[MY_ADMIN_KEY]"] }),
        ],
      }).map((problem) => problem.slice(0, 40)),
    ).toEqual(["DATA_NODE.file default_path.ENV: `defaul", "DATA_NODE.outside read_fct_args.ENV: `re"]);
    const toml = '[DATA_NODE.x]\nstorage_type = "csv"\ndefault_path = "ENV[DB]"\n';
    expect(problems({ toml })[0]).toContain("`DB` belongs to the service itself");
  });
});

describe("a configuration with what an export shows in the place of a secret", () => {
  const hidden = "an export shows in the place of a secret";

  it("is refused in each section, with the key", () => {
    expect(
      problems({
        dataNodes: [dataNode("node", { properties: { nested: { password: "***" } } })],
        global: { api_token: "***" },
        toml: '[TASK.t]\nhome = "postgres://***@h/d"\n[SCENARIO.s]\ntokens = ["***"]\n',
      })
        .filter((problem) => problem.includes(hidden))
        .map((problem) => problem.replace(/: .*/, "")),
    ).toEqual(["DATA_NODE.node nested", "TASK.t home", "SCENARIO.s tokens", "TAIPY api_token"]);
  });

  it("keeps the value of the code, which it overrides only where they differ otherwise", () => {
    const code = { dataNodes: [dataNode("node", { properties: { login: { user: "me", password: "hunter2" } } })] };
    const file = (user: string) => `[DATA_NODE.node.login]\nuser = "${user}"\npassword = "***"\n`;
    expect(defineApp({ ...code, toml: file("me") }).dataNodes.get("node")?.properties.login).toEqual({
      user: "me",
      password: "hunter2",
    });
    expect(problems({ ...code, toml: file("another") })[0]).toContain(hidden);
  });
});

describe("the message of a wrong configuration", () => {
  it("has no value of a secret and no password of an address", () => {
    const toml =
      '[DATA_NODE.x]\nstorage_type = "csv"\nexposed_type = "https://me:hunter2@host"\napi_key = "hunter2:int"\n';
    const attempt = () => defineApp({ toml });
    expect(attempt).toThrow("https://***@host");
    expect(attempt).not.toThrow(/hunter2/);
  });
});
