import type { Env } from "../../../src/env.ts";

/** A call of a store that fails. */
export interface Plan {
  /** The binding and its method, such as `PAYLOADS.put`; `DB.call` is a statement or a batch. */
  readonly call: string;
  /** `before`: nothing is done. `after`: it is done, but the caller gets an error. */
  readonly when: "before" | "after";
  /** So many calls work first. */
  readonly skip: number;
  /** So many calls fail then. */
  readonly count: number;
}

type Work = (...given: never[]) => unknown;

/** What is planned, and how often it has come true. Locally a Worker and its objects are one isolate: one plan for all. */
export class Faults {
  /** D1 takes no statement that may make it larger. */
  isFull = false;
  #plan: { call: string; when: Plan["when"]; skip: number; count: number } | null = null;
  fired = 0;

  set(plan: Plan | null): void {
    this.#plan = plan === null ? null : { ...plan };
    this.fired = 0;
  }

  async run<T>(call: string, message: string, work: () => Promise<T>): Promise<T> {
    const fault = this.#take(call);
    if (fault === "before") throw new Error(message);
    const answer = await work();
    if (fault === "after") throw new Error(message);
    return answer;
  }

  #take(call: string): Plan["when"] | null {
    const plan = this.#plan;
    if (plan === null || plan.call !== call || plan.count === 0) return null;
    if (plan.skip > 0) {
      plan.skip -= 1;
      return null;
    }
    plan.count -= 1;
    this.fired += 1;
    return plan.when;
  }
}

/** A binding some of whose methods may fail. */
function overlaid<T extends object>(original: T, overlay: Readonly<Record<string, Work>>): T {
  return new Proxy(original, {
    get(target, name) {
      if (typeof name === "string" && Object.hasOwn(overlay, name)) return overlay[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The audit log is written after the answer and belongs to no request. */
const IS_AUDIT = /\b(audit|refused_days)\b/;
const D1_FAILED = "D1_ERROR: Network connection lost.";

const originals = new WeakMap<object, { readonly original: D1PreparedStatement; readonly sql: string }>();

/** Whatever it would write: an insert of no row, or an update of a number, is refused, too. */
const MAY_GROW = /^\s*(?:INSERT|REPLACE|UPDATE|CREATE|ALTER)\b/i;
const D1_IS_FULL = "D1_ERROR: Exceeded maximum DB size";

function faultyD1(db: D1Database, faults: Faults): D1Database {
  const call = async <T>(sqls: readonly string[], work: () => Promise<T>) => {
    if (faults.isFull && sqls.some((sql) => MAY_GROW.test(sql))) throw new Error(D1_IS_FULL);
    return IS_AUDIT.test(sqls[0] ?? "") ? work() : faults.run("DB.call", D1_FAILED, work);
  };
  const statement = (original: D1PreparedStatement, sql: string): D1PreparedStatement => {
    const copy = overlaid(original, {
      bind: (...values: unknown[]) => statement(original.bind(...values), sql),
      all: () => call([sql], () => original.all()),
      run: () => call([sql], () => original.run()),
      raw: () => call([sql], () => original.raw()),
      first: (...column: string[]) => call([sql], () => original.first(...(column as [string]))),
    });
    originals.set(copy, { original, sql });
    return copy;
  };
  return overlaid(db, {
    prepare: (sql: string) => statement(db.prepare(sql), sql),
    batch: (statements: D1PreparedStatement[]) => {
      const found = statements.map((copy) => originals.get(copy) ?? { original: copy, sql: "" });
      const work = () => db.batch(found.map(({ original }) => original));
      return call(
        found.map(({ sql }) => sql),
        work,
      );
    },
  });
}

/** What a part of the platform says when one of its methods fails. */
type Words = (method: string) => string;
const KV_WORDS: Words = (method) => `KV ${method.toUpperCase()} failed: 500 Internal Server Error`;
const R2_WORDS: Words = (method) => `${method}: We encountered an internal error. Please try again. (10001)`;
const QUEUE_WORDS: Words = (method) => `Queue ${method} failed: Internal Server Error`;

function faultyStore<T extends object>(
  store: T,
  { name, words }: { readonly name: string; readonly words: Words },
  methods: readonly string[],
  faults: Faults,
): T {
  const overlay = methods.map((method) => {
    const work = Reflect.get(store, method, store) as (...given: unknown[]) => Promise<unknown>;
    const call = (...given: unknown[]) =>
      faults.run(`${name}.${method}`, words(method), async () => work.apply(store, given));
    return [method, call] as const;
  });
  return overlaid(store, Object.fromEntries(overlay));
}

/** An upload in parts is complete, or it is not there. */
function faultyBucket(bucket: R2Bucket, faults: Faults): R2Bucket {
  const named = { name: "LARGE_PAYLOADS", words: R2_WORDS };
  return overlaid(faultyStore(bucket, named, ["put", "get", "head"], faults), {
    createMultipartUpload: async (key: string) =>
      faultyStore(await bucket.createMultipartUpload(key), named, ["uploadPart", "complete"], faults),
  });
}

/** The bindings of a Worker, whose stores fail as planned. */
export function faultyEnv(env: Env, faults: Faults): Env {
  const { DB, PAYLOADS, LARGE_PAYLOADS, JOBS } = env;
  return {
    ...env,
    DB: faultyD1(DB, faults),
    PAYLOADS: faultyStore(PAYLOADS, { name: "PAYLOADS", words: KV_WORDS }, ["put", "get"], faults),
    JOBS: faultyStore(JOBS, { name: "JOBS", words: QUEUE_WORDS }, ["send", "sendBatch"], faults),
    ...(LARGE_PAYLOADS === undefined ? {} : { LARGE_PAYLOADS: faultyBucket(LARGE_PAYLOADS, faults) }),
  };
}
