import { describe, expect, it } from "vitest";
import { EXAMPLES } from "../../src/dev/openapi/examples.ts";
import { validateAnswer } from "../harness/answers/answer-validation.ts";

const JSON_TYPE = "application/json";
const CYCLES = "/api/v1/cycles/";

const { listCycles = { answers: {} } } = EXAMPLES;
const [cycle] = listCycles.answers["200"] as readonly Readonly<Record<string, unknown>>[];

/** Whether the document allows this answer to `GET /api/v1/cycles/`, or to another request. */
function allows(
  body: unknown,
  changes: { method?: string; path?: string; status?: number; headers?: Readonly<Record<string, string>> } = {},
) {
  const { headers: given = { "Content-Type": JSON_TYPE }, ...rest } = changes;
  const answer = { method: "GET", path: CYCLES, status: 200, headers: new Headers(given), ...rest };
  return expect(() => validateAnswer({ ...answer, body: typeof body === "string" ? body : JSON.stringify(body) }));
}

describe("an answer that the document does not allow", () => {
  it("has a field that is not documented", () => {
    allows([cycle]).not.toThrow();
    allows([{ ...cycle, secret: 1 }]).toThrow(/additional properties.*secret/);
  });

  it("lacks a field", () => {
    const { name: _, ...rest } = cycle ?? {};
    allows([rest]).toThrow(/required property 'name'/);
  });

  it("has a value of another type, or outside of its form", () => {
    allows([{ ...cycle, name: 1 }]).toThrow(/must be string/);
    allows([{ ...cycle, frequency: "MONTHLY" }]).toThrow(/allowed values/);
    allows([{ ...cycle, start_date: "yesterday" }]).toThrow(/match pattern/);
  });

  it("has another status or media type", () => {
    allows([], { status: 201 }).toThrow("listCycles has no answer 201");
    allows("<ul>", { headers: { "Content-Type": "text/html" } }).toThrow("not as text/html");
    allows("[", {}).toThrow(/JSON/);
  });

  it("has a header of which the document says nothing there", () => {
    allows([], { headers: { "Content-Type": JSON_TYPE, Link: "</next>" } }).not.toThrow();
    allows([], { headers: { "Content-Type": JSON_TYPE, ETag: '"1"' } }).toThrow("listCycles has no header ETag at 200");
  });

  it("succeeds where there is no operation", () => {
    allows({}, { path: "/api/v1/unknown/" }).toThrow("no operation answers 200 here");
    allows({}, { method: "PUT" }).toThrow("no operation answers 200 here");
  });

  it("is a failure that says too much, or nothing", () => {
    const refused = (body: unknown) => allows(body, { path: `${CYCLES}?limit=0`, status: 400 });
    refused({ message: "no" }).not.toThrow();
    refused({ message: "no", stack: "at …" }).toThrow();
    refused({}).toThrow();
    allows({ message: "Internal Server Error" }, { status: 500 }).not.toThrow();
    allows({ message: "SQLITE_ERROR" }, { status: 500 }).toThrow();
  });
});

describe("an answer that the document allows", () => {
  it("may come with or without the slash, with a query, and to HEAD without a body", () => {
    allows([], { path: "/api/v1/cycles" }).not.toThrow();
    allows([], { path: "/api/v1/cycles/?limit=3" }).not.toThrow();
    allows("", { method: "HEAD" }).not.toThrow();
  });

  it("may be Taipy's own texts, field by field", () => {
    const created = (body: unknown) => allows(body, { method: "POST", status: 400 });
    created({ frequency: ["Must be one of: DAILY."], properties: { _schema: ["Invalid input type."] } }).not.toThrow();
    created({ frequency: "Must be one of: DAILY.", properties: 1 }).toThrow();
  });

  it("may refuse a method or a path that is unknown", () => {
    allows({ message: "no" }, { method: "PATCH", status: 405 }).not.toThrow();
    allows({ message: "no" }, { path: "/nowhere", status: 404 }).not.toThrow();
  });
});
