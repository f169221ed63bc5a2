import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { bundleWorker } from "../harness/bundle.ts";

const MAX_GZIPPED_BYTES = 1_000_000;

/** Libraries that few requests need, and what leads to each. */
const LAZY = {
  hucre: "src/storage/excel/library.ts",
  hyparquet: "src/storage/parquet/library.ts",
  "hyparquet-compressors": "src/storage/parquet/library.ts",
  "hyparquet-writer": "src/storage/parquet/library.ts",
  postgres: "src/storage/sql/postgresql.ts",
  yaml: "src/http/openapi/yaml.ts",
};

describe("the Worker of the example application", () => {
  test("is below a megabyte gzipped as it is deployed", async () => {
    const { text } = await bundleWorker("src/index.ts", { deployed: true });
    expect(gzipSync(Buffer.from(text)).length).toBeLessThan(MAX_GZIPPED_BYTES);
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

  test("makes no document of its interface as an isolate starts", async () => {
    const files = await evaluated;
    expect(files).not.toContain("src/http/openapi/document.ts");
    expect([...files].filter((file) => /^src\/http\/openapi\/(?:schemas\/|examples)/.test(file))).toEqual([]);
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
