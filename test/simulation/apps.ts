import type { Limits } from "../../src/core/jobs/slots/limits.ts";
import { type App, dataNode, defineApp, Frequency, Scope, scenario, task } from "../../src/taipy-edge.ts";
import { compute, computeTwo, type Value } from "./behaviour.ts";
import { Random } from "./random.ts";

/** What differs between the applications of two seeds. */
interface Variant {
  readonly mode: "standalone" | "development";
  /** Whether the node that no task writes holds a value from the start; otherwise jobs wait for a client to write it. */
  readonly isWritten: boolean;
  /** Few, so that scenarios meet in them. */
  readonly objectsPerRegion: number;
  /** With none, one loss that counts though it must not is enough to show. */
  readonly workerRetryLimit: number;
  /** Of parallel jobs: of each task that is tried again, and of the application. */
  readonly limits: Limits;
  /** Whether some nodes begin with a default file, inputs and outputs among them. */
  readonly hasFiles: boolean;
}

/** The file that is the first value of nodes in some runs: all of them begin with the one, and none changes it. */
export const DEFAULT_FILE = "first.p";

const FIRST: Value = { tag: "default", from: [] };
const retries = { limit: 2, delay: "2s", backoff: "exponential" } as const;
const job = ({ mode, workerRetryLimit, objectsPerRegion, limits: { application } }: Variant) =>
  ({
    mode,
    objectsPerRegion,
    lease: "10s",
    workerRetries: { limit: workerRetryLimit },
    ...(application !== null && { concurrency: application }),
  }) as const;
/** The first value of a node: from the configuration, or from the file. */
const beginning = ({ hasFiles }: Variant) => (hasFiles ? { defaultPath: DEFAULT_FILE } : { defaultData: FIRST });
const outputOf = ({ hasFiles }: Variant) => (hasFiles ? { defaultPath: DEFAULT_FILE } : {});
const filesOf = ({ hasFiles }: Variant) => (hasFiles ? { files: { [DEFAULT_FILE]: JSON.stringify(FIRST) } } : {});
const retriesOf = ({ limits: { task } }: Variant) => ({ retries, ...(task !== null && { concurrency: task }) });

/** A chain across a node of the month, with an input that all scenarios share and an output that goes two ways. */
function chain(variant: Variant): App {
  const { isWritten } = variant;
  const limited = retriesOf(variant);
  const raw = dataNode.pickle<Value>("raw", beginning(variant));
  const horizon = dataNode.pickle<Value>("horizon", { scope: Scope.GLOBAL, ...(isWritten && { defaultData: FIRST }) });
  const cleaned = dataNode.pickle<Value>("cleaned");
  const model = dataNode.pickle<Value>("model", { scope: Scope.CYCLE, validityPeriod: "90s" });
  const forecast = dataNode.pickle<Value>("forecast");
  const report = dataNode.pickle<Value>("report", outputOf(variant));
  const clean = task("clean", {
    function: (a: Value, c) => compute(c, a),
    inputs: [raw],
    outputs: [cleaned],
    ...limited,
  });
  const train = task("train", {
    function: (a: Value, b: Value, c) => compute(c, a, b),
    inputs: [cleaned, horizon],
    outputs: [model],
    skippable: true,
  });
  const predict = task("predict", {
    function: (a: Value, b: Value, c) => computeTwo(c, a, b),
    inputs: [model, cleaned],
    outputs: [forecast, report],
    ...limited,
    timeout: "25s",
  });
  const publish = task("publish", { function: (a: Value, c) => compute(c, a), inputs: [forecast], timeout: "2m" });
  return defineApp({
    scenarios: [
      scenario("monthly", {
        tasks: [clean, train, predict, publish],
        frequency: Frequency.MONTHLY,
        sequences: { training: [clean, train], rest: [predict, publish] },
      }),
    ],
    ...filesOf(variant),
    job: job(variant),
  });
}

