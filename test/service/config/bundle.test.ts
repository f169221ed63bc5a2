import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { bundleWorker, ROOT } from "../../harness/bundle.ts";

const MAX_GZIPPED_BYTES = 1_000_000;
/** The runtime looks over all of a script as an isolate starts, used or not. */
const MAX_SCRIPT_BYTES = 1_115_000;

/** Libraries that few requests need, and what leads to each. */
const LAZY = {
  hyparquet: "src/storage/parquet/parquet-library.ts",
  "hyparquet-writer": "src/storage/parquet/parquet-library.ts",
  postgres: "src/storage/sql/postgresql.ts",
};

describe("the Worker of the example application", () => {
  test("is below a megabyte gzipped as it is deployed", async () => {
    const { text, textModules } = await bundleWorker("src/index.ts", { deployed: true });
    expect(gzipSync(Buffer.from([text, ...textModules.map((module) => module.text)].join(""))).length).toBeLessThan(
      MAX_GZIPPED_BYTES,
    );
  });

  test("is a script of a bounded size, since the runtime parses all of it at start", async () => {
    const { text } = await bundleWorker("src/index.ts", { deployed: true });
    expect(Buffer.byteLength(text)).toBeLessThan(MAX_SCRIPT_BYTES);
  });

  test("is deployed minified, with the names of functions and a source map", () => {
    const { minify, keep_names, upload_source_maps } = unstable_readConfig({ config: "wrangler.toml" });
    expect({ minify, keep_names, upload_source_maps }).toEqual({
      minify: true,
      keep_names: true,
      upload_source_maps: true,
    });
  });

  const evaluated = bundleWorker("src/index.ts").then(({ metafile }) => evaluatedAtStart(metafile, "src/index.ts"));

  test.each(Object.entries(LAZY))("evaluates nothing of %s as an isolate starts", async (library, door) => {
    const { metafile } = await bundleWorker("src/index.ts");
    const files = await evaluated;
    expect([...files].filter((file) => file.includes(`node_modules/${library}/`))).toEqual([]);
    expect(files).not.toContain(door);
    // It is there when it is asked for.
    expect(Object.keys(metafile.inputs)).toContain(door);
  });

  test.each(["node:zlib", "node:net"])("asks the runtime for %s when a value needs it", async (builtin) => {
    const { metafile } = await bundleWorker("src/index.ts");
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    const kinds = imports.filter((one) => one.path === builtin).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["dynamic-import"]));
  });

  test("holds the document of its interface as a text beside the script, and nothing that makes one", async () => {
    const { metafile, textModules } = await bundleWorker("src/index.ts");
    const names = textModules.map(({ name }) => name.replace(/^[0-9a-f]+-/, ""));
    expect(names).toEqual(expect.arrayContaining(["document.json.txt", "document.yaml.txt"]));
    const files = Object.keys(metafile.inputs);
    expect(files.filter((file) => file.startsWith("src/http/openapi/")).sort()).toEqual([
      "src/http/openapi/placeholders.ts",
      "src/http/openapi/tags.ts",
      "src/http/openapi/value-schemas.ts",
    ]);
    expect(files.filter((file) => file.startsWith("src/dev/") || file.includes("node_modules/yaml/"))).toEqual([]);
  });

  test("makes no zod schema of its own as an isolate starts: each is made by the first request that needs it", async () => {
    const { text } = await bundleWorker("src/index.ts");
    // An application declares the schemas of its data nodes as it is loaded.
    const ours = [...(await evaluated)].filter((file) => file.startsWith("src/") && !file.startsWith("src/app/"));
    const eager = ours.filter((file) =>
      /^(?:export )?const \w+ =\s+z\b/m.test(readFileSync(path.join(ROOT, file), "utf8")),
    );
    expect(eager).toEqual([]);
    expect(text).toContain("function lazySchema(");
  });
});

type Metafile = Awaited<ReturnType<typeof bundleWorker>>["metafile"];

/** Everything that the entry imports, and what that imports, except by `import()`. Types are no part of it. */
function evaluatedAtStart({ inputs }: Metafile, entry: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const imports = inputs[file]?.imports ?? [];
    waiting.push(
      ...imports.filter(({ kind, external }) => kind !== "dynamic-import" && !external).map((one) => one.path),
    );
  }
  return found;
}
