import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const ROOT = path.join(import.meta.dirname, "../..");
const run = promisify(execFile);
const textOf = (file: string) => readFile(path.join(ROOT, file), "utf8");
const node = (script: string, ...args: readonly string[]) =>
  // Nothing answers at this address: what needs a registry fails.
  run(process.execPath, [`src/dev/${script}.mjs`, ...args], {
    cwd: ROOT,
    maxBuffer: 2 ** 26,
    env: { ...process.env, npm_config_registry: "http://127.0.0.1:9/" },
  });

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(await textOf("package-lock.json")) as { packages: Record<string, Locked> };
const manifest = JSON.parse(await textOf("package.json"));
const locked = Object.entries(packages).filter(([folder]) => folder !== "");
/** Dependencies that a developer's machine needs, for the command `taipy-edge`, and no deployment. */
const OF_THE_COMMAND = ["chokidar", "croner"];
const deployed = Object.keys(manifest.dependencies).filter((name) => !OF_THE_COMMAND.includes(name));
const nameOf = (folder: string): string => folder.split("node_modules/").at(-1) ?? "";

describe("the lockfile", () => {
  it("has a SHA-512 of each package, and names no registry's host", () => {
    const unsure = locked.filter(([, { integrity = "", link = false }]) => link || !integrity.startsWith("sha512-"));
    expect(unsure.map(([folder]) => folder)).toEqual([]);
    expect(locked.flatMap(([folder, { resolved }]) => (resolved === undefined ? [] : [folder]))).toEqual([]);
  });

  it("has no package with an install script that package.json does not refuse", async () => {
    const withScripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([folder]) => nameOf(folder));
    expect(withScripts.filter((name) => manifest.allowScripts[name] !== false)).toEqual([]);
    expect(Object.values(manifest.allowScripts)).not.toContain(true);
    expect(await textOf(".npmrc")).toMatch(/^strict-allow-scripts=true$/m);
  });
});

describe("the bill of materials", () => {
  it("is made without a network, and has each runtime dependency with its version and its hash", async () => {
    const { stdout } = await node("sbom");
    const { bomFormat, components } = JSON.parse(stdout);
    expect(bomFormat).toBe("CycloneDX");
    const found = new Map(
      components.map((one: { name: string; version: string; hashes: { alg: string }[] }) => [one.name, one]),
    );
    for (const name of [...deployed, "redoc", "swagger-ui-dist"]) {
      const { version } = packages[`node_modules/${name}`] ?? {};
      expect(found.get(name), name).toMatchObject({ version, hashes: [{ alg: "SHA-512" }] });
    }
    for (const tool of [...OF_THE_COMMAND, "vitest", "wrangler", "mongodb", "mysql2"])
      expect(found.has(tool), tool).toBe(false);
  });
});

describe("the licences", () => {
  it("of all that a deployment contains are those of THIRD-PARTY-LICENSES.txt: else run `npm run licenses`", async () => {
    const { stdout } = await node("licenses");
    expect(stdout).toBe(await textOf("THIRD-PARTY-LICENSES.txt"));
    for (const name of deployed) expect(stdout).toContain(`\n${name} `);
  });

  it.each(["GPL-3.0-only", undefined])("must be on the list, which has not: %s", async (license) => {
    const folder = await mkdtemp(path.join(tmpdir(), "licences-"));
    try {
      const lockfile = { packages: { "node_modules/odd": { version: "1.0.0", license } } };
      await writeFile(path.join(folder, "package-lock.json"), JSON.stringify(lockfile));
      await expect(node("licenses", folder)).rejects.toThrow(`odd (${license ?? "no licence"})`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

it("the workflow takes actions by their commits, and may only read", async () => {
  const workflow = await textOf(".github/workflows/ci.yml");
  const uses = [...workflow.matchAll(/uses: (.+)$/gm)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  expect(workflow).toContain("persist-credentials: false");
  expect(workflow).not.toMatch(/pull_request_target|\bsecrets\./);
});