/** Two ways that meet again, in a domain of its own for each scenario; and a scenario that shares nothing with anybody. */
function diamond(variant: Variant): App {
  const { isWritten } = variant;
  const limited = retriesOf(variant);
  const source = dataNode.pickle<Value>("source", beginning(variant));
  const rate = dataNode.pickle<Value>("rate", { scope: Scope.GLOBAL, ...(isWritten && { defaultData: FIRST }) });
  const left = dataNode.pickle<Value>("left");
  const right = dataNode.pickle<Value>("right");
  const leftDone = dataNode.pickle<Value>("left_done");
  const rightDone = dataNode.pickle<Value>("right_done", { validityPeriod: "60s" });
  const result = dataNode.pickle<Value>("result", outputOf(variant));
  const skippable = true;
  const split = task("split", {
    function: (a: Value, c) => computeTwo(c, a),
    inputs: [source],
    outputs: [left, right],
    skippable,
  });
  const doLeft = task("do_left", {
    function: (a: Value, c) => compute(c, a),
    inputs: [left],
    outputs: [leftDone],
    skippable,
    ...limited,
  });
  const doRight = task("do_right", {
    function: (a: Value, b: Value, c) => compute(c, a, b),
    inputs: [right, rate],
    outputs: [rightDone],
    skippable,
    timeout: "15s",
  });
  const join = task("join", {
    function: (a: Value, b: Value, c) => compute(c, a, b),
    inputs: [leftDone, rightDone],
    outputs: [result],
    skippable,
    ...limited,
  });
  const seed = dataNode.pickle<Value>("seed", { defaultData: FIRST });
  const half = dataNode.pickle<Value>("half");
  const whole = dataNode.pickle<Value>("whole");
  const begin = task("begin", {
    function: (a: Value, c) => compute(c, a),
    inputs: [seed],
    outputs: [half],
    ...limited,
  });
  const end = task("end", { function: (a: Value, c) => compute(c, a), inputs: [half], outputs: [whole] });
  return defineApp({
    scenarios: [
      scenario("diamond", { tasks: [split, doLeft, doRight, join], sequences: { left_part: [split, doLeft] } }),
      scenario("alone", { tasks: [begin, end], sequences: { first_half: [begin] } }),
    ],
    ...filesOf(variant),
    job: job(variant),
  });
}

/** Scenarios of two kinds that write one global node, and a third kind that reads it from another domain. */
function shared(variant: Variant): App {
  const { isWritten } = variant;
  const limited = retriesOf(variant);
  const feed = dataNode.pickle<Value>("feed", { ...(isWritten && { defaultData: FIRST }) });
  const own = dataNode.pickle<Value>("own", beginning(variant));
  const registry = dataNode.pickle<Value>("registry", { scope: Scope.GLOBAL });
  const settings = dataNode.pickle<Value>("settings", { scope: Scope.GLOBAL });
  const out = dataNode.pickle<Value>("out", outputOf(variant));
  const copy = dataNode.pickle<Value>("copy");
  const ingest = task("ingest", {
    function: (a: Value, c) => compute(c, a),
    inputs: [feed],
    outputs: [registry],
    ...limited,
  });
  const use = task("use", {
    function: (a: Value, b: Value, c) => compute(c, a, b),
    inputs: [registry, own],
    outputs: [out],
  });
  const refresh = task("refresh", {
    function: (a: Value, b: Value, c) => compute(c, a, b),
    inputs: [own, settings],
    outputs: [registry],
    skippable: true,
  });
  const copyOut = task("copy_out", {
    function: (a: Value, c) => compute(c, a),
    inputs: [settings],
    outputs: [copy],
    skippable: true,
  });
  return defineApp({
    scenarios: [
      scenario("reader", { tasks: [ingest, use] }),
      scenario("writer", { tasks: [refresh] }),
      scenario("other_reader", { tasks: [copyOut] }),
    ],
    ...filesOf(variant),
    job: job(variant),
  });
}

/**
 * One of the applications, as the seed wants it.
 * @param isAlone whether release 0.1.0 is not there, which knows no limits
 */
export function drawApp(random: Random, isAlone: boolean): App {
  const build = random.pick([chain, diamond, shared]);
  const drawn = { mode: random.pick(["standalone", "development"] as const), isWritten: random.chance(0.4) };
  const workerRetryLimit = new Random(random.seed + 1).pick([0, 3]) ?? 3;
  const objectsPerRegion = new Random(random.seed + 2).between(1, 2);
  const hasFiles = new Random(random.seed + 3).chance(0.25);
  return build({ ...drawn, workerRetryLimit, objectsPerRegion, limits: drawLimits(random, isAlone), hasFiles });
}

/** In most runs there are none. */
function drawLimits(random: Random, mayBeLimited: boolean): Limits {
  const own = new Random(random.seed);
  if (own.chance(0.6) || !mayBeLimited) return { task: null, application: null };
  const draw = () => (own.chance(0.6) ? own.between(1, 2) : null);
  return { task: draw(), application: draw() };
}
