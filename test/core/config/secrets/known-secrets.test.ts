import { describe, expect, it } from "vitest";
import { dataNode, defineApp } from "../../../../src/core/config/dsl/index.ts";
import { knownSecrets, redactorOf } from "../../../../src/core/config/secrets/known-secrets.ts";

const known = (options: Parameters<typeof defineApp>[0], bindings: Readonly<Record<string, unknown>> = {}) =>
  knownSecrets(
    defineApp(options).withEnvironment((name) => bindings[name]),
    bindings,
  );

describe("the secrets that the service knows", () => {
  it("are the variables with a secret's name, and Hyperdrive's connection strings with their passwords", () => {
    const bindings = {
      ADMIN_KEY: "an-administrators-key",
      API_TOKEN: "a-token-of-mine",
      STAGE: "production",
      PASSWORD: "short",
      POOL: { connectionString: "postgres://me:p%40ssw0rd-1@h/d" },
      STORE: { get: () => null },
      HOME_URL: "https://me:swordfish-9@host/",
    };
    expect(known({}, bindings)).toEqual([
      "an-administrators-key",
      "a-token-of-mine",
      "postgres://me:p%40ssw0rd-1@h/d",
      "p%40ssw0rd-1",
      "p@ssw0rd-1",
      "swordfish-9",
    ]);
  });

  it("are the variables that secret options and bindings name, and literal secrets of the configuration", () => {
    const node = (properties: Readonly<Record<string, unknown>>) => dataNode("node", { properties });
    expect(known({ dataNodes: [node({ nested: [{ password: "ENV[PLAIN]" }] })] }, { PLAIN: "a-plain-text" })).toEqual([
      "a-plain-text",
    ]);
    expect(known({ dataNodes: [node({ label: "ENV[PLAIN]" })] }, { PLAIN: "a-plain-text" })).toEqual([]);
    expect(known({ dataNodes: [node({ binding: "SHOP" })] }, { SHOP: "mongodb://me:swordfish-9@h" })).toContain(
      "mongodb://me:swordfish-9@h",
    );
    expect(known({ dataNodes: [node({ api_key: "literal-secret", name: "a long name" })] })).toEqual([
      "literal-secret",
    ]);
    expect(known({ global: { secretKey: "configured-secret" } })).toEqual(["configured-secret"]);
    expect(known({ dataNodes: [node({ home: "amqp://u:swordfish-9@h" })] })).toEqual(["swordfish-9"]);
  });

  it("are not names of users, words among arguments, or parts of how to connect", () => {
    const node = dataNode.generic("g", {
      readFct: () => 1,
      readFctArgs: ["production", "a-long-argument-of-mine"],
      properties: { db_username: "postgresql", db_extra_args: { sslmode: "verify-full" } },
    });
    expect(known({ dataNodes: [node] })).toEqual(["a-long-argument-of-mine"]);
  });
});

describe("a redactor", () => {
  it("cuts out secrets as they are, as an address and as JSON has them, the longest first", () => {
    const redact = redactorOf(() => ['pass"word /1', "swordfish", "swordfish-long"]);
    expect(redact('a pass"word /1 b')).toBe("a *** b");
    expect(redact("a pass%22word%20%2F1 b")).toBe("a *** b");
    expect(redact('{"a":"pass\\"word /1"}')).toBe('{"a":"***"}');
    expect(redact("swordfish-long swordfish")).toBe("*** ***");
    expect(redact("at postgres://u:p@h")).toBe("at postgres://***@h");
  });

  it("leaves short secrets, which are parts of words, and takes any text", () => {
    const redact = redactorOf(() => ["a", "1234567", "", "lone \ud800 surrogate"]);
    expect(redact("a banana 1234567")).toBe("a banana 1234567");
    expect(redact("lone \ud800 surrogate")).toBe("***");
  });
});
