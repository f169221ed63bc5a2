import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { COMMANDS } from "../../../src/dev/cli/commands.ts";
import { main } from "../../../src/dev/cli/main.ts";

const ROOT = path.join(import.meta.dirname, "../../..");

let output: string;
let errors: string;

beforeEach(() => {
  output = "";
  errors = "";
  vi.spyOn(console, "log").mockImplementation((text) => {
    output += text;
  });
  vi.spyOn(console, "error").mockImplementation((text) => {
    errors += text;
  });
});

afterEach(() => vi.restoreAllMocks());

describe("taipy-edge", () => {
  it("lists its commands with --help, and without a command, which ends with 1", async () => {
    expect(await main(["--help"])).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(output).toContain(`  ${name} `);
    expect(await main([])).toBe(1);
  });

  it.each([
    ["inti", "init"],
    ["chekc", "check"],
    ["DEV", "dev"],
  ])("says for the command %s that %s may be meant", async (wrong, right) => {
    expect(await main([wrong])).toBe(1);
    expect(errors).toContain(`\`taipy-edge\` has no command \`${wrong}\`. Did you mean \`taipy-edge ${right}\`?`);
  });

  it("does not take a name that every object has for a command", async () => {
    expect(await main(["constructor"])).toBe(1);
    expect(errors).toContain("has no command `constructor`.");
  });

  it("prints the release", async () => {
    expect(await main(["--version"])).toBe(0);
    expect(output).toBe(JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8")).version);
  });

  it("says which Node it needs when an older one runs it", async () => {
    const older = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } });`;
    const args = ["--import", `data:text/javascript,${encodeURIComponent(older)}`, "src/dev/cli/bin.ts", "--help"];
    const ended = await new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });
    expect(ended).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^taipy-edge needs Node 22\.18 or newer; this is v.+ Install Node 24: /),
    });
  });
});
