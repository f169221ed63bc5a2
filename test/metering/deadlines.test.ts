import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEADLINES } from "../../src/core/deadlines.ts";
import type { Env } from "../../src/env.ts";
import { meteredBindings } from "../../src/metering/bindings.ts";
import { endsWithin } from "../../src/metering/bounded.ts";
import { createMeter, metered } from "../../src/metering/meter.ts";
import { createOrchestrators, createUsageOf } from "../../src/orchestrator/client.ts";

/** Answers every call with a promise that never settles. */
const hanging = (): never =>
  new Proxy(() => undefined, {
    get: (_, name) => (name === "then" ? undefined : () => new Promise(() => undefined)),
  }) as never;

/** A D1 whose calls hang; making a statement or a session is no call. */
function hangingD1() {
  const statement: object = { bind: () => statement, ...named(["all", "run", "first", "raw"]) };
  const session = { prepare: () => statement, batch: never };
  return { ...session, withSession: () => session, exec: never, dump: never } as unknown as D1Database;
}

const never = () => new Promise<never>(() => undefined);
const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, never]));

const body = { ...named(["arrayBuffer", "text", "json", "bytes", "blob"]), body: null };
const upload = { key: "k", uploadId: "u", ...named(["uploadPart", "complete", "abort"]) };
const openBucket = {
  get: async () => body,
  createMultipartUpload: async () => upload,
  resumeMultipartUpload: () => upload,
};

const bound = (more: Partial<Record<keyof Env, unknown>> = {}) =>
  meteredBindings({
    DB: hangingD1(),
    PAYLOADS: hanging(),
    LARGE_PAYLOADS: hanging(),
    JOBS: hanging(),
    JOBS_ALONE: hanging(),
    ORCHESTRATOR: { idFromName: () => "id", get: hanging },
    ASSETS: hanging(),
    REQUEST_LIMIT: hanging(),
    ADDRESS_LIMIT: hanging(),
    LOGIN_LIMIT: hanging(),
    ATTEMPT_LIMIT: hanging(),
    ...more,
  } as unknown as Env);

const env = bound();
const bucket = bound({
  LARGE_PAYLOADS: {
    ...Object.fromEntries(["head", "put", "list", "delete"].map((name) => [name, never])),
    ...openBucket,
  },
}).LARGE_PAYLOADS as R2Bucket;
const object = createOrchestrators(env.ORCHESTRATOR)("SCENARIO_s");
const statement = env.DB.prepare("SELECT 1");
const anything = {} as never;

