import { env } from "cloudflare:workers";
import { dataNode } from "../../src/taipy-edge.ts";
import { type DatabaseSetup, querySubject, tableSubject } from "../suites/database-subject.ts";
import { describeEveryType, type EveryTypeSubject } from "../suites/every-type.ts";
import { BIG, DAY, keptSamples, readAs, refused } from "../suites/samples.ts";

const bindings: Readonly<Record<string, unknown>> = { ...env };

/** The values that the service itself keeps. */
const managed = {
  on: "in KV and R2",
  neverWritten: { value: undefined },
  missing: null,
  keepsHistory: true,
} satisfies Partial<EveryTypeSubject>;

const withoutNumber = readAs([{ n: NaN }, { n: 1 }], [{ n: null }, { n: 1 }]);
const infinities = [{ n: Infinity }, { n: -Infinity }];
const big = [{ n: 1, big: BIG }];
const dateAsText = readAs([{ n: 1, at: DAY }], [{ n: 1, at: DAY.toISOString() }]);

describeEveryType({
  type: "pickle",
  ...managed,
  isLargeRefused: true,
  fresh: () => ({ config: dataNode.pickle("subject") }),
  samples: keptSamples,
  appends: false,
});

describeEveryType({
  type: "in_memory",
  ...managed,
  isLargeRefused: true,
  fresh: () => ({ config: dataNode.inMemory("subject") }),
  samples: keptSamples,
  appends: false,
});

describeEveryType({
  type: "json",
  ...managed,
  isLargeRefused: true,
  fresh: () => ({ config: dataNode.json("subject") }),
  samples: {
    ...keptSamples,
    NaN: refused([{ n: NaN }], /NaN \(at \[0\]\.n\)/),
    infinities: refused(infinities, /Infinity \(at \[0\]\.n\)/),
  },
  refuses: ["bytes"],
  changesForTasks: ["decimals of 18 digits"],
  appends: true,
});

describeEveryType({
  type: "csv",
  ...managed,
  isLargeRefused: true,
  fresh: () => ({ config: dataNode.csv("subject") }),
  samples: {
    ...keptSamples,
    NaN: withoutNumber,
    dates: dateAsText,
  },
  refuses: ["bytes", "lists of numbers", "objects"],
  appends: true,
});

describeEveryType({
  type: "excel",
  ...managed,
  fresh: () => ({ config: dataNode.excel("subject", { sheetName: "Data" }) }),
  samples: {
    ...keptSamples,
    NaN: withoutNumber,
    infinities: refused(infinities, /an infinite number/),
    "big integers": refused(
      big,
      /an integer of more digits than a double \(9007199254740993\), as row 1 of column "big"/,
    ),
  },
  refuses: [
    "whole numbers beyond 2^53",
    "decimals of 18 digits",
    "dates with microseconds",
    "dates with nanoseconds",
    "times of day with microseconds",
    "bytes",
    "lists of numbers",
    "objects",
  ],
  largeTextLength: 32_000,
  isLargeRefused: true,
  appends: true,
});

describeEveryType({
  type: "parquet",
  isLargeRefused: true,
  ...managed,
  fresh: () => ({ config: dataNode.parquet("subject") }),
  samples: keptSamples,
  appends: true,
});

const cell = new Map<string, unknown>();

describeEveryType({
  type: "generic",
  on: "over functions that keep values in memory",
  fresh: () => genericSetup(crypto.randomUUID()),
  neverWritten: { value: null },
  missing: {
    setup: () => ({ config: dataNode.generic("subject", { writeFct: () => undefined }) }),
    outcome: { code: "invalid_value", message: /The read function is not defined in data node config subject/ },
  },
  samples: keptSamples,
  appends: false,
  keepsHistory: false,
});

function genericSetup(key: string) {
  const readFct = (from: string) => cell.get(from);
  const writeFct = (value: unknown, to: string) => void cell.set(to, structuredClone(value));
  return { config: dataNode.generic("subject", { readFct, readFctArgs: [key], writeFct, writeFctArgs: [key] }) };
}

const objectSetup = () => ({
  config: dataNode.s3Object("subject", { binding: "LARGE_PAYLOADS", awsS3ObjectKey: `objects/${crypto.randomUUID()}` }),
  bindings,
});
const noObject = { code: "payload_missing", message: /No object lies under the key objects\// };

describeEveryType({
  type: "s3_object",
  refuses: ["bytes"],
  changesForTasks: ["decimals of 18 digits"],
  isLargeRefused: true,
  on: "in an R2 bucket",
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

const d1: DatabaseSetup = {
  on: "on D1",
  engine: "sqlite",
  binding: "DB",
  bindings,
  cells: ["fractions", "texts", "dates with milliseconds", "whole numbers"],
  columnTypes: ["REAL", "TEXT", "TEXT", "INTEGER"],
  placeholder: () => "?",
};

describeEveryType({
  type: "sql_table",
  ...tableSubject(d1, {
    ...keptSamples,
    NaN: withoutNumber,
    dates: dateAsText,
    infinities: refused(infinities, /D1 cannot give back the number Infinity/),
    "big integers": refused(big, /D1 cannot give back the number 9007199254740993/),
  }),
});

describeEveryType({
  type: "sql",
  ...querySubject(d1, {
    ...keptSamples,
    NaN: withoutNumber,
    dates: dateAsText,
    infinities: refused(infinities, /D1 cannot give back the number Infinity/),
    "big integers": refused(big, /Type 'bigint' not supported/),
  }),
});
