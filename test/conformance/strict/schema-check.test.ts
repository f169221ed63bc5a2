import { describe, expect, it } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { loadAllRecordings } from "../recording.ts";
import { bodyProblems, operationAt } from "./schema-check.ts";
import { TAIPY_OPERATIONS } from "./taipy-schemas.ts";

describe("Taipy's schemas", () => {
  it("are those of 30 operations, which the service takes for Taipy's, and no other", () => {
    const taipys = TAIPY_OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    const own = routes.filter(({ isTaipys }) => isTaipys).map(({ method, path }) => `${method} ${path}`);
    expect(taipys).toHaveLength(30);
    expect(own.sort()).toEqual(taipys.sort());
  });

  it("accept every recorded answer of Taipy's server that is not its failure, with the placeholders in it", () => {
    const told = loadAllRecordings().flatMap(({ group, step, request, response, unstable }) => {
      const isJson = response.headers["content-type"]?.startsWith("application/json");
      if (!isJson || response.body === undefined || unstable === true) return [];
      const found = bodyProblems(operationAt(request.method, request.path), response.status, withTimes(response.body));
      return found.length === 0 ? [] : [`${group} ${step}: ${found.join("; ")}`];
    });
    expect(told).toEqual([]);
  });
});

/** A time in the place of each placeholder of one. */
function withTimes(body: unknown): unknown {
  const text = JSON.stringify(body, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
  return JSON.parse(
    text
      .replace(/<TS>/g, "2026-11-23T18:30:00")
      .replace(/<TS_SPACE>/g, "2026-11-23 18:30:00")
      .replace(/<TST([\d:.]+)>/g, "2026-11-23T$1"),
  );
}

describe("an answer that Taipy's schemas do not accept", () => {
  const job = {
    id: "JOB_1",
    status: "Status.PENDING",
    force: false,
    creation_date: "2026-11-23 18:30:00",
    stacktrace: [],
  };
  const problemsOf = (body: unknown, status = 200, path = "/api/v1/jobs/JOB_1/") =>
    bodyProblems(operationAt("GET", path), status, body);

  it.each([
    ["has one more key", { job: { ...job, subscribers: [] } }, "$.job.subscribers is no key of Taipy's"],
    ["has one more key beside the entity", { job, note: "x" }, "$.note is no key of Taipy's"],
    ["lacks a key", { job: { ...job, force: undefined } }, "$.job.force is undefined and no boolean"],
    ["has another type", { job: { ...job, force: 0 } }, "$.job.force is 0 and no boolean"],
    ["has null for a field that is never null", { job: { ...job, id: null } }, "$.job.id is null and no string"],
    ["has a time with a T", { job: { ...job, creation_date: "2026-11-23T18:30:00" } }, "no spaced time"],
  ])("%s", (_, body, problem) => {
    expect(problemsOf({ job })).toEqual([]);
    expect(problemsOf(body).join("; ")).toContain(problem);
  });

  it("has a key inside an entity that is part of another one", () => {
    const sequence = { tasks: [], properties: {}, subscribers: [] };
    const scenario = (more: object) => ({
      scenario: {
        ...{ id: "S", cycle: null, creation_date: "2026-11-23T18:30:00", primary_scenario: true, properties: {} },
        ...{ tags: [], subscribers: [], version: "1.0", sequences: { a: { ...sequence, ...more } } },
      },
    });
    expect(problemsOf(scenario({}), 200, "/api/v1/scenarios/S/")).toEqual([]);
    expect(problemsOf(scenario({ id: "x" }), 200, "/api/v1/scenarios/S/")).toEqual([
      "$.scenario.sequences.a.id is no key of Taipy's",
    ]);
  });

  it("is an error with more than its message, or another status of a success", () => {
    expect(problemsOf({ message: "no" }, 404)).toEqual([]);
    expect(problemsOf({ message: "no", code: "x" }, 404)).toEqual(["$.code is no key of Taipy's"]);
    expect(problemsOf({ frequency: ["Not a valid string."] }, 400)).toEqual([]);
    expect(problemsOf({ frequency: "no" }, 400)).toHaveLength(1);
    expect(problemsOf({ job }, 202)).toEqual(["the status is 202 instead of 200"]);
  });
});
