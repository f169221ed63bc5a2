import { describe, expect, test } from "vitest";
import { DEADLINES, NoAnswerError } from "../../../src/core/deadlines.ts";
import { TaipyError, UnchangedError } from "../../../src/core/errors.ts";
import { fake, jsonBody } from "../fakes.ts";

const failing = (error: Error) => fake({ entityReader: { get: () => Promise.reject(error) } });
const get = (error: Error, headers: Record<string, string> = {}) =>
  failing(error).handle("/api/v1/tasks/x/", { headers });

describe("an error", () => {
  test("is Taipy's message inside an RFC 9457 problem", async () => {
    const answer = await fake().handle("/api/v1/tasks/nope/");
    expect(answer.status).toBe(404);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(await answer.json()).toEqual({
      message: "Task: nope does not exist.",
      type: "urn:taipy-edge:problem:task_not_found",
      title: "No such task",
      status: 404,
      detail: "Task: nope does not exist.",
      instance: "/api/v1/tasks/nope/",
      code: "task_not_found",
      retryable: false,
      request_id: "uuid-1",
    });
  });

  test("carries its details, which can't replace the problem's own members", async () => {
    const details = { parameter: "limit", status: 7 };
    const answer = await get(new TaipyError("invalid_path", "The path is not valid.", { details }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ parameter: "limit", status: 400 });
  });

  test("of the platform has a Retry-After header", async () => {
    const answer = await get(new TaipyError("database_unavailable", "The database does not answer."));
    expect(answer.status).toBe(503);
    expect(answer.headers.get("Retry-After")).toBe("1");
  });

  test("is exactly Taipy's body with Taipy-Compat: strict", async () => {
    const { handle } = fake();
    const strict = { "Taipy-Compat": "strict", "Content-Type": "application/json" };
    const missing = await handle("/api/v1/tasks/nope/", { headers: strict });
    expect(await missing.json()).toEqual({ message: "Task: nope does not exist." });
    const invalid = await handle("/api/v1/cycles/", { ...jsonBody([1]), headers: strict });
    expect(await invalid.json()).toEqual({ _schema: ["Invalid input type."] });
  });

  test("of a field shows the field map beside the problem", async () => {
    const body = { frequency: 3, creation_date: "x", start_date: "x", end_date: "x", zzz: 1, status: 1 };
    const answer = await fake().handle("/api/v1/cycles/", jsonBody(body));
    const errors = { frequency: ["Not a valid string."], zzz: ["Unknown field."], status: ["Unknown field."] };
    expect(await answer.json()).toMatchObject({ ...errors, status: 400, code: "validation_failed", errors });
  });
});

describe("a failure of a system of the application", () => {
  const changing = async (error: Error) => {
    const { handle } = fake({ entityWriter: { deleteEntity: () => Promise.reject(error) } });
    const answer = await handle("/api/v1/tasks/T/", { method: "DELETE" });
    return [
      answer.status,
      answer.headers.get("Retry-After"),
      ((await answer.json()) as { retryable: unknown }).retryable,
    ];
  };

  test("may be repeated where it has changed nothing, also when the request changes something", async () => {
    expect(await changing(new UnchangedError("storage_unavailable", "It is full."))).toEqual([503, "1", true]);
    expect(await changing(new TaipyError("storage_unavailable", "It was lost."))).toEqual([503, null, false]);
  });
});

describe("an unexpected failure", () => {
  const secret = new RangeError("SELECT * FROM secrets at /src/db.ts");

  test("is a 500 that shows nothing of it, and is not to be repeated", async () => {
    const answer = await get(secret);
    expect(answer.status).toBe(500);
    expect(answer.headers.has("Retry-After")).toBe(false);
    expect(await answer.json()).toEqual({
      message: "Internal Server Error",
      type: "urn:taipy-edge:problem:internal_error",
      title: "A fault of the service",
      status: 500,
      detail: "Internal Server Error",
      instance: "/api/v1/tasks/x/",
      code: "internal_error",
      retryable: false,
      request_id: "uuid-1",
    });
    const strict = await get(secret, { "Taipy-Compat": "strict" });
    expect(await strict.json()).toEqual({ message: "Internal Server Error" });
  });

  test("goes to the log with its name, message and stack", async () => {
    const { handle, log } = failing(secret);
    await handle("/api/v1/tasks/x/");
    expect(log).toEqual([
      {
        event: "request_failed",
        fields: expect.objectContaining({ request_id: "uuid-1", name: "RangeError", message: secret.message }),
      },
    ]);
    expect(log[0]?.fields.stack).toContain("RangeError");
  });
});

