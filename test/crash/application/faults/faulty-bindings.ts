import type { Env } from "../../../../src/env.ts";
import { CALM, type FaultCounts, type Weather } from "./weather.ts";

// docs/decisions/063-crash-rounds-fail-at-the-bindings.md
/** One isolate runs the Worker and its objects, so they share its weather. */
let weather = CALM;
const counts: FaultCounts = { hangs: 0, failures: 0, refusedPuts: 0, refusedBatches: 0 };
/** So many rows a full D1 has; null = they are not counted yet. */
let room: number | null = null;

export function setWeather(next: Weather): FaultCounts {
  if (!next.d1Full) room = null;
  weather = next;
  return counts;
}

const environments = new WeakMap<Env, Env>();

/** The same environment whose D1 and KV have the weather. */
export function faultyEnv(env: Env): Env {
  const known = environments.get(env);
  if (known !== undefined) return known;
  const faulty = { ...env, DB: faultyD1(env.DB), PAYLOADS: faultyKv(env.PAYLOADS) };
  environments.set(env, faulty);
  return faulty;
}

const LOST = "D1_ERROR: Network connection lost.";
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function inWeather<T>(call: () => Promise<T>, isWrite: boolean): Promise<T> {
  const { d1Hangs, d1Fails, hangMs, writesOnly } = weather;
  if (writesOnly && !isWrite) return call();
  if (Math.random() < d1Hangs) return hung(call, Math.random() * hangMs);
  if (Math.random() >= d1Fails) return call();
  counts.failures += 1;
  if (Math.random() < 0.5) await call();
  throw new Error(LOST);
}

/** A hang that the caller may outlive: what it has given up may take effect afterwards. */
async function hung<T>(call: () => Promise<T>, hangMs: number): Promise<T> {
  counts.hangs += 1;
  const kind = Math.floor(Math.random() * 3);
  if (kind === 0) {
    const result = await call();
    await sleep(hangMs);
    return result;
  }
  await sleep(hangMs);
  if (kind === 1) throw new Error(LOST);
  return call();
}

const originals = new WeakMap<object, D1PreparedStatement>();
const originalOf = (statement: object) => originals.get(statement) ?? (statement as D1PreparedStatement);

function faultyD1(db: D1Database): D1Database {
  return {
    prepare: (sql: string) => faultyStatement(db.prepare(sql)),
    batch: (statements: readonly object[]) => inWeather(() => batchIn(db, statements.map(originalOf)), true),
    withSession: (...call: Parameters<D1Database["withSession"]>) => {
      const session = db.withSession(...call);
      const faulty = faultyD1(session as unknown as D1Database);
      return { prepare: faulty.prepare, batch: faulty.batch, getBookmark: () => session.getBookmark() };
    },
    exec: (sql: string) => inWeather(() => db.exec(sql), true),
    dump: () => db.dump(),
  } as unknown as D1Database;
}

const FULL = "D1_ERROR: Exceeded maximum DB size";
const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*' AND name NOT GLOB 'sqlite*'";

/** A full database undoes a batch that leaves more rows than it had: the last statement of the batch counts them. */
async function batchIn(db: D1Database, statements: D1PreparedStatement[]): Promise<D1Result[]> {
  if (!weather.d1Full) return db.batch(statements);
  const { results } = await db.prepare(TABLES).all<{ name: string }>();
  const count = results.map(({ name }) => `(SELECT count(*) FROM ${name})`).join(" + ");
  room ??= (await db.prepare(`SELECT ${count} AS count`).first<number>("count")) ?? 0;
  try {
    // Of a text that is no JSON the function throws.
    const answers = await db.batch([...statements, db.prepare(`SELECT iif(${count} > ?, json('full'), 1)`).bind(room)]);
    return answers.slice(0, -1);
  } catch (error) {
    if (!String(error).includes("malformed JSON")) throw error;
    counts.refusedBatches += 1;
    throw new Error(FULL);
  }
}

function faultyStatement(original: D1PreparedStatement): D1PreparedStatement {
  const call =
    (name: "all" | "run" | "raw" | "first") =>
    (...options: readonly unknown[]) =>
      inWeather<unknown>(() => Reflect.apply(original[name], original, options), false);
  const statement = {
    bind: (...values: readonly unknown[]) => faultyStatement(original.bind(...values)),
    all: call("all"),
    run: call("run"),
    raw: call("raw"),
    first: call("first"),
  } as unknown as D1PreparedStatement;
  originals.set(statement, original);
  return statement;
}

function faultyKv(namespace: KVNamespace): KVNamespace {
  return new Proxy(namespace, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...given: readonly unknown[]) => {
        if (name === "put" && Math.random() < weather.kvFails) {
          counts.refusedPuts += 1;
          return Promise.reject(new Error("KV PUT failed: 500 Internal Server Error"));
        }
        return Reflect.apply(value, target, given);
      };
    },
  });
}
