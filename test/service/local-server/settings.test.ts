import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../../harness/bundle.ts";

interface Settings {
  readonly address: string;
  readonly port: number;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly needsKey: boolean;
}
interface Controllers {
  startWorker(input: object): Promise<unknown>;
  teardown(): Promise<void>;
}
interface Local {
  createControllers(given: object): Controllers;
  inputOf(args: object): object;
  readArguments(args: readonly string[]): object;
  settingsOf(config: object, environment: Readonly<Record<string, string | undefined>>): Settings;
}

// Variables, because the compiler has no types for plain JavaScript.
const load = (name: string): Promise<object> => import(path.join(ROOT, "src/dev/local", name));
const { createControllers, inputOf, readArguments, settingsOf } = {
  ...(await load("watch/controllers.mjs")),
  ...(await load("arguments.mjs")),
  ...(await load("settings.mjs")),
} as Local;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy-settings-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** The settings with these files (names and texts) and flags, as wrangler's own parser reads them. */
async function settings(
  files: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Settings> {
  const project = await mkdtemp(path.join(folder, "p-"));
  await writeFile(path.join(project, "worker.js"), "export default { fetch: () => new Response() };");
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(project, name), text);
  const given = flags.some((flag) => flag.startsWith("--config")) ? [] : ["--config", Object.keys(files)[0] ?? ""];
  const config = [...given, ...flags].map((flag) =>
    /\.(?:toml|jsonc|json)$/.test(flag) ? path.join(project, flag) : flag,
  );
  const { promise, resolve } = Promise.withResolvers<object>();
  const controllers = createControllers({ onBundle: () => {}, onConfig: resolve, bundles: false });
  try {
    await controllers.startWorker(inputOf(readArguments(config)));
    return settingsOf(await promise, environment);
  } finally {
    await controllers.teardown();
  }
}

const BASE = 'name = "x"\nmain = "worker.js"\ncompatibility_date = "2026-10-01"\n';
const toml = (text: string) => ({ "wrangler.toml": BASE + text });
const jsonc = (text: string) => ({
  "wrangler.jsonc": `{ "name": "x", "main": "worker.js", /* why */ "compatibility_date": "2026-10-01", ${text} }`,
});

describe("calls of this machine need no key under npm start", () => {
  it.each([
    ["nothing is set", toml("")],
    ["the service listens on 127.0.0.1", toml('[dev]\nip = "127.0.0.1"')],
    ["the service listens on localhost", toml('[dev]\nip = "localhost"')],
    ["the service listens on ::1", toml('[dev]\nip = "::1"')],
    [
      "AUTH_MODE is only a part of a comment, a text or another name",
      toml('# AUTH_MODE = "required"\n[vars]\nMY_AUTH_MODE = "AUTH_MODE = none"'),
    ],
  ])("when %s", async (_, files) => {
    const { variables, needsKey } = await settings(files);
    expect(variables.AUTH_MODE).toBe("loopback");
    expect(needsKey).toBe(false);
  });
});

describe("every call needs a key under npm start", () => {
  it.each([
    ["a table", toml('[dev]\nip = "0.0.0.0"')],
    ["a dotted key", toml('dev.ip = "0.0.0.0"')],
    ["a quoted key", toml('"dev"."ip" = "0.0.0.0"')],
    ["an inline table", toml('dev = { port = 5000, ip = "0.0.0.0" }')],
    ["a literal text", toml("[dev]\nip = '0.0.0.0'")],
    ["a long text", toml('[dev]\nip = """0.0.0.0"""')],
    ["the address of a network", toml('[dev]\nport = 5000\nip = "192.168.1.20"')],
    ["a star", toml('[dev]\nip = "*"')],
    ["all addresses of IPv6", toml('[dev]\nip = "::"')],
    ["a name that could be another machine's", toml('[dev]\nport = 5000\nip = "localhost.example.com"')],
    ["wrangler.jsonc", jsonc('"dev": { "ip": "0.0.0.0" }')],
  ])("when the service listens to other machines, by %s", async (_, files) => {
    const { variables, needsKey } = await settings(files);
    expect(variables).not.toHaveProperty("AUTH_MODE");
    expect(needsKey).toBe(true);
  });

  it.each([
    ["--ip", ["--ip", "0.0.0.0"], toml("")],
    ["--ip=", ["--ip=0.0.0.0"], toml("")],
    ["--config", ["--config", "other.toml"], { ...toml(""), "other.toml": `${BASE}dev.ip = "0.0.0.0"` }],
    [
      "-c",
      ["-c", "other.jsonc"],
      { ...toml(""), "other.jsonc": jsonc('"dev": { "ip": "0.0.0.0" }')["wrangler.jsonc"] },
    ],
  ])("when the service listens to other machines, by the flag %s", async (_, flags, files) => {
    const { variables } = await settings(
      files,
      flags.some((flag) => flag.startsWith("-c") || flag === "--config") ? ["--config", ...flags.slice(1)] : flags,
    );
    expect(variables).not.toHaveProperty("AUTH_MODE");
  });
});