describe("an outage of the platform", () => {
  test.each([
    [new Error("D1_ERROR: Network connection lost."), "database_unavailable"],
    [new Error("D1_ERROR: D1 DB reset because its code was updated."), "database_reset"],
    [Object.assign(new Error("Durable Object is overloaded."), { overloaded: true }), "object_overloaded"],
    [Object.assign(new Error("anything"), { retryable: true }), "object_unavailable"],
    [new Error("internal error; reference = abc123"), "platform_unavailable"],
    [new Error("KV PUT failed: 429 Too Many Requests"), "values_overloaded"],
  ])("is 503 that may be tried again, and logged: %s", async (error, code) => {
    const { handle, log } = failing(error);
    const answer = await handle("/api/v1/tasks/T/");
    expect(answer.status).toBe(503);
    const text = await answer.text();
    const problem = JSON.parse(text);
    expect(problem).toMatchObject({ code, retryable: true });
    expect(answer.headers.get("Retry-After")).toBe(String(problem.retry_after_s));
    expect(text).not.toContain(error.message);
    expect(log).toMatchObject([{ event: "platform_failed", fields: { code, cause: String(error) } }]);
  });

  test.each([
    [new NoAnswerError(DEADLINES.d1), "The database (D1) did not answer within 15 s. Try again."],
    [new Error("The orchestrator object did not answer within 2.5 s"), "did not answer within 2.5 s. Try again."],
    [new Error("D1_ERROR: Network connection lost."), "The database did not answer. Try again."],
    [new Error("internal error; reference = abc123"), "A part of the platform did not answer. Try again."],
  ])("names the part that did not answer, and how long it had: %s", async (error, text) => {
    const answer = await failing(error).handle("/api/v1/tasks/T/");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining(text) });
  });

  test("during a change says that its outcome is not known, and what to do", async () => {
    const hanging = () => Promise.reject(new NoAnswerError(DEADLINES.d1Batch));
    const { handle } = fake({ entityWriter: { deleteEntity: hanging } });
    const answer = await handle("/api/v1/tasks/T/", { method: "DELETE" });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      message:
        "The database (D1) did not answer within 30 s. It is not known whether the change was made: read it before you repeat the request.",
    });
  });

  test("before the caller was admitted says that nothing was changed", async () => {
    const admit = () => Promise.reject(new NoAnswerError(DEADLINES.lookup));
    const { handle } = fake({ guard: { open: async () => {}, admit, recognize: admit } });
    const answer = await handle("/api/v1/tasks/T/", { method: "DELETE" });
    expect(await answer.json()).toMatchObject({
      message: "The database (D1) did not answer within 5 s. Nothing was changed. Try again.",
    });
  });

  test("during a change is not to be repeated as it is, unless the change was never begun", async () => {
    const during = async (error: Error) => {
      const { handle } = fake({ entityWriter: { deleteEntity: () => Promise.reject(error) } });
      const answer = await handle("/api/v1/tasks/T/", { method: "DELETE" });
      const { retryable } = (await answer.json()) as { retryable: boolean };
      return [retryable, answer.headers.get("Retry-After")];
    };
    expect(await during(new Error("D1_ERROR: Network connection lost."))).toEqual([false, null]);
    expect(await during(new TaipyError("storage_unavailable", "PostgreSQL is gone."))).toEqual([false, null]);
    expect(await during(new Error("D1_ERROR: D1 DB is overloaded. Too many requests queued."))).toEqual([true, "10"]);
    expect(await during(new TaipyError("database_unavailable", "Nothing was changed: try again."))).toEqual([
      true,
      "1",
    ]);
  });

  test("that only its operator can end is not to be repeated, and says what to do", async () => {
    const { handle, log } = failing(new Error("D1_ERROR: no such table: tasks: SQLITE_ERROR"));
    const answer = await handle("/api/v1/tasks/x/");
    expect(log).toMatchObject([{ event: "platform_unusable", fields: { code: "database_not_migrated" } }]);
    expect(answer.status).toBe(503);
    expect(answer.headers.has("Retry-After")).toBe(false);
    expect(await answer.json()).toMatchObject({
      code: "database_not_migrated",
      retryable: false,
      message: expect.stringContaining("`npx wrangler d1 migrations apply DB --remote`"),
    });
  });

  test("that ends at 00:00 UTC says how many seconds that is", async () => {
    const answer = await get(new Error("D1_ERROR: Your account has exceeded D1's free tier daily row read limit."));
    // The clock of these tests stands at 22:13:20.
    expect(answer.headers.get("Retry-After")).toBe(String((60 + 46) * 60 + 40));
  });

  test("of a change that D1 refuses is a fault of the service, and no outage", async () => {
    const refused = new Error("D1_ERROR: UNIQUE constraint failed: jobs.id: SQLITE_CONSTRAINT");
    const { handle, log } = failing(refused);
    const answer = await handle("/api/v1/tasks/x/");
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: "database_constraint", retryable: false });
    expect(log).toMatchObject([{ event: "request_failed", fields: { message: refused.message } }]);
  });

  test("in words that are not known is a fault of the service: nothing says that it will pass", async () => {
    const answer = await get(new Error("D1_ERROR: something new"));
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: "internal_error", retryable: false });
  });

  test("is not assumed for an error of the service's own code, which is 500", async () => {
    expect((await failing(new TypeError("x is not a function")).handle("/api/v1/tasks/T/")).status).toBe(500);
  });
});
