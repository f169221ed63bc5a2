import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/core/config/check/issue.ts";
import { defineApp } from "../../../src/core/config/define-app.ts";
import { type HttpOptions, httpConfig } from "../../../src/core/config/settings/http-settings.ts";

const messages = (options: unknown) => httpConfig(options as HttpOptions).issues.map(({ message }) => message);

describe("a CORS origin", () => {
  it.each([
    "https://app.example.com",
    "http://localhost:3000",
    "http://127.0.0.1:8080",
    "http://[::1]:3000",
    "capacitor://localhost",
  ])("can be %s", (origin) => {
    expect(httpConfig({ corsOrigins: [origin] })).toMatchObject({ config: { corsOrigins: [origin] }, issues: [] });
  });

  it.each([
    ["*", "every page of the internet"],
    ["null", "sandboxed frames"],
    ["https://app.example.com/", "no origin"],
    ["https://app.example.com/path", "no origin"],
    ["https://*.example.com", "no origin"],
    ["https://App.example.com", "no origin"],
    ["https://user@example.com", "no origin"],
    ["app.example.com", "no origin"],
    ["https://", "no origin"],
    ["", "no origin"],
    [7, "no origin"],
    ["https://app.example.com:443", "default port"],
    ["http://localhost:80", "default port"],
  ])("is refused with the reason when it is %s", (origin, reason) => {
    expect(messages({ corsOrigins: [origin] })).toEqual([expect.stringContaining(reason)]);
  });

  it("is refused when the origins are no list or too many", () => {
    expect(messages({ corsOrigins: "https://app.example.com" })).toHaveLength(1);
    expect(messages({ corsOrigins: Array(101).fill("https://app.example.com") })).toHaveLength(1);
  });

  it("is not configured by default", () => {
    expect(httpConfig().config).toEqual({ corsOrigins: [], auditDays: 90, compat: "off" });
  });
});

describe("the number of days of the audit log", () => {
  it.each([1, 90, 3_650])("can be %i", (auditDays) => expect(messages({ auditDays })).toEqual([]));
  it.each([0, -1, 1.5, 3_651, Number.NaN, "90"])("cannot be %s", (auditDays) =>
    expect(messages({ auditDays })).toHaveLength(1),
  );
});

it("defineApp throws for a wrong origin", () => {
  expect(() => defineApp({ http: { corsOrigins: ["*"] } })).toThrow(ConfigurationError);
});

describe("the compatibility of the answers", () => {
  const compatIn = (compat: unknown, variables: Readonly<Record<string, unknown>> = {}) =>
    httpConfig({ compat } as HttpOptions, (name) => variables[name]);

  it.each([
    ["strict", {}, "strict"],
    ["strict", { TAIPY_COMPAT: "" }, "strict"],
    ["strict", { TAIPY_COMPAT: "off" }, "off"],
    [undefined, { TAIPY_COMPAT: "Strict" }, "strict"],
    ["nonsense", { TAIPY_COMPAT: "strict" }, "strict"],
    [undefined, {}, "off"],
  ] as const)("%s with the variables %o is %s", (compat, variables, expected) => {
    expect(compatIn(compat, variables)).toMatchObject({ config: { compat: expected }, issues: [] });
  });

  it.each([
    ["yes", {}, "The `compat` of `http` must be `strict` or `off`"],
    [true, {}, "The `compat` of `http` must be `strict` or `off`"],
    ["strict", { TAIPY_COMPAT: "1" }, "The variable `TAIPY_COMPAT` must be `strict` or `off`"],
  ])("%s with the variables %o is refused, and the problem says where it is", (compat, variables, message) => {
    expect(compatIn(compat, variables).issues.map((issue) => issue.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it("follows the variable once the environment is known, and a wrong one is refused then", () => {
    const app = defineApp({});
    expect(app.http.compat).toBe("off");
    expect(app.withEnvironment((name) => (name === "TAIPY_COMPAT" ? "strict" : undefined)).http.compat).toBe("strict");
    expect(() => app.withEnvironment((name) => (name === "TAIPY_COMPAT" ? "strickt" : undefined))).toThrow(
      ConfigurationError,
    );
  });
});