/** Every kind of call, and how long it may take. */
const CALLS: readonly (readonly [name: string, ms: number, call: () => Promise<unknown>])[] = [
  ["D1 all", DEADLINES.d1.ms, () => statement.all()],
  ["D1 run", DEADLINES.d1.ms, () => statement.bind(1).run()],
  ["D1 first", DEADLINES.d1.ms, () => statement.first()],
  ["D1 raw", DEADLINES.d1.ms, () => statement.raw()],
  ["D1 batch", DEADLINES.d1Batch.ms, () => env.DB.batch([statement])],
  ["D1 batch of a session", DEADLINES.d1Batch.ms, () => env.DB.withSession().batch([statement])],
  ["D1 statement of a session", DEADLINES.d1.ms, () => env.DB.withSession().prepare("SELECT 1").all()],
  ["D1 exec", DEADLINES.d1Batch.ms, () => env.DB.exec("SELECT 1")],
  ["KV get", DEADLINES.kvRead.ms, () => env.PAYLOADS.get("k")],
  ["KV getWithMetadata", DEADLINES.kvRead.ms, () => env.PAYLOADS.getWithMetadata("k")],
  ["KV put", DEADLINES.kvWrite.ms, () => env.PAYLOADS.put("k", "v")],
  ["KV delete", DEADLINES.kvWrite.ms, () => env.PAYLOADS.delete("k")],
  ["KV list", DEADLINES.kvWrite.ms, () => env.PAYLOADS.list()],
  ["R2 head", DEADLINES.r2Read.ms, () => bucket.head("k")],
  ["R2 get", DEADLINES.r2Read.ms, () => env.LARGE_PAYLOADS?.get("k") ?? never()],
  ["R2 bytes", DEADLINES.r2Body.ms, async () => (await bucket.get("k"))?.arrayBuffer()],
  ["R2 put", DEADLINES.r2Write.ms, () => bucket.put("k", "v")],
  ["R2 delete", DEADLINES.r2Write.ms, () => bucket.delete("k")],
  ["R2 upload", DEADLINES.r2Write.ms, () => env.LARGE_PAYLOADS?.createMultipartUpload("k") ?? never()],
  ["R2 part", DEADLINES.r2Write.ms, async () => (await bucket.createMultipartUpload("k")).uploadPart(1, "v")],
  ["R2 end of an upload", DEADLINES.r2Write.ms, () => bucket.resumeMultipartUpload("k", "u").complete([])],
  ["R2 end without a value", DEADLINES.r2Write.ms, () => bucket.resumeMultipartUpload("k", "u").abort()],
  ["Queue send", DEADLINES.queue.ms, () => env.JOBS.send(anything)],
  ["Queue sendBatch", DEADLINES.queue.ms, () => env.JOBS_ALONE?.sendBatch([]) ?? never()],
  ["rate limit", DEADLINES.rateLimit.ms, () => env.ADDRESS_LIMIT?.limit({ key: "k" }) ?? never()],
  ["assets", DEADLINES.assets.ms, () => env.ASSETS?.fetch("http://assets/a") ?? never()],
  ["object: poke", 10_000, () => object.poke(["a"])],
  ["object: heartbeat", 10_000, () => object.heartbeat("JOB_1", 1)],
  ["object: write", 20_000, () => object.writeDataNode(anything)],
  ["object: submit", 20_000, () => object.submit({} as never)],
  ["object: submit that waits", 8_000, () => object.submit({ wait_ms: 5_000 } as never)],
  ["object: wait", 8_000, () => object.waitForSubmission("SUBMISSION_1", 5_000)],
  ["object: usage", 10_000, () => createUsageOf(env.ORCHESTRATOR)("SCENARIO_s", "SUBMISSION_1")],
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What becomes of a call after a time: its error's text, or null while it is under way. */
async function textAfter(ms: number, call: Promise<unknown>): Promise<string | null> {
  let text: string | null = null;
  call.catch((error) => {
    text = String(error);
  });
  await vi.advanceTimersByTimeAsync(ms);
  return text;
}

describe("a binding that hangs", () => {
  it.each(CALLS)("fails the call with the part that did not answer: %s, %i ms", async (_name, ms, call) => {
    const answer = call();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    expect(await textAfter(ms - 1, answer)).toBeNull();
    expect(await textAfter(1, answer)).toMatch(new RegExp(` did not answer within ${ms / 1_000} s$`));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("fails the call also while its use is counted", async () => {
    const answer = metered(createMeter(), () => statement.all());
    expect(await textAfter(DEADLINES.d1.ms, answer)).toContain("did not answer");
  });
});

describe("a binding that answers", () => {
  it("leaves no timer behind", async () => {
    const quick = bound({ PAYLOADS: { get: async () => "v", ...named(["getWithMetadata", "put", "delete", "list"]) } });
    expect(await quick.PAYLOADS.get("k")).toBe("v");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that is missing stays missing", () => {
    expect(Object.hasOwn(bound({ ASSETS: undefined }), "ASSETS") && bound({ ASSETS: undefined }).ASSETS).toBeFalsy();
  });
});

describe("work that must end within a time", () => {
  it("cuts the deadlines of its calls, and those of no call after it", async () => {
    const early = endsWithin(8_000, () => statement.all());
    expect(await textAfter(7_999, early)).toBeNull();
    expect(await textAfter(1, early)).toContain("did not answer within 8 s");
    const later = statement.all();
    expect(await textAfter(DEADLINES.d1.ms - 1, later)).toBeNull();
    expect(await textAfter(1, later)).toContain("did not answer within 15 s");
  });

  it("leaves each call a second, also when its time is up", async () => {
    const late = endsWithin(2_000, async () => {
      await vi.advanceTimersByTimeAsync(2_000);
      return statement.all();
    });
    expect(await textAfter(999, late)).toBeNull();
    expect(await textAfter(1, late)).toContain("did not answer within 1 s");
  });

  it("does not end later because work inside it may take longer, and goes on with its own end after that", async () => {
    const nested = endsWithin(8_000, async () => {
      await endsWithin(2_000, async () => undefined);
      return Promise.allSettled([endsWithin(60_000, () => statement.all()), statement.all()]);
    });
    await vi.advanceTimersByTimeAsync(8_000);
    const reasons = (await nested).map((one) => (one.status === "rejected" ? String(one.reason) : "answered"));
    expect(reasons).toEqual(Array(2).fill("NoAnswerError: The database (D1) did not answer within 8 s"));
  });
});
