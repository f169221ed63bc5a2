import { describe, expect, it } from "vitest";
import { cyclesOf } from "../house/cycles.ts";
import { roomOf, sources } from "../house/modules.ts";

/**
 * Who may import whom: a room's own files, and those of the rooms named here.
 * `index → worker → http | core-api | queue | orchestrator → usecases → d1 | payloads | storage → core ← app`
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  storage: ["core"],
  payloads: ["core", "storage"],
  d1: ["core"],
  usecases: ["core"],
  // Wraps the platform's bindings; it knows none of their users.
  metering: ["core", "env.ts", "runtime.ts"],
  orchestrator: ["core", "metering", "usecases", "d1", "runtime.ts", "env.ts"],
  queue: ["core", "usecases"],
  http: ["core", "usecases"],
  // Beside http and queue. Of the client it has the types of entities, which are those of the API.
  "core-api": ["core", "usecases", "client", "env.ts"],
  app: ["taipy-edge.ts"],
  // Runs in its users' programs, not in the Worker.
  client: [],
  // Runs in the tests of an application.
  testing: ["client"],
  "runtime.ts": ["core"],
  // Types of the bindings only.
  "env.ts": ["core"],
  "taipy-edge.ts": ["core"],
  // Wires everything; only the Worker imports it.
  "services.ts": [
    "core",
    "core-api",
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
  "worker.ts": ["core", "core-api", "http", "metering", "orchestrator", "queue", "services.ts", "env.ts", "runtime.ts"],
  "index.ts": ["app", "worker.ts"],
  // Commands of a developer's machine and the generator of the OpenAPI document: nothing of it is in the Worker.
  dev: ["taipy-edge.ts", "core", "http"],
};

/** Folders of core, lowest first: each may import core's own files, itself, and the folders named here. */
const MAY_IMPORT_IN_CORE: Readonly<Record<string, readonly string[]>> = {
  // Time, errors, and other words of all folders.
  ".": ["storage-options", "names"],
  // The options of storage types, which the rows in core/storage-types.ts refer to.
  "storage-options": [],
  // What messages say about names.
  names: [],
  // The table of log events.
  log: [],
  cost: [],
  entities: ["cost"],
  access: ["entities"],
  config: ["storage-options", "names", "log", "entities", "access"],
  values: ["storage-options", "names", "entities", "config"],
  planning: ["storage-options", "names", "entities", "config", "values"],
  // Interfaces that the shells implement.
  ports: ["log", "entities", "cost", "access", "values", "planning"],
  jobs: ["log", "entities", "cost", "access", "config", "values", "planning", "ports"],
  // What the check of D1, objects and values finds.
  repair: ["ports"],
};

/** Imports of core against that order, each with its reason. */
const EXCEPTIONS_IN_CORE: Readonly<Record<string, string>> = {
  "core/planning/creation.ts → core/jobs/task-graph.ts":
    "One graph of tasks: a plan checks it, the machine orders by it.",
  "core/planning/sequence-plan.ts → core/jobs/task-graph.ts": "As above.",
  "core/config/check/check-graph.ts → core/jobs/task-graph.ts": "As above: the check refuses what a plan would refuse.",
  "core/entities/job.ts → core/jobs/statuses.ts": "The table of statuses is the machine's; a job has one of them.",
  "core/config/check/check-data-node.ts → core/values/history.ts": "One function says what a history limit is.",
  "core/storage-options/encodings.ts → core/config/settings/env-template.ts":
    "One pattern says which texts an environment fills in: they are checked when it is known.",
  "core/config/secrets/shown-json.ts → core/values/json-spans.ts": "One scanner finds where parts of a JSON text end.",
};

/** Packages that core may use; everything else belongs to the outside. */
const CORE_PACKAGES = ["zod", "rfc6902", "smol-toml"];

const core = sources.filter(({ file }) => roomOf(file) === "core");
const folderInCore = (file: string) => (file.split("/").length === 2 ? "." : (file.split("/")[1] ?? file));

describe("the import arrow", () => {
  it("knows every room of src", () => {
    expect([...new Set(sources.map(({ file }) => roomOf(file)))].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it("points one way between rooms", () => {
    const wrong = sources.flatMap(({ file, files }) =>
      files
        .filter((to) => roomOf(to) !== roomOf(file) && !MAY_IMPORT[roomOf(file)]?.includes(roomOf(to)))
        .map((to) => `${file} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it("points one way between the folders of core", () => {
    const wrong = core.flatMap(({ file, files }) => {
      const from = folderInCore(file);
      const allowed = [".", from, ...(MAY_IMPORT_IN_CORE[from] ?? [])];
      return files.filter((to) => !allowed.includes(folderInCore(to))).map((to) => `${file} → ${to}`);
    });
    expect(wrong.sort()).toEqual(Object.keys(EXCEPTIONS_IN_CORE).sort());
  });

  it("lets core use no package of the platform", () => {
    const wrong = core.flatMap(({ file, packages }) =>
      packages.filter((name) => !CORE_PACKAGES.includes(name)).map((name) => `${file} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("closes no circle of files, types included", () => {
    const cycles = cyclesOf(new Map(sources.map(({ file, files }) => [file, files])));
    expect(cycles).toEqual([]);
  });
});

describe("the search for circles", () => {
  const cycles = (graph: Record<string, string[]>) => cyclesOf(new Map(Object.entries(graph)));

  it("finds none in a graph that points one way", () => {
    expect(cycles({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })).toEqual([]);
  });

  it("finds two separate circles, and a file that imports itself", () => {
    expect(cycles({ a: ["b"], b: ["c"], c: ["a", "d"], d: ["e"], e: ["d"], f: ["f", "a"] })).toEqual([
      ["d", "e"],
      ["a", "b", "c"],
      ["f"],
    ]);
  });

  it("joins circles that share a file", () => {
    expect(cycles({ a: ["b"], b: ["a", "c"], c: ["b"] })).toEqual([["a", "b", "c"]]);
  });
});
