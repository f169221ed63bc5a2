import * as mongodb from "mongodb";
import * as mysql2 from "mysql2/promise";
import { describe, inject } from "vitest";
import { dataNode } from "../../src/taipy-edge.ts";
import { type DatabaseSetup, querySubject, tableSubject } from "../suites/database-subject.ts";
import { describeEveryType } from "../suites/every-type.ts";
import { keptSamples, readAs, refused } from "../suites/samples.ts";
import { connectionString } from "./connection.ts";

const postgresql = inject("postgresql");
const mariadb = inject("mariadb");
const s3 = inject("s3");
const mongo = inject("mongodb");

const withoutNumber = readAs([{ n: NaN }, { n: 1 }], [{ n: null }, { n: 1 }]);
const OUT_OF_RANGE = /Out of range value for column 'n'/;
const infinities = [{ n: Infinity }, { n: -Infinity }];

describe.skipIf(postgresql === null)("PostgreSQL", () => {
  const setup: DatabaseSetup = {
    on: "on PostgreSQL",
    engine: "postgresql",
    binding: "WAREHOUSE",
    bindings: { WAREHOUSE: postgresql && connectionString("postgresql", postgresql) },
    cells: ["fractions", "texts", "dates with microseconds", "whole numbers beyond 2^53"],
    columnTypes: ["double precision", "text", "timestamptz", "bigint"],
    placeholder: (position) => `$${position}`,
    lock: (table) => `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`,
  };
  describeEveryType({
    type: "sql_table",
    ...tableSubject(setup, { ...keptSamples, NaN: withoutNumber }),
  });
  describeEveryType({
    type: "sql",
    ...querySubject(setup, keptSamples),
  });
});

describe.skipIf(mariadb === null)("MariaDB", () => {
  const setup: DatabaseSetup = {
    on: "on MariaDB",
    engine: "mysql",
    binding: "WAREHOUSE",
    bindings: { WAREHOUSE: mariadb && connectionString("mysql", mariadb) },
    drivers: { mysql2 },
    cells: ["fractions", "texts", "dates with microseconds", "whole numbers beyond 2^53"],
    columnTypes: ["DOUBLE", "LONGTEXT", "DATETIME(6)", "BIGINT"],
    placeholder: () => "?",
  };
  describeEveryType({
    type: "sql_table",
    ...tableSubject(setup, { ...keptSamples, NaN: withoutNumber, infinities: refused(infinities, OUT_OF_RANGE) }),
  });
  describeEveryType({
    type: "sql",
    ...querySubject(setup, {
      ...keptSamples,
      NaN: refused([{ n: NaN }], OUT_OF_RANGE),
      infinities: refused(infinities, OUT_OF_RANGE),
    }),
  });
});

const objectSetup = () => ({
  config: dataNode.s3Object("subject", {
    awsAccessKey: s3.accessKey,
    awsSecretAccessKey: s3.secretKey,
    awsS3BucketName: s3.bucket,
    awsS3ObjectKey: `objects/${crypto.randomUUID()}`,
    endpoint: s3.endpoint,
  }),
});
const noObject = { code: "payload_missing", message: /NoSuchKey/ };

describeEveryType({
  type: "s3_object",
  refuses: ["bytes"],
  changesForTasks: ["decimals of 18 digits"],
  isLargeRefused: true,
  on: "by signed requests",
  fresh: objectSetup,
  neverWritten: noObject,
  missing: { setup: objectSetup, outcome: noObject },
  samples: {
    ...keptSamples,
    NaN: refused([{ n: NaN }], /NaN \(at \[0\]\.n\)/),
    infinities: refused(infinities, /Infinity \(at \[0\]\.n\)/),
  },
  appends: false,
  keepsHistory: false,
});

const collectionSetup = () => ({
  config: dataNode.mongoCollection("subject", {
    dbHost: "127.0.0.1",
    dbPort: mongo.port,
    dbUsername: mongo.user,
    dbPassword: mongo.password,
    dbName: "taipy_test",
    collectionName: `c_${crypto.randomUUID()}`,
  }),
  drivers: { mongodb },
});

describeEveryType({
  type: "mongo_collection",
  refuses: ["dates with microseconds", "dates with nanoseconds"],
  on: "over MongoDB's wire protocol",
  fresh: collectionSetup,
  neverWritten: { value: [] },
  missing: { setup: collectionSetup, outcome: { value: [] } },
  samples: keptSamples,
  appends: true,
  keepsHistory: false,
  withoutAdditions: withoutIds,
});

function withoutIds(value: unknown): unknown {
  return Array.isArray(value) ? value.map(({ _id, ...fields }: Record<string, unknown>) => fields) : value;
}
