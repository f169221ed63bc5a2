import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../harness/bundle.ts";
import { node } from "../harness/project-copy.ts";

const SCRIPT = "src/dev/build-package.mjs";
const WHOLE = { name: "taipy-edge", version: "1.0.0", scripts: { test: "vitest" }, devDependencies: { vitest: "5" } };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy-build-"));
  for (const name of ["cli/template", "new-app/app"]) await mkdir(at(`src/dev/${name}`), { recursive: true });
  for (const name of ["src/testing", "src/http/openapi", "src/d1/migrations", "dist", "node_modules/typescript/bin"]) {
    await mkdir(at(name), { recursive: true });
  }
  await cp(path.join(ROOT, SCRIPT), at(SCRIPT));
  // In the place of the compiler and of the bundles of pages.
  await writeFile(at("node_modules/typescript/bin/tsc"), "");
  await writeFile(at("src/dev/page-files.mjs"), "");
  await write(WHOLE);
});

afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => path.join(folder, name);
const write = (manifest: object) => writeFile(at("package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
const manifest = async () => JSON.parse(await readFile(at("package.json"), "utf8"));
const command = (name: "build" | "restore") => node(folder, SCRIPT, name);

describe("the manifest of the repository", () => {
  it("comes back after the package is packed, also when an earlier packing was killed before it could", async () => {
    expect((await command("build")).code).toBe(0);
    expect(await manifest()).toEqual({ name: "taipy-edge", version: "1.0.0" });
    // No restore: npm was killed.
    expect((await command("build")).code).toBe(0);
    expect((await command("restore")).code).toBe(0);
    expect(await manifest()).toEqual(WHOLE);
  });

  it("keeps what was changed since a packing was killed", async () => {
    await command("build");
    const newer = { ...WHOLE, version: "2.0.0" };
    await write(newer);
    expect((await command("build")).code).toBe(0);
    expect(await manifest()).toEqual({ name: "taipy-edge", version: "2.0.0" });
    await command("restore");
    expect(await manifest()).toEqual(newer);
  });

  it("is never taken from a packed one", async () => {
    await command("build");
    await rm(at("dist"), { recursive: true });
    const { code, output } = await command("build");
    expect(output).toContain("package.json is the packed one: `git checkout package.json`.");
    expect(code).not.toBe(0);
  });
});
