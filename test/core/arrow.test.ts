import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../../src");

/** Who may import whom: a folder's own files, and those of the folders named here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  storage: ["core"],
  payloads: ["core", "storage", "d1"],
  d1: ["core", "storage", "payloads"],
  usecases: ["core", "d1"],
  // Knows the platform's bindings, and nobody who uses them.
  metering: ["core"],
  orchestrator: ["core", "metering", "d1", "runtime.ts", "env.ts"],
  queue: ["core"],
  http: ["core"],
  app: ["taipy-edge.ts"],
  // Runs where the service does not.
  client: [],
  "runtime.ts": ["core"],
  // Types of the bindings only.
  "env.ts": ["core", "orchestrator"],
  "taipy-edge.ts": ["core"],
  "services.ts": [
    "core",
    "http",
    "metering",
    "orchestrator",
    "d1",
    "payloads",
    "usecases",
    "queue",
    "storage",
    "env.ts",
    "runtime.ts",
  ],
  "worker.ts": ["core", "http", "metering", "orchestrator", "queue", "services.ts", "env.ts", "runtime.ts"],
  "index.ts": ["app", "worker.ts"],
  dev: ["taipy-edge.ts", "core", "http"],
};

/** Packages that core may use; everything else belongs to the outside. */
const CORE_PACKAGES = ["zod", "rfc6902", "smol-toml"];

const IMPORT = /^(?:(?:import|export|\}).* from|import) "([^"]+)"/gm;

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
const roomOf = (file: string) => file.split(path.sep)[0] ?? file;

function importsOf(file: string): string[] {
  const source = readFileSync(path.join(SRC, file), "utf8");
  return [...source.matchAll(IMPORT)].map(([, name = ""]) => name);
}

function target(file: string, name: string): string {
  if (name === "taipy-edge") return "taipy-edge.ts";
  return roomOf(path.relative(SRC, path.resolve(SRC, path.dirname(file), name)));
}

describe("the import arrow", () => {
  it("knows every room of the house", () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it("points one way", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith(".") || name === "taipy-edge")
        .map((name) => target(file, name))
        .filter((room) => room !== roomOf(file) && !MAY_IMPORT[roomOf(file)]?.includes(room))
        .map((room) => `${file} → ${room}`),
    );
    expect(wrong).toEqual([]);
  });

  it("lets core use nothing of the platform", () => {
    const packages = files
      .filter((file) => roomOf(file) === "core")
      .flatMap((file) => importsOf(file).filter((name) => !name.startsWith(".") && !CORE_PACKAGES.includes(name)));
    expect(packages).toEqual([]);
  });
});
