import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorText } from "../../../src/core/jobs/traces/error-text.ts";
import { type LineTable, readLineTable } from "../../../src/core/jobs/traces/line-table.ts";

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/output/line-table-binding.mjs", import.meta.url).href;
const { lineTableOfBundle } = (await import(MODULE)) as {
  lineTableOfBundle(bundle: { path: string; sourceMapPath: string | undefined }, project: string): object | null;
};

const FILES = {
  "node_modules/@scope/parser/package.json": '{ "name": "@scope/parser", "main": "index.js" }',
  "node_modules/@scope/parser/index.js": "module.exports.parse = (text) => {\n  throw new Error('no ' + text);\n};",
  "node_modules/taipy-edge/package.json": '{ "name": "taipy-edge", "main": "index.js", "type": "module" }',
  "node_modules/taipy-edge/index.js": "export async function callTaskFunction(call) {\n  return await call();\n}",
  "src/tasks.ts":
    'import { parse } from "@scope/parser";\n\nexport function readOrders(): unknown {\n  const text: string = "orders";\n  return parse(text);\n}\n',
  "src/main.ts":
    'import { callTaskFunction } from "taipy-edge";\nimport { readOrders } from "./tasks.ts";\n\nexport const run = () => callTaskFunction(readOrders);\n',
};

let folder: string;
let bundle: { path: string; sourceMapPath: string };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-lines-"));
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const outfile = path.join(folder, ".wrangler/tmp/index.mjs");
  const given = { bundle: true, minify: true, keepNames: true, sourcemap: "external", format: "esm" } as const;
  await build({ ...given, entryPoints: [path.join(folder, "src/main.ts")], platform: "node", outfile });
  bundle = { path: outfile, sourceMapPath: `${outfile}.map` };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const tableOf = (): LineTable | null => readLineTable(lineTableOfBundle(bundle, folder));

describe("the line table of a bundle", () => {
  it("leads what a minified function throws to the line of the user's file, and names the library above it", async () => {
    const { run } = (await import(pathToFileURL(bundle.path).href)) as { run(): Promise<unknown> };
    const error = await run().catch((thrown: unknown) => thrown);
    expect(errorText(error, tableOf(), false).split("\n")).toEqual([
      "Error: no orders",
      expect.stringMatching(/^ {4}at .*\(node_modules\/@scope\/parser\)$/),
      "    at readOrders (src/tasks.ts:5)",
      "    … called by taipy-edge",
    ]);
  });

  it("has the lines of the user's files only, and no path of the machine", () => {
    const { sources = [] } = tableOf() ?? {};
    const expected = ["taipy-edge", "node_modules/@scope/parser", "src/tasks.ts", "src/main.ts"];
    expect([...sources].sort()).toEqual(expected.sort());
    expect(JSON.stringify(tableOf())).not.toContain(folder);
  });

  it("is missing without a source map", () => {
    expect(lineTableOfBundle({ path: bundle.path, sourceMapPath: undefined }, folder)).toBeNull();
  });
});
