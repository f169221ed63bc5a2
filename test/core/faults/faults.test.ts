import { describe, expect, it, test } from "vitest";
import { DEADLINES, NoAnswerError, PARTS } from "../../../src/core/deadlines.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import { isDatabaseFull } from "../../../src/core/faults/d1-faults.ts";
import { faultOf } from "../../../src/core/faults/fault.ts";
import { FAULT_TEXTS } from "../../../src/core/faults/fault-texts.ts";

const RESET = "which caused object to be reset.";

/** What each part of the platform says, in the words of its documentation, its source, or an answer of it. */
const SAID = {
  database_full: [
    "D1_ERROR: Exceeded maximum DB size.",
    "D1_ERROR: Your account has exceeded D1's maximum account storage limit, please contact Cloudflare to raise your limit.",
    "D1_ERROR: database or disk is full: SQLITE_FULL",
  ],
  database_quota_spent: [
    "D1_ERROR: Your account has exceeded D1's free tier daily row read limit. Upgrade to a paid plan or wait until tomorrow (midnight UTC) to continue.",
    "D1_ERROR: Your account has exceeded D1's free tier daily row write limit. Upgrade to a paid plan or wait until tomorrow (midnight UTC) to continue.",
  ],
  database_not_migrated: [
    "D1_ERROR: no such table: scenarios: SQLITE_ERROR",
    "D1_ERROR: no such column: reasons at offset 57: SQLITE_ERROR",
    "D1_ERROR: no such column: j.reasons: SQLITE_ERROR",
    "D1_ERROR: table jobs has no column named reasons at offset 25: SQLITE_ERROR",
    "D1_ERROR: no such index: jobs_by_version: SQLITE_ERROR",
    "Error: D1_ERROR: no such table: outbox_fences: SQLITE_ERROR",
  ],
  database_read_only: ["D1_ERROR: attempt to write a readonly database: SQLITE_READONLY"],
  database_overloaded: [
    "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
    "D1_ERROR: D1 DB is overloaded. Too many requests queued.",
    "D1_ERROR: database is locked: SQLITE_BUSY",
  ],
  database_query_too_heavy: [
    "D1_ERROR: D1 DB's isolate exceeded its memory limit and was reset.",
    "D1_ERROR: D1 DB exceeded its CPU time limit and was reset.",
    "D1_ERROR: out of memory: SQLITE_NOMEM",
  ],
  database_reset: [
    `D1_ERROR: D1 DB storage operation exceeded timeout ${RESET}`,
    "D1_ERROR: D1 DB reset because its code was updated.",
    "D1_ERROR: Internal error in D1 DB storage caused object to be reset.",
    "D1_ERROR: Internal error while starting up D1 DB storage caused object to be reset.",
  ],
  database_unavailable: [
    "D1_ERROR: Network connection lost.",
    "D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.",
    "D1_ERROR: Can't read from request stream because client disconnected.",
    "D1_ERROR: internal error; reference = 0a1b2c3d",
    "D1_ERROR: internal error",
    new NoAnswerError(DEADLINES.d1Batch).message,
  ],
  database_row_too_large: [
    "D1_ERROR: string or blob too big: SQLITE_TOOBIG",
    "D1_ERROR: statement too long: SQLITE_TOOBIG",
    "D1_ERROR: too many SQL variables at offset 412: SQLITE_ERROR",
    "D1_ERROR: too many terms in compound SELECT: SQLITE_ERROR",
    "D1_ERROR: LIKE or GLOB pattern too complex: SQLITE_ERROR",
    "D1_ERROR: Expression tree is too large (maximum depth 100): SQLITE_ERROR",
  ],
  database_constraint: [
    "D1_ERROR: UNIQUE constraint failed: jobs.id: SQLITE_CONSTRAINT",
    "D1_ERROR: NOT NULL constraint failed: jobs.task_id: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_NOTNULL)",
    "D1_ERROR: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT",
    "D1_ERROR: datatype mismatch: SQLITE_MISMATCH",
  ],
  values_overloaded: [
    "KV PUT failed: 429 Too Many Requests",
    "put: Reduce your concurrent request rate for the same object. (10058)",
    "get: Reduce your rate of simultaneous reads on the same object. (10058)",
  ],
  values_quota_spent: [
    "KV PUT failed: 429: your account has reached the free usage limit for this operation for today [code: 10048]",
  ],
  body_too_large: [
    "KV PUT failed: 413 Value length of 27262976 exceeds limit of 26214400.",
    "put: Your metadata headers exceed the maximum allowed metadata size. (10012)",
    "uploadPart: Your proposed upload exceeds the maximum allowed object size. (100100)",
  ],
  values_unavailable: [
    "KV GET failed: 500 Internal Server Error",
    "KV DELETE failed: 503 Service Unavailable",
    "get: We encountered an internal error. Please try again. (10001)",
    "put: Please look at https://www.cloudflarestatus.com for issues or contact customer support. (10043)",
    new NoAnswerError(DEADLINES.kvRead).message,
    new NoAnswerError(DEADLINES.r2Write).message,
  ],
  values_misconfigured: [
    "KV GET failed: 404 Not Found",
    "KV PUT failed: 403 Forbidden",
    "put: The specified bucket does not exist. (10006)",
    "get: Account is not entitled to access this feature. (10042)",
    "delete: The object is locked by the bucket policy. (10069)",
  ],
  queue_overloaded: [
    "Queue send failed: Too Many Requests",
    "Queue sendBatch failed: Too Many Requests",
    "Queue send failed: Queue is overloaded. Please back off.",
  ],
  queue_quota_spent: ["Queue sendBatch failed: Free tier limit exceeded"],
  queue_full: ["Queue send failed: Queue storage limit exceeded"],
  queue_misconfigured: ["Queue send failed: Queue disabled", "Queue send failed: Not Found"],
  queue_message_too_large: [
    "Queue sendBatch failed: Payload Too Large",
    "Queue send failed: Message size out of bounds",
    "Queue sendBatch failed: Batch size out of bounds",
  ],
  queue_unavailable: [
    "Queue send failed: Internal Server Error",
    "Queue sendBatch failed: Bad Gateway",
    new NoAnswerError(DEADLINES.queue).message,
  ],
  object_overloaded: [
    "Durable Object is overloaded. Too many requests queued.",
    "Durable Object is overloaded. Too much data queued.",
    "Durable Object is overloaded. Requests queued for too long.",
    "Durable Object is overloaded. Too many requests for the same object within a 10 second window.",
    "Your account is generating too much load on Durable Objects. Please back off and try again later.",
    "Your account is doing too many concurrent storage operations. Please back off and try again later.",
  ],
  object_quota_spent: [
    "Exceeded allowed rows written in Durable Objects free tier.",
    "Exceeded allowed duration in Durable Objects free tier.",
    "Exceeded allowed volume of requests in Durable Objects free tier.",
  ],
  object_full: ["database or disk is full: SQLITE_FULL"],
  object_reset: [
    "Durable Object reset because its code was updated.",
    `Durable Object storage operation exceeded timeout ${RESET}`,
    "Durable Object's isolate exceeded its memory limit and was reset.",
    "Durable Object exceeded its CPU time limit and was reset.",
    "Internal error in Durable Object storage caused object to be reset.",
    "Internal error while starting up Durable Object storage caused object to be reset.",
    "Connection closed: this Durable Object instance is no longer active. Reconnect or retry the request.",
    "The Durable Object's code has been updated, this version can no longer access storage.",
    "TypeError: The Durable Object's code has been updated, this version can no longer access storage.",
    "Cannot access storage because object has moved to a different machine",
  ],
  object_unavailable: [
    "Cannot resolve Durable Object due to transient issue on remote node.",
    new NoAnswerError({ part: PARTS.object, ms: 20_000 }).message,
    new NoAnswerError(DEADLINES.alarm).message,
  ],
  platform_unavailable: [
    "Network connection lost.",
    "internal error; reference = abc123",
    "Error: internal error; reference = abc123",
    new NoAnswerError(DEADLINES.assets).message,
  ],
  invocation_limit: [
    "D1_ERROR: Too many API requests by single worker invocation.",
    "Too many API requests by single Worker invocation. To configure this limit, refer to https://developers.cloudflare.com/workers/wrangler/configuration/#limits",
    "Too many subrequests.",
  ],
} as const;

