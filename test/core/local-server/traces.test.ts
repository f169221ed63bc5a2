import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

interface Bundle {
  readonly path: string;
  readonly sourceMapPath: string | undefined;
}

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/output/traces.mjs", import.meta.url).href;
const { traceReader } = (await import(MODULE)) as {
  traceReader(bundle: Bundle, folder: string): (text: string) => string;
};

let folder: string;
let bundle: Bundle;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy traces-"));
  await writeFile(
    path.join(folder, "shop.ts"),
    "// A shop.\nexport const sell = (): never => {\n  throw new Error();\n};\n",
  );
  const outfile = path.join(folder, "out/index.js");
  await build({
    entryPoints: [path.join(folder, "shop.ts")],
    outfile,
    bundle: true,
    sourcemap: true,
    format: "esm",
    logLevel: "silent",
  });
  bundle = { path: outfile, sourceMapPath: `${outfile}.map` };
});

afterAll(() => rm(folder, { recursive: true }));

/** Where esbuild has put the error: behind a comment that names the file, and a line. */
const PLACE = ":3:9";
const SOURCE = "shop.ts:3:9";

it("shows positions of the sources in traces of the log, in each way in which the runtime names the script", () => {
  const read = traceReader(bundle, folder);
  const { href } = pathToFileURL(bundle.path);
  expect(read(`Error\n    at sell (${href}${PLACE})\n    at ${bundle.path}${PLACE}\n  at index.js${PLACE}`)).toBe(
    `Error\n    at sell (${SOURCE})\n    at ${SOURCE}\n  at ${SOURCE}`,
  );
  const line = JSON.stringify({ event: "unexpected_error", stack: `Error\n    at sell (${href}${PLACE})` });
  expect(JSON.parse(read(line))).toEqual({ event: "unexpected_error", stack: `Error\n    at sell (${SOURCE})` });
});

it("leaves texts of the log alone that are no positions of the bundle", () => {
  const read = traceReader(bundle, folder);
  for (const text of ["", `see ${bundle.path}`, "my-index.js:3:9", "at index.json:3:9", "at index.js:9999"]) {
    expect(read(text)).toBe(text);
  }
  expect(traceReader({ path: bundle.path, sourceMapPath: undefined }, folder)(`at index.js${PLACE}`)).toContain(
    "index.js",
  );
});
