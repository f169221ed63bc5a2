import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const FOLDER = path.join(import.meta.dirname, "refused");
const SOURCE = path.join(FOLDER, "wrong-wirings.ts");
const CASE = /^\/\/ Case: (.*)$/;

/** Here each compiler says more than this, in its own words or in an order of its own. */
const IN_OWN_WORDS = {
  "an option of a data node is misspelt": "Did you mean to write 'defaultPath'?",
  "a misspelt option of a table": "Did you mean to write 'defaultPath'?",
  "rows of a workbook without the name of a sheet":
    "Property 'sheetName' is missing in type '{ defaultPath: string; }' but required in type",
};

/** Case → all that the compiler says about it. */
async function messages(compiler: string): Promise<Map<string, string>> {
  const tsc = path.join(ROOT, "node_modules", compiler, "bin/tsc");
  const args = [tsc, "-p", path.join(FOLDER, "tsconfig.json"), "--pretty", "false"];
  const output = await promisify(execFile)(process.execPath, args, { cwd: FOLDER }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
  const lines = (await readFile(SOURCE, "utf8")).split("\n");
  const found = new Map<string, string>();
  let current = "";
  for (const line of output.trimEnd().split("\n")) {
    const [, at, message = line] = /^wrong-wirings\.ts\((\d+),\d+\): (.*)$/.exec(line) ?? [];
    if (at !== undefined) current = caseAbove(lines, Number(at));
    found.set(current, `${found.get(current) ?? ""}${message}\n`);
  }
  return found;
}

const caseAbove = (lines: readonly string[], at: number): string =>
  lines
    .slice(0, at)
    .flatMap((line) => CASE.exec(line)?.[1] ?? [])
    .at(-1) ?? "outside of all cases";

/** `messages.txt`: each case under its name. */
async function expectedMessages(): Promise<Map<string, string>> {
  const text = await readFile(path.join(FOLDER, "messages.txt"), "utf8");
  const parts = text.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1).trimStart()]),
  );
}

describe.each(["typescript", "typescript-5"])("the messages of the compiler `%s` about a wrong wiring", (compiler) => {
  let said: Map<string, string>;
  beforeAll(async () => {
    said = await messages(compiler);
  });

  it("name the task, the data node, and what does not fit", async () => {
    const exact = [...said].filter(([name]) => !Object.hasOwn(IN_OWN_WORDS, name));
    const asText = (all: Iterable<[string, string]>) =>
      [...all].map(([name, text]) => `## ${name}\n\n${text.trim()}\n`);
    expect(asText(exact)).toEqual(asText(await expectedMessages()));
  });

  it("say which option is missing or meant", () => {
    for (const [name, text] of Object.entries(IN_OWN_WORDS)) expect(said.get(name), name).toContain(text);
  });

  it("exist for every case, and show nothing of how the types are built", async () => {
    const cases = (await readFile(SOURCE, "utf8")).split("\n").flatMap((line) => CASE.exec(line)?.[1] ?? []);
    expect(cases.length).toBeGreaterThan(15);
    expect([...said.keys()]).toEqual(cases);
    for (const text of said.values())
      expect(text).not.toMatch(/inputs_0|'concat\(|are incompatible between|exactOptionalPropertyTypes|NoInfer|Wired/);
  });
});