describe("a failure of the platform", () => {
  const rows = Object.entries(SAID).flatMap(([code, texts]) => texts.map((text) => [text, code] as const));
  test.each(rows)("that says “%s” has the code %s", (text, code) => {
    expect(faultOf(new Error(text))).toBe(code);
  });

  it("has a row here whichever code it has", () => {
    expect(Object.keys(SAID).toSorted()).toEqual(Object.keys(FAULT_TEXTS).toSorted());
  });

  it("of an object is known by what the platform has set on its error when its text says nothing", () => {
    const error = (flags: object) => faultOf(Object.assign(new Error("anything"), flags));
    expect(error({ retryable: true })).toBe("object_unavailable");
    expect(error({ retryable: true, overloaded: true })).toBe("object_overloaded");
    expect(error({ remote: true })).toBeNull();
  });

  it("is none of an object's when it is a library's error, or one that the object's code has thrown, which may be repeated, too", () => {
    const error = (flags: object, thrown: Error = new Error("anything")) => faultOf(Object.assign(thrown, flags));
    expect(error({ retryable: true, code: "ECONNRESET" })).toBeNull();
    expect(error({ retryable: true, $metadata: {} })).toBeNull();
    expect(error({ retryable: true, name: "MongoServerError" })).toBeNull();
    expect(error({ retryable: true }, new TypeError("anything"))).toBeNull();
    expect(error({ retryable: true, remote: true })).toBeNull();
    expect(error({ overloaded: true, status: 503 })).toBeNull();
    expect(error({ retryable: true, remote: true }, new Error("Durable Object is overloaded."))).toBe(
      "object_overloaded",
    );
  });

  it("that hangs in the Queue, or in a part without a code of its own, has the code of that part", () => {
    expect(faultOf(new NoAnswerError(DEADLINES.rateLimit))).toBe("platform_unavailable");
  });
});

