import { describe, expect, it } from "vitest";
import { type ErrorCode, TaipyError } from "../../../src/core/errors.ts";
import { createCalls } from "../../../src/core-api/calls/calls.ts";
import type { CoreDeps } from "../../../src/core-api/core-deps.ts";
import { problemOf } from "../../../src/http/pipeline/problems.ts";

const IDENTITY = { kind: "code", id: "code", name: "code", roles: ["ADMIN"] } as const;

function recorded() {
  const rows: unknown[] = [];
  const lines: unknown[] = [];
  const deps = {
    audit: {
      row: (entry: unknown) => entry,
      record: async (entry: unknown) => {
        rows.push(entry);
      },
    },
    log: (event: string, fields: object) => lines.push({ event, ...fields }),
    waitUntil: () => {},
    metered: <T>(work: () => Promise<T>) => work(),
    statusOf: (code: ErrorCode) => problemOf(code).status,
  };
  const calls = createCalls(deps as unknown as CoreDeps, IDENTITY as never, { via: "CODE", requestId: "r-1" });
  return { calls, rows, lines };
}

const failing = async (): Promise<never> => {
  throw new TypeError("x is not a function");
};

describe("a call that fails by an error without a code", () => {
  it("leaves a row of the audit trail and a line of the log when it is a change, and throws the error itself", async () => {
    const { calls, rows, lines } = recorded();
    await expect(calls.change("deleteJob", "JOB_1", failing)).rejects.toThrow(new TypeError("x is not a function"));
    const left = {
      request_id: "r-1",
      operation: "deleteJob",
      entity_id: "JOB_1",
      status: 500,
      result: "internal_error",
    };
    expect(rows).toEqual([expect.objectContaining(left)]);
    expect(lines).toEqual([expect.objectContaining({ event: "request", ...left })]);
  });

  it("leaves neither when it is a read", async () => {
    const { calls, rows, lines } = recorded();
    await expect(calls.read("getJob", failing)).rejects.toThrow(TypeError);
    expect([rows, lines]).toEqual([[], []]);
  });

  it("leaves the code of a refusal, and no failure in the log", async () => {
    const { calls, rows, lines } = recorded();
    const refused = calls.change("deleteJob", "JOB_1", async () => {
      throw new TaipyError("job_not_found", "There is none.");
    });
    await expect(refused).rejects.toThrow("There is none.");
    expect(rows).toEqual([expect.objectContaining({ result: "job_not_found" })]);
    expect(lines).toEqual([expect.objectContaining({ event: "request", status: 404 })]);
  });
});

describe("a call that fails because a part of the platform does", () => {
  it("leaves the part's own words in the log, also when it only reads", async () => {
    const { calls, lines } = recorded();
    const read = calls.read("getJob", async () => {
      throw new Error("D1_ERROR: Network connection lost.");
    });
    await expect(read).rejects.toThrow(expect.objectContaining({ code: "database_unavailable" }));
    const cause = "Error: D1_ERROR: Network connection lost.";
    const line = { event: "platform_failed", request_id: "r-1", method: "CODE", code: "database_unavailable", cause };
    expect(lines).toEqual([expect.objectContaining(line)]);
  });
});
