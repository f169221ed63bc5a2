import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ran } from "../../../src/dev/deploy/conduct.ts";
import { tablePlaceOf } from "../../../src/dev/deploy/settings.ts";
import { withLineTable } from "../../../src/dev/deploy/with-line-table.ts";

let assets: string;

beforeAll(async () => {
  assets = await mkdtemp(path.join(tmpdir(), "taipy-edge-assets-"));
});

afterAll(() => rm(assets, { recursive: true, force: true }));

/** Wrangler that writes a bundle with an empty map; the texts of the bundles, one after the other, the last one again. */
function recorded({ isDone = true, scripts = ["one"] } = {}) {
  const calls: (readonly string[])[] = [];
  const said: string[] = [];
  const left = [...scripts];
  const wrangler = async (args: readonly string[]): Promise<Ran> => {
    calls.push(args);
    const at = args.indexOf("--outdir");
    if (at !== -1) {
      await writeFile(path.join(args[at + 1] ?? "", "index.js.map"), '{"sources":[],"mappings":""}');
      await writeFile(path.join(args[at + 1] ?? "", "index.js"), (left.length > 1 ? left.shift() : left[0]) ?? "");
    }
    return { isDone, output: "", entries: [] };
  };
  return { calls, said, tools: { wrangler, say: (text: string) => void said.push(text) } };
}

describe("the deploy command", () => {
  it("puts one id into the script and the line table, in the dry run and in the deployment after it", async () => {
    const { calls, said, tools } = recorded();
    const deploy = withLineTable(tools, { assets, project: "/project" });
    await deploy(["deploy", "--dry-run"]);
    await deploy(["d1", "migrations", "list", "DB", "--remote"]);
    await deploy(["deploy"]);
    await deploy(["versions", "upload"]);
    const { build } = JSON.parse(await readFile(path.join(assets, "taipy-edge.lines.json"), "utf8"));
    expect(build).toMatch(/^[0-9a-f]{16}$/);
    const flags = ["--define", `TAIPY_BUILD:"${build}"`];
    expect(calls[0]).toEqual(["deploy", "--dry-run", ...flags, "--outdir", expect.any(String)]);
    expect(calls.slice(1)).toEqual([
      ["d1", "migrations", "list", "DB", "--remote"],
      ["deploy", ...flags, "--outdir", expect.any(String)],
      ["versions", "upload", ...flags, "--outdir", expect.any(String)],
    ]);
    expect(said).toEqual([]);
  });

  it("takes the id of the build, which the schemas of data nodes have, too", async () => {
    const { calls, tools } = recorded();
    await withLineTable(tools, { assets, project: "/project" }, "0123456789abcdef")(["deploy", "--dry-run"]);
    expect(calls[0]).toContain('TAIPY_BUILD:"0123456789abcdef"');
    const { build } = JSON.parse(await readFile(path.join(assets, "taipy-edge.lines.json"), "utf8"));
    expect(build).toBe("0123456789abcdef");
  });

  it("says that lines may be wrong when a file has changed between the dry run and the deployment", async () => {
    const { said, tools } = recorded({ scripts: ["one", "another"] });
    const deploy = withLineTable(tools, { assets, project: "/project" });
    await deploy(["deploy", "--dry-run"]);
    await deploy(["deploy"]);
    expect(said).toEqual([expect.stringContaining("deploy again")]);
  });

  it("writes no table for a bundle that could not be made", async () => {
    const empty = path.join(assets, "none");
    const deploy = withLineTable(recorded({ isDone: false }).tools, { assets: empty, project: "/project" });
    expect((await deploy(["deploy", "--dry-run"])).isDone).toBe(false);
    await expect(readFile(path.join(empty, "taipy-edge.lines.json"))).rejects.toThrow("ENOENT");
  });

  it("leaves wrangler's arguments alone without static files that the service reads", async () => {
    const { calls, tools } = recorded();
    await withLineTable(tools, { assets: null, project: "/project" })(["deploy", "--dry-run"]);
    expect(calls).toEqual([["deploy", "--dry-run"]]);
  });

  it("finds the folder of the static files beside the configuration", () => {
    const configPath = "/project/wrangler.toml";
    expect(tablePlaceOf({ configPath, assets: { directory: "dist/pages", binding: "ASSETS" } })).toEqual({
      project: "/project",
      assets: "/project/dist/pages",
    });
    expect(tablePlaceOf({ configPath, assets: { directory: "public" } }).assets).toBeNull();
    expect(tablePlaceOf({ configPath }).assets).toBeNull();
  });
});
