import { describe, expect, it } from "vitest";
import {
  hiddenName,
  shownProperties,
  shownValue,
  storedProperties,
  withoutSecrets,
} from "../../../../src/core/config/secrets/shown-values.ts";

describe("a value as views show it", () => {
  it("has *** in the place of a secret at any depth, in lists too", () => {
    const given = {
      apiKey: "a",
      nested: { "db-password": "b", list: [{ passphrase: "c", name: "kept" }, ["d"]] },
      tokens: ["e", { a: "f" }, 7],
      key: "kept",
    };
    expect(shownValue(given)).toEqual({
      apiKey: "***",
      nested: { "db-password": "***", list: [{ passphrase: "***", name: "kept" }, ["d"]] },
      tokens: ["***", { a: "***" }, "***"],
      key: "kept",
    });
  });

  it("keeps what is no secret under a secret's name: templates, flags, nothing, and how to connect", () => {
    const given = {
      password: "ENV[PASSWORD]",
      pin_token: "ENV[PIN]:int",
      secret: null,
      token: "",
      auth: false,
      db_extra_args: { sslmode: "require", connect_timeout: 10, options: "x", application_name: "a b?" },
    };
    expect(shownValue(given)).toEqual({
      ...given,
      db_extra_args: { sslmode: "require", connect_timeout: 10, options: "***", application_name: "***" },
    });
  });

  it("hides numbers, dates and instances under a secret's name", () => {
    expect(shownValue({ passcode: 123456, secret: new Date(0), token: new Map() })).toEqual({
      passcode: "***",
      secret: "***",
      token: "***",
    });
  });

  it("cuts credentials out of texts under any name", () => {
    expect(shownValue({ home: "postgres://u:p@h", list: ["https://x/?sig=a"] })).toEqual({
      home: "postgres://***@h",
      list: ["https://x/?sig=***"],
    });
  });

  it("ends at a value that holds itself", () => {
    const loop: Record<string, unknown> = { name: "a" };
    loop.self = loop;
    expect(JSON.stringify(shownValue(loop))).toContain('"self":"***"');
  });

  it("shows the arguments of generic functions as hidden, because they have no names", () => {
    expect(shownValue({ read_fct_args: ["hunter2", "ENV[A]", { a: "b" }], writeFctArgs: [1] })).toEqual({
      read_fct_args: ["***", "ENV[A]", { a: "***" }],
      writeFctArgs: ["***"],
    });
  });

  it("keeps default data, which are a value, and the order of the keys", () => {
    const shown = shownProperties({ a: 1, default_data: { password: "p" }, token: "t" });
    expect(JSON.stringify(shown)).toBe('{"a":1,"default_data":{"password":"p"},"token":"***"}');
  });

  it("is what a new row gets, except the path of a file, which is its key", () => {
    const path = "data.csv?sig=abc";
    expect(storedProperties({ path, token: "t" })).toEqual({ path, token: "***" });
    expect(storedProperties({ default_path: path })).toEqual({ default_path: path });
  });
});

describe("a configuration that is compared with another one", () => {
  it("has no secrets, whether they were hidden or not", () => {
    const clear = { A: { password: "p", url: "https://u:p@h", list: [{ token: "t" }], kept: 1 } };
    const bare = { A: { url: "https://***@h", list: [{}], kept: 1 } };
    expect(withoutSecrets(clear)).toEqual(bare);
    expect(withoutSecrets(shownValue(clear) as Record<string, unknown>)).toEqual(bare);
  });
});

describe("a new value that is what views show in the place of a secret", () => {
  it.each([
    [{ password: "***" }, "password"],
    [{ nested: { list: [{ apiKey: "***" }] } }, "apiKey"],
    [{ tokens: ["a", "***"] }, "tokens"],
    [{ url: "postgres://***@h" }, "url"],
    [{ read_fct_args: ["***"] }, "read_fct_args"],
  ])("is named: %j", (table, name) => {
    expect(hiddenName(table)).toBe(name);
  });

  it.each([[{ rating: "***" }], [{ password: "****" }], [{ password: "ENV[A]" }], [{}]])("is not: %j", (table) => {
    expect(hiddenName(table)).toBeNull();
  });
});
