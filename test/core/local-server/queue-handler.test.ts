import { describe, expect, it } from "vitest";

type Variables = Readonly<Record<string, unknown>>;
interface Options {
  readonly flagsFor: (flags: readonly string[], variables: Variables) => readonly string[];
}
interface Settings {
  readonly settingsOf: (config: object, environment: object) => { readonly variables: Variables };
}

// Variables, because the compiler has no types for plain JavaScript.
const OPTIONS: string = new URL("../../../src/dev/local/miniflare-options.mjs", import.meta.url).href;
const SETTINGS: string = new URL("../../../src/dev/local/settings.mjs", import.meta.url).href;
const { flagsFor } = (await import(OPTIONS)) as Options;
const { settingsOf } = (await import(SETTINGS)) as Settings;

const FLAG = "queue_consumer_no_wait_for_wait_until";
const variablesOf = (bindings: Record<string, { type: string; value?: unknown }>) =>
  settingsOf({ bindings, dev: { server: { hostname: "127.0.0.1", port: 5_000 } } }, {}).variables;

describe("`npm start`", () => {
  it("lets the Queue's handler return once its jobs are claimed, and has the runtime end the batch with it", () => {
    const variables = variablesOf({});
    expect(variables).toMatchObject({ QUEUE_HANDLER: "returns" });
    expect(flagsFor(["nodejs_compat"], variables)).toEqual(["nodejs_compat", FLAG]);
  });

  it("behaves as deployed when the developer has set QUEUE_HANDLER so", () => {
    const variables = variablesOf({ QUEUE_HANDLER: { type: "plain_text", value: "awaits" } });
    expect(variables).toMatchObject({ QUEUE_HANDLER: "awaits" });
    expect(flagsFor(["nodejs_compat"], variables)).toEqual(["nodejs_compat"]);
  });

  it("names the flag once when an older wrangler.toml has it", () => {
    expect(flagsFor(["nodejs_compat", FLAG], { QUEUE_HANDLER: "returns" })).toEqual(["nodejs_compat", FLAG]);
  });
});
