import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "smol-toml";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sharedResources } from "../../../src/dev/cli/check/shared-resources.ts";
import { nameOf, templateFiles } from "../../../src/dev/cli/init/project-files.ts";
import { readTemplate } from "../../../src/dev/cli/init/templates.ts";
import { main } from "../../../src/dev/cli/main.ts";

const ROOT = path.join(import.meta.dirname, "../../..");
const files = templateFiles({ name: "shop", dependency: "^1.2.3" }, readTemplate);
const textOf = (file: string): string => files.get(file) ?? "";
const jsonOf = async (file: string) => JSON.parse(await readFile(path.join(ROOT, file), "utf8"));

describe("the files of a new project", () => {
  it("have wrangler and the compiler in the versions with which the release is tested", async () => {
    const { devDependencies } = JSON.parse(textOf("package.json"));
    const tested = (await jsonOf("package.json")).devDependencies;
    const versions = Object.fromEntries(Object.keys(devDependencies).map((name) => [name, tested[name]]));
    expect(devDependencies).toEqual(versions);
  });

  it("name the Worker and the package", () => {
    expect(JSON.parse(textOf("package.json"))).toMatchObject({
      name: "shop",
      dependencies: { "taipy-edge": "^1.2.3" },
    });
    expect(textOf("README.md")).toMatch(/^# shop\n/);
    expect([...files.values()].join("")).not.toContain("my-app");
  });

  it("declare text files and name actions as this repository does", async () => {
    expect(textOf("src/app/files.d.ts")).toBe(await readFile(path.join(ROOT, "src/app/files.d.ts"), "utf8"));
    const own = await readFile(path.join(ROOT, ".github/workflows/ci.yml"), "utf8");
    const [, action] = /uses: (.+)/.exec(textOf(".github/workflows/check.yml")) ?? [];
    expect(own).toContain(`uses: ${action}`);
  });

  it("configure the Worker as this repository's wrangler.toml does, but for names and paths", async () => {
    const own = parse(await readFile(path.join(ROOT, "wrangler.toml"), "utf8"));
    const { env, ...top } = parse(textOf("wrangler.toml"));
    expect(shapeOf(top)).toEqual(shapeOf(own));
    const bindings = Object.entries(own).filter(([name]) => !INHERITED.has(name));
    const expected = shapeOf(Object.fromEntries(bindings));
    expect(Object.keys(env as object)).toEqual(["staging", "production"]);
    for (const environment of Object.values(env as Record<string, object>)) {
      expect(shapeOf(environment)).toEqual({ ...(expected as object), name: "…" });
    }
  });
});

/** What an environment of wrangler's takes from the top level. */
const INHERITED = new Set([
  ...["name", "main", "compatibility_date", "compatibility_flags", "minify", "keep_names", "upload_source_maps"],
  ...["assets", "limits", "dev", "rules", "migrations", "triggers", "observability"],
]);
/** Without names of resources and paths, which differ. */
const NAMES = /^(?:name|database_name|bucket_name|queue|dead_letter_queue|namespace_id|migrations_dir|directory)$/;
const shapeOf = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, member) => (NAMES.test(key) && !/_LIMIT$|^ORCH/.test(member) ? "…" : member)));

describe("the environments of a new project", () => {
  it("share no resource, so that the deployment of one never names another one's", () => {
    expect(sharedResources(parse(textOf("wrangler.toml")))).toEqual([]);
    // What the check reads: of each of three environments 1 Worker, 1 database, 1 bucket, 3 queues, 4 limits.
    const names = textOf("wrangler.toml").match(/^(?:database_name|bucket_name|queue|namespace_id) = .+$/gm) ?? [];
    expect(new Set(names).size).toBe(3 * 9);
  });

  it.each([
    ["database_name", "database, shop-production"],
    ["bucket_name", "bucket, shop-production-payloads"],
    ["queue", "queue, shop-production-taipy-jobs"],
    ["dead_letter_queue", "queue, shop-production-taipy-jobs-dead"],
    ["name", "Worker, shop-production"],
  ])("are refused when they share a %s", (key, resource) => {
    const production = resource.split(", ")[1] ?? "";
    const staging = production.replace("production", "staging");
    const text = textOf("wrangler.toml").replace(
      new RegExp(`^${key} = "${staging}"$`, "gm"),
      `${key} = "${production}"`,
    );
    expect(sharedResources(parse(text))).toEqual([
      `[env.staging] and [env.production] have the same ${resource}. Give each its own.`,
    ]);
  });

  it("may share what is the application's own", () => {
    const own = (name: string) => ({ name, d1_databases: [{ binding: "SALES", database_name: "sales" }] });
    expect(sharedResources({ env: { staging: own("a"), production: own("b") } })).toEqual([]);
  });
});