describe("an error that no table has", () => {
  test.each([
    'D1_ERROR: near "SELEC": syntax error at offset 0: SQLITE_ERROR',
    "D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'",
    "D1_COLUMN_NOTFOUND: Column not found (total)",
    "D1_ERROR: something that Cloudflare will say next year",
    "KV GET failed: 400 Invalid cursor",
    "put: The part is too small. (10011)",
    "Queue send failed: I'm a teapot",
    "UNIQUE constraint failed: records.id: SQLITE_CONSTRAINT",
    "x is not a function",
    "internal errors are mine, said the application",
    "no such table: nothing of D1's",
  ])("is the service's own: “%s”", (text) => {
    expect(faultOf(new Error(text))).toBeNull();
  });

  it("is none of the platform's when it has a code already, or is no error", () => {
    expect(faultOf(new TaipyError("invalid_value", "D1_ERROR: no such table: x"))).toBeNull();
    expect(faultOf("D1_ERROR: no such table: x")).toBeNull();
  });
});

it("D1 is full also when the account's storage is, and an object's own storage is not D1", () => {
  expect(SAID.database_full.map((text) => isDatabaseFull(new Error(text)))).toEqual([true, true, true]);
  expect(isDatabaseFull(new Error("database or disk is full: SQLITE_FULL"))).toBe(false);
});