describe("the developer's own AUTH_MODE is used as it is under npm start", () => {
  it.each([
    ["a table", toml('[vars]\nAUTH_MODE = "required"'), []],
    ["a dotted key", toml('vars.AUTH_MODE = "required"'), []],
    ["quoted keys", toml('"vars"."AUTH_MODE" = "required"'), []],
    ["an inline table", toml('vars = { A = 1, AUTH_MODE = "required" }'), []],
    ["wrangler.jsonc", jsonc('"vars": { "AUTH_MODE": "required" }'), []],
    ["an environment", toml('[env.staging.vars]\nAUTH_MODE = "required"'), ["--env", "staging"]],
    ["--config", { ...toml(""), "other.toml": `${BASE}vars.AUTH_MODE = "required"` }, ["--config", "other.toml"]],
    [".dev.vars", { ...toml(""), ".dev.vars": "AUTH_MODE=required\n" }, []],
    [".env", { ...toml(""), ".env": "AUTH_MODE='required'\n" }, []],
    [
      ".dev.vars of an environment",
      { ...toml("[env.staging]"), ".dev.vars.staging": "AUTH_MODE=required\n" },
      ["--env", "staging"],
    ],
    ["--env-file", { ...toml(""), "my.env": 'export AUTH_MODE="required"\n' }, ["--env-file", "my.env"]],
    ["--var", toml(""), ["--var", "AUTH_MODE:required"]],
    ["--var over a file", toml('vars.AUTH_MODE = "none"'), ["--var", "AUTH_MODE:required"]],
  ])("from %s", async (_, files, flags) => {
    const { variables, needsKey } = await settings(files, flags, { AUTH_MODE: "none" });
    expect(variables.AUTH_MODE).toBe("required");
    expect(needsKey).toBe(true);
  });

  it("from the environment of the process, where no file or flag sets it", async () => {
    const environment = { AUTH_MODE: "required" };
    expect((await settings(toml(""), [], environment)).variables.AUTH_MODE).toBe("required");
    expect((await settings(toml('vars.AUTH_MODE = "loopback"'), [], environment)).variables.AUTH_MODE).toBe("loopback");
  });

  it("also when the service listens to other machines", async () => {
    const { variables, needsKey } = await settings(toml('vars.AUTH_MODE = "none"'), ["--ip", "0.0.0.0"]);
    expect(variables.AUTH_MODE).toBe("none");
    expect(needsKey).toBe(false);
  });

  it("also when it is no known mode, which needs a key", async () => {
    for (const mode of ['"off"', '""', "1", "{ a = 1 }"]) {
      expect((await settings(toml(`vars.AUTH_MODE = ${mode}`))).needsKey, mode).toBe(true);
    }
  });
});

it("TAIPY_COMPAT of the process counts under npm start, where no file or flag sets it", async () => {
  const environment = { TAIPY_COMPAT: "strict" };
  expect((await settings(toml(""), [], environment)).variables.TAIPY_COMPAT).toBe("strict");
  const flags = ["--var", "TAIPY_COMPAT:off"];
  expect((await settings(toml(""), flags, environment)).variables.TAIPY_COMPAT).toBe("off");
  expect((await settings(toml(""))).variables).not.toHaveProperty("TAIPY_COMPAT");
});

it("no AUTH_MODE is part of the repository's wrangler.toml, so wrangler dev and a deployment need a key", () => {
  const { vars } = unstable_readConfig({ config: path.join(ROOT, "wrangler.toml") }, { hideWarnings: true });
  expect(vars).not.toHaveProperty("AUTH_MODE");
});

describe("an argument that npm start does not know", () => {
  it.each([
    "--tunnel",
    "--remote",
    "--local-upstream",
    "--host=evil.example",
    "--inspector-port",
    "--test-scheduled",
    "--local-protocol",
    "--x-local-explorer",
    "-x",
  ])("is refused, with what the known ones are: %s", (flag) => {
    expect(() => readArguments([flag])).toThrow(/has no flag -+\w.*npx wrangler dev[\s\S]*--port[\s\S]*--env-file/);
  });

  it.each([
    [["src/index.ts"], "takes no `src/index.ts`"],
    [["--port", "http"], "--port http is no port"],
    [["--port=70000"], "--port 70000 is no port"],
    [["--port"], "--port needs a value: --port 5000"],
    [["--ip", "--port", "1"], "--ip needs a value"],
    [["--var", "AUTH_MODE=none"], "write --var NAME:value"],
    [["--var", "A:1", "B:2"], "takes no `B:2`"],
  ])("and so is a wrong value: %j", (given, message) => {
    expect(() => readArguments(given)).toThrow(message);
  });
});
