import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Watcher {
  follow(more: { folders?: readonly string[]; inputs?: readonly string[] }): void;
  close(): Promise<void>;
}
interface Module {
  watchProject(given: {
    folder: string;
    files: readonly string[];
    dataFolder: string;
    onChange: (changed: readonly string[]) => void;
  }): Watcher;
}

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/watch/watcher.mjs", import.meta.url).href;
const { watchProject } = (await import(MODULE)) as Module;

let root: string;
let folder: string;
let watcher: Watcher;
let changed: string[] = [];

const at = (name: string) => path.join(folder, name);
const save = async (name: string, text: string) => {
  await mkdir(path.dirname(at(name)), { recursive: true });
  await writeFile(at(name), text);
};
/** The file is followed: some change of it is noticed. */
const expectNoticed = (name: string) => expect.poll(() => changed).toContain(path.resolve(folder, name));
const afterwards = async () => {
  changed = [];
  await save("src/last.ts", String(Math.random()));
  await expectNoticed("src/last.ts");
};

beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), "taipy-watched-")));
  folder = path.join(root, "project");
  await save("src/index.ts", "1");
  await save("wrangler.toml", "1");
  await save("../shared/own.vars", "1");
  await save("../library/code.ts", "1");
  watcher = watchProject({
    folder,
    files: [at("wrangler.toml"), path.join(root, "shared/own.vars"), at("node_modules/.package-lock.json")],
    dataFolder: at("src/data"),
    onChange: (files) => changed.push(...files),
  });
  watcher.follow({ inputs: [at("src/index.ts"), path.join(root, "library/code.ts")] });
});

afterAll(async () => {
  await watcher.close();
  await rm(root, { recursive: true });
});

describe("npm start notices", () => {
  it("a new file", async () => {
    // Again until it has looked at all folders.
    const saved = async () => {
      await save("src/begin.ts", String(changed.length));
      return changed;
    };
    await expect.poll(saved, { interval: 200 }).toContain(at("src/begin.ts"));
  });

  it("a file that is saved in place after it was replaced by a rename, as editors and git do", async () => {
    await save("src/index.ts.new", "2");
    await rename(at("src/index.ts.new"), at("src/index.ts"));
    await expectNoticed("src/index.ts");
    changed = [];
    await save("src/index.ts", "3");
    await expectNoticed("src/index.ts");
  });

  it("a file that is removed, and created again", async () => {
    changed = [];
    await rm(at("src/index.ts"));
    await expectNoticed("src/index.ts");
    changed = [];
    await save("src/index.ts", "4");
    await expectNoticed("src/index.ts");
  });

  it("a folder that is removed, and created again with files in new folders", async () => {
    changed = [];
    await rm(at("src"), { recursive: true });
    await expectNoticed("src/index.ts");
    changed = [];
    await save("src/a/b/c.ts", "1");
    await expectNoticed("src/a/b/c.ts");
    changed = [];
    await save("src/a/b/c.ts", "2");
    await expectNoticed("src/a/b/c.ts");
  });

  it.each(["wrangler.toml", ".dev.vars", ".env.staging", "../shared/own.vars", "../library/code.ts"])(
    "%s, also when it is new or removed",
    async (name) => {
      changed = [];
      await save(name, "2");
      await expectNoticed(name);
      changed = [];
      await rm(at(name));
      await expectNoticed(name);
      changed = [];
      await save(name, "3");
      await expectNoticed(name);
    },
  );

  it("what npm has installed, and no other file of node_modules", async () => {
    changed = [];
    await save("node_modules/zod/index.js", "1");
    await save("node_modules/.package-lock.json", "1");
    await expectNoticed("node_modules/.package-lock.json");
    expect(changed).not.toContain(at("node_modules/zod/index.js"));
  });

  it("no file of its data, of other folders, beside its configuration, or of its own among the static files", async () => {
    await afterwards();
    changed = [];
    const others = ["src/data/v3/db.sqlite", "src/node_modules/x/y.js", "docs/a.md", "README.md", ".git/index"];
    others.push("src/taipy-edge.schemas.json", "src/taipy-edge.lines.json");
    for (const name of others) await save(name, "1");
    await save("src/last.ts", "other");
    await expectNoticed("src/last.ts");
    expect(changed.filter((file) => others.map(at).includes(file))).toEqual([]);
  });
});
