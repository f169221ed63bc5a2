import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UnchangedError } from "../../src/core/errors.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { createContents } from "../../src/storage/contents.ts";
import { generic } from "../../src/storage/generic.ts";
import { REQUEST_LIMIT_MS } from "../../src/storage/settings/request-limit.ts";
import { sql } from "../../src/storage/sql.ts";
import { OUTSIDE, type StorageContext } from "../../src/storage/types.ts";
import { dataNode } from "../../src/taipy-edge.ts";
import { aDataNode } from "../harness/factories.ts";
import { ownMemory } from "../harness/values.ts";
import { databaseContext } from "../suites/database-context.ts";
import { unusedPayloads } from "./snapshot.ts";

const never = () => new Promise<never>(() => undefined);

/** A driver whose connection is made, and whose statements are never answered, from a certain one on. */
function hangingDriver(from = "") {
  const called = Promise.withResolvers<void>();
  const calls: string[] = [];
  const hangs = (statement: string) => {
    calls.push(statement);
    called.resolve();
    return Object.assign(never(), { on: () => undefined });
  };
  const connection = {
    connection: { query: hangs, execute: hangs },
    on: () => undefined,
    query: (statement: string) =>
      statement.startsWith("SET ") || !statement.startsWith(from) ? Promise.resolve() : hangs(statement),
    execute: hangs,
    end: () => Promise.reject(new Error("a connection that is cut is not ended")),
    destroy: () => void calls.push("cut"),
  };
  const createConnection = async ({ stream }: { stream(): Duplex }) => {
    stream().on("error", () => undefined);
    return connection;
  };
  return { called: called.promise, calls, driver: { createConnection } as never };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What becomes of a call after a time; null while it is under way. */
async function outcomeAfter(ms: number, call: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = null;
  call.catch((error: unknown) => {
    outcome = error;
  });
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}

const UNKNOWN = " It is not known whether the value was changed: read it before you repeat the request.";

describe("a database server that never answers", () => {
  const properties = {
    db_engine: "mysql",
    db_host: "127.0.0.1",
    db_port: 9,
    db_name: "d",
    db_username: "u",
    db_password: "p",
  };
  const contextOf = (driver: never, limitMs?: number): StorageContext => {
    const builders = { write_query_builder: () => "DELETE FROM t" };
    const context = databaseContext("sql", { ...properties, read_query: "SELECT 1" }, () => undefined, builders, {
      mysql2: driver,
    });
    return { ...context, limitMs };
  };

  it.each([
    [
      "reads",
      (context: StorageContext) => sql.read(context, OUTSIDE),
      "SELECT 1",
      "The mysql database did not answer within 30 s.",
    ],
    [
      "changes something",
      (context: StorageContext) => sql.write(context, 1),
      "START TRANSACTION",
      "The mysql database did not answer within 30 s.",
    ],
    [
      "may have changed something",
      (context: StorageContext) => sql.write(context, 1),
      "COMMIT",
      `The mysql database did not answer within 30 s.${UNKNOWN}`,
    ],
  ])("fails a request that %s, after 30 s, and its connection is cut", async (_name, work, statement, message) => {
    const { called, calls, driver } = hangingDriver(statement);
    const call = work(contextOf(driver, REQUEST_LIMIT_MS));
    await called;
    expect(await outcomeAfter(29_999, call)).toBeNull();
    const failure = await outcomeAfter(1, call);
    expect(failure).toMatchObject({ code: "storage_unavailable", message });
    expect(failure instanceof UnchangedError).toBe(statement !== "COMMIT");
    expect(calls).toEqual([statement, "cut"]);
  });

  it("is waited for by a job, which has a limit itself", async () => {
    const { called, calls, driver } = hangingDriver();
    const call = sql.read(contextOf(driver), OUTSIDE);
    await called;
    expect(await outcomeAfter(600_000, call)).toBeNull();
    expect(calls).toEqual(["SELECT 1"]);
  });
});

describe("a generic function that never answers", () => {
  const config = dataNode.generic("g", { readFct: never, writeFct: never });
  const node = aDataNode({ id: "DATANODE_g_1", config_id: "g", storage_type: "generic", payload: null });
  const contentsOf = (limit: { readonly limitMs?: number }) =>
    createContents({
      clock: () => 0,
      memory: ownMemory,
      app: { dataNodes: new Map([["g", config]]) },
      payloads: unusedPayloads,
      binding: () => 0,
      ...limit,
    });

  it("fails the request that reads with it after 30 s, and names the function and its node", async () => {
    const call = contentsOf({ limitMs: REQUEST_LIMIT_MS }).read([node], () => 0);
    expect(await outcomeAfter(29_999, call)).toBeNull();
    expect(await outcomeAfter(1, call)).toMatchObject({
      code: "storage_unavailable",
      message: "The read function of data node config g did not answer within 30 s. Data node: DATANODE_g_1 (generic).",
    });
  });

  it("fails the request that writes with it after 30 s, and says that the value may have changed", async () => {
    const call = contentsOf({ limitMs: REQUEST_LIMIT_MS }).write(node, 1);
    expect(await outcomeAfter(29_999, call)).toBeNull();
    expect(await outcomeAfter(1, call)).toMatchObject({
      code: "storage_unavailable",
      message: expect.stringContaining(
        `The write function of data node config g did not answer within 30 s.${UNKNOWN}`,
      ),
    });
  });

  it("is waited for by a job, which has a limit itself", async () => {
    expect(await outcomeAfter(600_000, contentsOf({}).write(node, 1))).toBeNull();
  });

  it("leaves no timer behind once it has answered", async () => {
    const context: StorageContext = {
      dataNode: { id: "DATANODE_g_1", config_id: "g", storage_type: "generic", properties: {} },
      config: dataNode.generic("g", { readFct: () => 7 }),
      payloads: unusedPayloads,
      budget: new Budget(),
      binding: () => 0,
      limitMs: REQUEST_LIMIT_MS,
    };
    expect(await generic.read(context, OUTSIDE)).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });
});