describe("the name of a project", () => {
  it.each([
    ["my-app", "my-app"],
    ["My App", "my-app"],
    ["_shop_2_", "shop-2"],
  ])("of the folder %s is %s", (folder, name) => {
    expect(nameOf(folder)).toBe(name);
  });

  it.each(["", "9", "9-lives", "x".repeat(36), "店"])("is refused when no Worker can have it: %s", (folder) => {
    expect(() => nameOf(folder)).toThrow(/is no name for a Worker: .+--name my-app/);
  });

  it("leaves room for the longest name of a queue", () => {
    const text = textOfProject(nameOf("x".repeat(35)));
    for (const [, name = ""] of text.matchAll(/^(?:\w+_name|queue|name) = "(.+)"$/gm)) {
      expect(name.length).toBeLessThanOrEqual(63);
    }
  });
});

const textOfProject = (name: string) =>
  templateFiles({ name, dependency: "*" }, readTemplate).get("wrangler.toml") ?? "";

describe("taipy-edge init", () => {
  let folder: string;
  let errors: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "taipy-init-"));
    errors = "";
    vi.spyOn(console, "error").mockImplementation((text) => {
      errors += text;
    });
    vi.spyOn(console, "log").mockImplementation(() => undefined);
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it("makes all files in a new folder, also below folders that do not exist, and in an empty repository", async () => {
    const target = path.join(folder, "deep/shop");
    expect(await main(["init", target])).toBe(0);
    expect(
      (await readdir(target, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()),
    ).toHaveLength(files.size);
    await mkdir(path.join(folder, "repository/.git"), { recursive: true });
    expect(await main(["init", path.join(folder, "repository")])).toBe(0);
  });

  it("refuses a folder that is not empty, and changes nothing in it", async () => {
    await writeFile(path.join(folder, "mine.txt"), "mine");
    expect(await main(["init", folder])).toBe(1);
    expect(errors).toContain("is not empty: it has mine.txt. Nothing was changed; name a new folder.");
    expect(await readdir(folder)).toEqual(["mine.txt"]);
  });

  it("refuses a file, a name that no Worker can have and a missing folder, and makes nothing", async () => {
    await writeFile(path.join(folder, "file"), "");
    expect(await main(["init", path.join(folder, "file")])).toBe(1);
    expect(errors).toContain("is a file.");
    expect(await main(["init", path.join(folder, "99")])).toBe(1);
    expect(await main(["init"])).toBe(1);
    expect(errors).toContain("Which folder? Write for example: npx taipy-edge init my-app");
    expect(await readdir(folder)).toEqual(["file"]);
  });

  it("names the option that was meant, and what an option needs", async () => {
    expect(await main(["init", path.join(folder, "shop"), "--nmae", "x"])).toBe(1);
    expect(errors).toContain("`taipy-edge init <folder>` has no option --nmae. Did you mean --name?");
    expect(await main(["init", path.join(folder, "shop"), "--name"])).toBe(1);
    expect(errors).toContain("--name needs a value: --name my-app");
    expect(await main(["init", path.join(folder, "shop"), "other"])).toBe(1);
    expect(errors).toContain("`taipy-edge init <folder>` takes no `other`.");
    expect(await readdir(folder)).toEqual([]);
  });
});
