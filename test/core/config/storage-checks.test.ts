import { describe, expect, it } from "vitest";
import { storedProperties } from "../../../src/core/config/secrets/shown-values.ts";
import { type AppOptions, ConfigurationError, dataNode, defineApp } from "../../../src/taipy-edge.ts";

const mongodb = { MongoClient: class {} };
const mysql2 = { createConnection: () => null };

function errorsOf(options: AppOptions): readonly (readonly [field: string, message: string])[] {
  try {
    defineApp(options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.issues.flatMap(({ level, field, message }) => (level === "ERROR" ? [[field, message] as const] : []));
  }
}
const fieldsOf = (...dataNodes: NonNullable<AppOptions["dataNodes"]>) =>
  errorsOf({ dataNodes, drivers: { mongodb, mysql2 } }).map(([field]) => field);

describe("a generic data node", () => {
  it("needs one of its functions", () => {
    expect(fieldsOf(dataNode.generic("g"))).toEqual(["read_fct, write_fct"]);
    expect(fieldsOf(dataNode.generic("r", { readFct: () => 1 }), dataNode.generic("w", { writeFct: () => 1 }))).toEqual(
      [],
    );
  });

  it("is refused when a function is no function or its arguments are no list", () => {
    const wrong = { readFct: "read", readFctArgs: "args", writeFctArgs: 3 };
    // @ts-expect-error the compiler refuses the same
    expect(fieldsOf(dataNode.generic("g", wrong))).toEqual(["read_fct", "read_fct_args", "write_fct_args"]);
  });
});

describe("an object of a bucket", () => {
  it("needs a binding, or the name of a bucket and its credentials", () => {
    expect(fieldsOf(dataNode.s3Object("o", { awsS3ObjectKey: "k", binding: "FILES" }))).toEqual([]);
    const missing = ["aws_access_key", "aws_secret_access_key", "aws_s3_bucket_name"];
    expect(fieldsOf(dataNode.s3Object("o", { awsS3ObjectKey: "k" }))).toEqual(missing);
  });
});

describe("a collection", () => {
  it("needs the name of a database, unless the connection string contains it", () => {
    expect(fieldsOf(dataNode.mongoCollection("m", { collectionName: "c" }))).toEqual(["db_name"]);
    expect(fieldsOf(dataNode.mongoCollection("m", { collectionName: "c", binding: "MONGO" }))).toEqual([]);
  });
});

describe("the encoding of a csv data node", () => {
  it.each(["utf-8", "UTF8", "latin_1", "ISO-8859-1", "L1", "windows-1252", "cp1252", "utf-8-sig", "utf_16_be", "sjis"])(
    "may have any name that Python has for it: %s",
    (encoding) => expect(fieldsOf(dataNode.csv("c", { encoding }))).toEqual([]),
  );

  it("may come from a variable of the environment", () => {
    expect(fieldsOf(dataNode.csv("c", { encoding: "ENV[ENCODING]" }))).toEqual([]);
  });

  it.each(["klingon", "big5", "utf-7", ""])("is refused when it can't be read as Python reads it: %j", (encoding) => {
    const [[field, message] = []] = errorsOf({ dataNodes: [dataNode.csv("c", { encoding })] });
    expect(field).toBe("encoding");
    expect(message).toContain("can't be read as Python reads it. There are utf-8, utf-8-sig, utf-16,");
  });
});

describe("an exposed type", () => {
  it("is a known form or a class", () => {
    class Sale {}
    expect(fieldsOf(dataNode.csv("a", { exposedType: Sale }), dataNode.csv("b", { exposedType: "columns" }))).toEqual(
      [],
    );
    // @ts-expect-error the compiler refuses the same
    expect(fieldsOf(dataNode.csv("c", { exposedType: "matrix" }))).toEqual(["exposed_type"]);
  });
});

describe("a driver that is not part of every Worker", () => {
  const collection = dataNode.mongoCollection("documents", { dbName: "d", collectionName: "c" });
  const table = dataNode.sqlTable("table", { dbEngine: "mysql", binding: "MYSQL", tableName: "t" });

  it("is named in an error when a data node needs it and the application does not pass it", () => {
    expect(errorsOf({ dataNodes: [collection, table] })).toEqual([
      [
        "drivers",
        expect.stringContaining('`documents` needs the driver `mongodb`: `import * as mongodb from "mongodb"`'),
      ],
      [
        "drivers",
        expect.stringContaining('`table` needs the driver `mysql2`: `import * as mysql2 from "mysql2/promise"`'),
      ],
    ]);
  });

  it("is part of the application that passes it", () => {
    const app = defineApp({ dataNodes: [collection, table], drivers: { mongodb, mysql2 } });
    expect(app.drivers).toEqual({ mongodb, mysql2 });
    expect(defineApp({}).drivers).toEqual({});
  });
});

describe("credentials", () => {
  it("are hidden in entities", () => {
    const options = { awsAccessKey: "id", awsSecretAccessKey: "key", awsS3BucketName: "b", awsS3ObjectKey: "k" };
    const { properties } = dataNode.s3Object("o", { ...options, awsS3ClientParameters: { aws_session_token: "t" } });
    expect(storedProperties(properties)).toEqual({
      aws_access_key: "***",
      aws_secret_access_key: "***",
      aws_s3_bucket_name: "b",
      aws_s3_object_key: "k",
      aws_s3_client_parameters: { aws_session_token: "***" },
    });
    const mongo = dataNode.mongoCollection("m", { dbName: "d", collectionName: "c", dbUsername: "u", dbPassword: "p" });
    expect(storedProperties(mongo.properties)).toMatchObject({
      db_host: "localhost",
      db_username: "***",
      db_password: "***",
    });
  });
});
