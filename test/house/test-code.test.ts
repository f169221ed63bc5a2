import { describe, expect, it } from "vitest";
import { codeOf, roomOf, tests } from "./modules.ts";

/** Tests of the running service: they wait for other processes, so they may read the clock. */
const SERVICE = [
  "package",
  "attack",
  "bench",
  "conformance",
  "crash",
  "databases",
  "harness",
  "openapi",
  "pages",
  "releases",
  "service",
];

const WALL_CLOCK = /\b(?:Date|performance)\.now\b|\bnew Date\(\)|\bprocess\.hrtime\b/;

/** Vitest's option, or its last argument. */
const TIME_LIMIT = /\{ timeout: [\d_]+ \}|^\s*\}, [\d_]+\);$/m;

/** Files that may read the clock, each with its reason. */
const CLOCK_READERS: Readonly<Record<string, string>> = {
  "core/types/wiring.ts": "Only the compiler reads it.",
  "simulation/simulate.ts": "A command: it stops after a number of minutes.",
};

const unitTests = tests.filter(({ file }) => !SERVICE.includes(roomOf(file)) && roomOf(file) !== "house");

describe("a unit test", () => {
  it("reads no wall clock, so that a busy machine can't refute it", () => {
    const reading = unitTests.filter(({ source }) => WALL_CLOCK.test(codeOf(source))).map(({ file }) => file);
    expect(reading).toEqual(Object.keys(CLOCK_READERS));
  });

  it("has no time limit of its own", () => {
    const limited = unitTests.filter(({ source }) => TIME_LIMIT.test(codeOf(source)));
    expect(limited.map(({ file }) => file)).toEqual([]);
  });
});

/** A whole entity written down: `const job: Job = {`, `(overrides): Job => ({`, or a payload's fields. */
const ENTITIES = "Job|Submission|Task|DataNode|DataNodeSnapshot|Edit|StoredFile|PayloadRef|SubmitCommand|WorkOrder";
const WHOLE_ENTITY = new RegExp(
  [
    String.raw`: (?:${ENTITIES}) = \{(?! \.\.\.)`,
    String.raw`: (?:${ENTITIES}) => \(\{(?! \.\.\.)`,
    String.raw`\btier: "\w+",[^{}]*\bhash: [^{}]*\bkey: `,
  ].join("|"),
);

describe("the tests", () => {
  it("write each entity down once, in its factory: a new field is added in one place", () => {
    const byHand = tests.filter(({ source }) => WHOLE_ENTITY.test(codeOf(source))).map(({ file }) => file);
    expect(byHand).toEqual(["harness/factories.ts"]);
  });
});
