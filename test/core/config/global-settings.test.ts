import { describe, expect, it } from "vitest";
import { defineApp } from "../../../src/core/config/dsl/index.ts";
import { configurationToml, exportConfiguration } from "../../../src/core/config/toml/export.ts";

const TOML = '[TAIPY]\ntesting = "False:bool"\nenv = "configured"\nsecret_key = "configured-secret"\n';

const appIn = (variables: Readonly<Record<string, string>>, toml = TOML) =>
  defineApp({ toml }).withEnvironment((name) => variables[name]);

describe("the global settings", () => {
  it("are those of the configuration by default", () => {
    const configured = { testing: false, env: "configured", secretKey: "configured-secret" };
    expect(appIn({}).settings).toEqual(configured);
    expect(appIn({ TESTING: "", FLASK_ENV: "", SECRET_KEY: "" }).settings).toEqual(configured);
  });

  it.each([
    [{ TESTING: "True" }, { testing: true }],
    [{ FLASK_ENV: "flask" }, { env: "flask" }],
    [{ ENV: "plain" }, { env: "plain" }],
    [{ ENV: "plain", FLASK_ENV: "flask" }, { env: "flask" }],
    [{ SECRET_KEY: "variable-secret" }, { secretKey: "variable-secret" }],
  ])("are overridden by the variables %j", (variables, won) => {
    const configured = { testing: false, env: "configured", secretKey: "configured-secret" };
    expect(appIn(variables).settings).toEqual({ ...configured, ...won });
  });

  it("are overridden by a variable with the text false, too", () => {
    expect(appIn({ TESTING: "false" }, TOML.replace("False:bool", "True:bool")).settings.testing).toBe(false);
  });

  it("are exported without the secret key", () => {
    for (const toml of [TOML, TOML.replace("configured-secret", "ENV[KEY]")]) {
      const app = appIn({ SECRET_KEY: "variable-secret", KEY: "templated-secret" }, toml);
      const shown = JSON.stringify(exportConfiguration(app).sections) + configurationToml(app);
      expect(shown).toContain("configured");
      expect(shown).not.toContain("-secret");
    }
  });
});
