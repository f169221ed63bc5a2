import { describe, expect, it } from "vitest";
import { TaipyError } from "../../src/core/errors.ts";
import { problemOf } from "../../src/http/pipeline/problems.ts";
import { reasonOfMongo } from "../../src/storage/mongo/mongo-failures.ts";
import { refusalOf } from "../../src/storage/s3/signed-object.ts";
import { outsideError } from "../../src/storage/settings/outside-failure.ts";
import { databaseFailure } from "../../src/storage/sql/sql-failures.ts";

const failure = (members: object, message = "it failed") => Object.assign(new Error(message), members);

describe("a failure of PostgreSQL", () => {
  it.each([
    ["ECONNREFUSED", "outage"],
    ["CONNECT_TIMEOUT", "outage"],
    ["CONNECTION_CLOSED", "outage"],
    ["08006", "outage"],
    ["53300", "outage"],
    ["55P03", "outage"],
    ["57P03", "outage"],
    ["57014", "outage"],
    ["40P01", "outage"],
    ["28P01", "settings"],
    ["28000", "settings"],
    ["3D000", "settings"],
    ["42P01", "settings"],
    ["42501", "settings"],
    ["42601", "settings"],
    ["25006", "settings"],
    ["SASL_SIGNATURE_MISMATCH", "settings"],
    ["22P02", "value"],
    ["23505", "value"],
    ["23502", "value"],
    ["54000", "value"],
    ["P0001", "value"],
  ])("with the code %s comes from: %s", (code, reason) => {
    expect(databaseFailure("postgresql", failure({ code })).reason).toBe(reason);
  });

  it("without a code is a lost connection", () => {
    expect(databaseFailure("postgresql", new Error("no answer within 10 s")).reason).toBe("outage");
  });
});

describe("a failure of MySQL", () => {
  it.each([
    [{ code: "ECONNREFUSED" }, "outage"],
    [{ code: "PROTOCOL_CONNECTION_LOST" }, "outage"],
    [{ errno: 1040, sqlState: "08004" }, "outage"],
    [{ errno: 1205, sqlState: "HY000" }, "outage"],
    [{ errno: 3024, sqlState: "HY000" }, "outage"],
    [{ errno: 1045, sqlState: "28000" }, "settings"],
    [{ errno: 1049, sqlState: "42000" }, "settings"],
    [{ errno: 1146, sqlState: "42S02" }, "settings"],
    [{ errno: 1142, sqlState: "42000" }, "settings"],
    [{ errno: 1130, sqlState: "HY000" }, "settings"],
    [{ errno: 1062, sqlState: "23000" }, "value"],
    [{ errno: 1366, sqlState: "HY000" }, "value"],
    [{ errno: 1265, sqlState: "01000" }, "value"],
    [{ errno: 1406, sqlState: "22001" }, "value"],
    [{ errno: 1153, sqlState: "08S01" }, "value"],
  ])("like %j comes from: %s", (members, reason) => {
    expect(databaseFailure("mysql", failure(members)).reason).toBe(reason);
  });
});

describe("a failure of D1", () => {
  it.each([
    ["D1_ERROR: no such table: ghost: SQLITE_ERROR", "settings"],
    ["D1_ERROR: no such column: x: SQLITE_ERROR", "settings"],
    ['D1_ERROR: near "SELEC": syntax error: SQLITE_ERROR', "settings"],
    ["D1_ERROR: UNIQUE constraint failed: t.id: SQLITE_CONSTRAINT", "value"],
    ["D1_ERROR: datatype mismatch: SQLITE_MISMATCH", "value"],
    ["D1_ERROR: string or blob too big: SQLITE_TOOBIG", "value"],
    ["D1_ERROR: malformed JSON: SQLITE_ERROR", "value"],
    ["D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'", "value"],
    ["D1_ERROR: D1 DB is overloaded. Requests queued for too long.", "outage"],
    ["Network connection lost.", "outage"],
    ["D1_ERROR: internal error; reference = 0a1b", "outage"],
  ])("that says %s comes from: %s", (message, reason) => {
    expect(databaseFailure("sqlite", new Error(message)).reason).toBe(reason);
  });
});

describe("a failure of MongoDB", () => {
  it.each([
    [{ name: "MongoServerSelectionError" }, "outage"],
    [{ name: "MongoNetworkTimeoutError" }, "outage"],
    [{ name: "MongoServerError", code: 11600 }, "outage"],
    [{ name: "MongoServerError", code: 8000, errorLabels: ["RetryableWriteError"] }, "outage"],
    [{ name: "MongoServerError", code: 18 }, "settings"],
    [{ name: "MongoServerError", code: 13 }, "settings"],
    [{ name: "MongoParseError" }, "settings"],
    [{ name: "MongoMissingCredentialsError" }, "settings"],
    [{ name: "MongoBulkWriteError", code: 11000 }, "value"],
    [{ name: "MongoServerError", code: 121 }, "value"],
    [{ name: "BSONError" }, "value"],
    [{ name: "Error" }, null],
  ])("like %j comes from: %s", (members, reason) => {
    expect(reasonOfMongo(failure(members))).toBe(reason);
  });
});

describe("a refusal of a service with S3's API", () => {
  it.each([
    [500, "", "storage_unavailable"],
    [503, "<Code>SlowDown</Code>", "storage_unavailable"],
    [429, "", "storage_unavailable"],
    [400, "<Code>RequestTimeout</Code>", "storage_unavailable"],
    [403, "<Code>InvalidAccessKeyId</Code>", "storage_misconfigured"],
    [400, "<Code>ExpiredToken</Code>", "storage_misconfigured"],
    [404, "<Code>NoSuchBucket</Code>", "storage_misconfigured"],
    [307, "", "storage_misconfigured"],
    [400, "<Code>EntityTooLarge</Code>", "invalid_value"],
    [413, "", "invalid_value"],
    [404, "<Code>NoSuchKey</Code>", "payload_missing"],
  ])("of %i %s is %s", (status, text, code) => {
    expect(refusalOf(status, "k in the bucket b", text)).toMatchObject({ code });
  });
});

describe("the error of an outside system", () => {
  it("is the caller's for a value alone, else the operator's or one that passes, and has no credentials", () => {
    const statusOf = (reason: Parameters<typeof outsideError>[0]) =>
      problemOf(outsideError(reason, "it failed").code).status;
    expect([statusOf("value"), statusOf("settings"), statusOf("outage")]).toEqual([400, 502, 503]);
    const error = outsideError("outage", "postgres://me:hunter2@host can't be reached.");
    expect(error).toBeInstanceOf(TaipyError);
    expect(error.message).toBe("postgres://***@host can't be reached.");
  });
});
