import { describe, expect, it } from "vitest";
import { type ErrorCode, TaipyError } from "../../src/core/errors.ts";
import type { DataNodeValues } from "../../src/core/ports/values.ts";
import { createWorker, holding, order, outputs, runWith, type TestWorker } from "./worker.ts";

const fault = (code: ErrorCode) => new TaipyError(code, `The store says ${code}.`);
const compute = () => ["for a", "for b"];
const work = order({ inputs: holding(1), outputs: outputs("a", "b") });

function workerWith(
  values: (usual: DataNodeValues) => Partial<DataNodeValues>,
  fn: () => unknown = compute,
): TestWorker {
  const worker = createWorker({ t: fn });
  const usual = worker.deps.values;
  return { ...worker, deps: { ...worker.deps, values: { ...usual, ...values(usual) } } };
}

const unreadable = (error: Error) => workerWith(() => ({ read: () => Promise.reject(error) }));

const unwritable = (...errors: readonly (Error | null)[]) => {
  const left = [...errors];
  return workerWith((usual) => ({
    write: async (node, value) => {
      const error = left.shift() ?? null;
      if (error !== null) throw error;
      return usual.write(node, value);
    },
  }));
};

describe("a job whose input can't be read", () => {
  it.each([
    "database_unavailable",
    "database_quota_spent",
    "values_unavailable",
    "values_misconfigured",
    "memory_busy",
    "internal_error",
  ] as const)("is to be tried again whatever its retries say when the service's own store fails (%s)", async (code) => {
    const result = await runWith(unreadable(fault(code)), work);
    expect(result).toMatchObject({ kind: "failed", outputs: [], platform_failed: true });
    expect(result).toMatchObject({ stacktrace: [expect.stringContaining(`The store says ${code}.`)] });
  });

  it("is to be tried again while KV may not show the value yet, and fails when it has had minutes to do so", async () => {
    const missing = fault("payload_missing");
    expect(await runWith(unreadable(missing), { ...work, attempt: 6 })).toHaveProperty("platform_failed", true);
    expect(await runWith(unreadable(missing), { ...work, attempt: 7 })).not.toHaveProperty("platform_failed");
  });

  it.each(["storage_unavailable", "storage_misconfigured", "value_too_large", "payload_gone"] as const)(
    "has failed as if its function had thrown when a system of the application or the value is the cause (%s)",
    async (code) => {
      const result = await runWith(unreadable(fault(code)), work);
      expect(result.kind).toBe("failed");
      expect(result).not.toHaveProperty("platform_failed");
    },
  );
});

describe("a job whose output can't be stored", () => {
  it("is to be tried again as a whole when the service's own store fails; what it has stored is discarded", async () => {
    const worker = unwritable(null, fault("database_unavailable"));
    const result = await runWith(worker, work);
    expect(result).toMatchObject({ kind: "failed", outputs: [], platform_failed: true });
    expect(result).toMatchObject({ stacktrace: [expect.stringContaining("datanode id b")] });
    expect(worker.discarded.map(({ body }) => body)).toEqual(['"for a"']);
  });

  it("has failed, and keeps what it has written, when one of its values is the cause", async () => {
    const worker = unwritable(null, fault("invalid_value"));
    const result = await runWith(worker, work);
    expect(result.outputs.map(({ data_node_id }) => data_node_id)).toEqual(["a"]);
    expect(result).not.toHaveProperty("platform_failed");
    expect(await runWith(unwritable(fault("database_unavailable"), fault("invalid_value")), work)).not.toHaveProperty(
      "platform_failed",
    );
  });

  it("is to be tried again also when what it has stored can't be discarded", async () => {
    const worker = unwritable(null, fault("database_unavailable"));
    const discardLater = () => Promise.reject(new Error("D1 is down, too"));
    const result = await runWith({ ...worker, deps: { ...worker.deps, discardLater } }, work);
    expect(result).toHaveProperty("platform_failed", true);
    expect(worker.platform.log.map(({ event }) => event)).toEqual(["payloads_not_discarded"]);
  });
});

describe("a fault that may never pass", () => {
  it.each(["invocation_limit", "internal_error", "database_row_too_large"] as const)(
    "is named to the object, which bounds the tries that end with it (%s)",
    async (code) => {
      expect(await runWith(unreadable(fault(code)), work)).toMatchObject({ platform_failed: true, fault: code });
      const written = await runWith(unwritable(fault(code), fault(code)), work);
      expect(written).toMatchObject({ platform_failed: true, fault: code });
    },
  );

  it.each(["database_unavailable", "values_misconfigured", "database_full", "memory_busy"] as const)(
    "is not what passes by itself or when the operator acts (%s): no try is counted",
    async (code) => {
      expect(await runWith(unreadable(fault(code)), work)).not.toHaveProperty("fault");
      expect(await runWith(unwritable(fault("internal_error"), fault(code)), work)).not.toHaveProperty("fault");
    },
  );
});

it("a function that throws an error of this service's own has thrown", async () => {
  const throwing = () => {
    throw fault("database_unavailable");
  };
  expect(
    await runWith(
      workerWith(() => ({}), throwing),
      work,
    ),
  ).not.toHaveProperty("platform_failed");
});
