import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/watch/packages.mjs", import.meta.url).href;
const { packagesToInstall } = (await import(MODULE)) as { packagesToInstall(folder: string): Promise<string | null> };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy-packages-"));
  await mkdir(path.join(folder, "node_modules"));
});

afterAll(() => rm(folder, { recursive: true }));

const zod = { version: "4.0.0" };

async function told(wanted: object, installed: object): Promise<string | null> {
  await writeFile(path.join(folder, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...wanted } }));
  await writeFile(path.join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
  return packagesToInstall(folder);
}

describe("npm start, about the packages of package-lock.json,", () => {
  it("says nothing when they are installed", async () => {
    expect(await told({ "node_modules/zod": zod }, { "node_modules/zod": zod })).toBeNull();
  });

  it("says nothing about packages of other platforms, or about packages that lie in the project", async () => {
    const other = {
      "node_modules/node-darwin": { version: "1.0.0", optional: true },
      "node_modules/own": { link: true },
    };
    expect(await told({ "node_modules/zod": zod, ...other }, { "node_modules/zod": zod })).toBeNull();
  });

  it("says what to do when one is missing", async () => {
    expect(await told({ "node_modules/@a/b": zod, "node_modules/@a/b/node_modules/c": zod }, {})).toBe(
      "node_modules lacks @a/b 4.0.0 and 1 more of package-lock.json. Run `npm ci`; the service reloads when it has ended.",
    );
  });

  it("says what to do when one has another version", async () => {
    expect(await told({ "node_modules/zod": { version: "4.1.0" } }, { "node_modules/zod": zod })).toContain(
      "node_modules lacks zod 4.1.0 of package-lock.json. Run `npm ci`",
    );
  });

  it("says nothing when npm has not installed them", async () => {
    await told({ "node_modules/zod": zod }, {});
    await rm(path.join(folder, "node_modules/.package-lock.json"));
    expect(await packagesToInstall(folder)).toBeNull();
  });
});
