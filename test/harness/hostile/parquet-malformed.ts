import { type PACKS, zstdFrame } from "./packed.ts";
import { flat, nested, packedPage } from "./parquet-column.ts";
import {
  CODECS,
  DATE,
  DECIMAL,
  dataPage,
  type Element,
  ENCODINGS,
  INTERVAL,
  int,
  int32,
  join,
  levels,
  list,
  long,
  parquetFile,
  run,
  struct,
  TIME_MILLIS,
  text,
  UTF8,
  varint,
  withFooter,
  yes,
} from "./parquet-file.ts";

type Malformed = readonly [name: string, says: RegExp, make: () => Uint8Array];

const MILLION = 1_000_000;
const SIXTY = 60 * MILLION;

const hiddenText = (codec: keyof typeof PACKS): Malformed => [
  `one text of 60 MB, packed as ${codec}, in a page that declares 1,000 bytes`,
  /column "a", row group 1: /,
  () =>
    flat(
      1,
      { type: "BYTE_ARRAY", codec: CODECS[codec], pages: packedPage(codec, 1, int32(SIXTY), SIXTY, 1_000) },
      { converted: UTF8 },
    ),
];

/** Bytes for which readers of Parquet have gone on for ever, or have overflowed their stack. */
export const MALFORMED: readonly Malformed[] = [
  ...(["gzip", "brotli", "snappy", "lz4", "lz4Raw", "zstd"] as const).map(hiddenText),
  [
    "Zstandard with a window of 128 MiB",
    /column "a", row group 1: /,
    () =>
      flat(1, {
        type: "BYTE_ARRAY",
        codec: CODECS.zstd,
        pages: dataPage({ values: 1, body: zstdFrame(int32(9), 9, 0x88), unpacked: 13 }),
      }),
  ],
  [
    "Snappy with a literal of -6 bytes",
    /Snappy data ends within a literal|stands for more bytes/,
    () => {
      const body = [4, 0xfc, 0xfa, 0xff, 0xff, 0xff, 0, 0, 0, 0];
      return flat(1, { type: "INT32", codec: CODECS.snappy, pages: dataPage({ values: 1, body, unpacked: 4 }) });
    },
  ],
  [
    "LZ4 with a block of -8 bytes",
    /the packed data|the LZ4 data/,
    () => {
      const body = [0, 0, 0, 0, 0xff, 0xff, 0xff, 0xf8, ...new Uint8Array(9)];
      return flat(1, { type: "INT32", codec: CODECS.lz4, pages: dataPage({ values: 1, body, unpacked: 4 }) });
    },
  ],
  [
    "deltas in blocks of a negative size",
    /delta-encoded numbers are in blocks of/,
    () => {
      const body = join(varint(2 ** 32 - 8), [1], varint(10), [0], [0, 8], new Uint8Array(100));
      return flat(10, { type: "INT32", pages: dataPage({ values: 10, body, encoding: ENCODINGS.DELTA }) });
    },
  ],
  [
    "a dictionary index of no bits in a run of 2^31",
    /a run of|of 10 levels or indexes/,
    () => {
      const body = join(levels(run(2 ** 31 - 1, 1)), [0]);
      return flat(10, { type: "INT32", pages: dataPage({ values: 10, body }) }, { repetition: 1 });
    },
  ],
  [
    "a number of a million bytes in its footer",
    /a number has more than 10 bytes/,
    () => withFooter(join([0x15, 2, 0x26], new Uint8Array(MILLION).fill(0x80), [0, 0])),
  ],
  [
    "a list of 2^32 structs in its footer",
    /declares 4294967295 bytes or items/,
    () => withFooter(struct({ 2: list([struct({})], 2 ** 32 - 1) })[1]),
  ],
  [
    "structs nested 100,000 levels deep in its footer",
    /nested deeper than 32 levels/,
    () => withFooter(new Uint8Array(100_000).fill(0x1c)),
  ],
  [
    "a schema nested 10,000 levels deep",
    /its schema is nested deeper than 100 levels/,
    () => {
      const groups: Element[] = Array.from({ length: 10_000 }, () => ({ name: "s", repetition: 1 }));
      return nested([...groups, { name: "n", type: "INT32" }], 1, {
        type: "INT32",
        pages: new Uint8Array(),
        values: 1,
      });
    },
  ],
  [
    "a schema that declares 2^31 columns",
    /its schema is incomplete/,
    () => {
      const schema = [struct({ 4: text("root"), 5: int(2 ** 31 - 1) }), struct({ 1: int(1), 4: text("a") })];
      return withFooter(struct({ 1: int(2), 2: list(schema), 3: long(0), 4: list([]) })[1]);
    },
  ],
  ...[200, 100_000].map(
    (depth): Malformed => [
      `geometries nested ${depth} levels deep`,
      /nested deeper than 100 levels|call stack/,
      () => {
        const levels = Array.from({ length: depth }, () => [1, 7, 0, 0, 0, 1, 0, 0, 0]);
        const shape = join(new Uint8Array(levels.flat()), [1], int32(1), new Uint8Array(16));
        const pages = dataPage({ values: 1, body: join(int32(shape.length), shape) });
        return flat(1, { type: "BYTE_ARRAY", pages }, { logical: struct({ 17: struct({}) }) });
      },
    ],
  ),
  [
    "a decimal of a million bytes",
    /a decimal has 1000000 bytes/,
    () => {
      const body = join(int32(MILLION), new Uint8Array(MILLION).fill(1));
      return flat(1, { type: "BYTE_ARRAY", pages: dataPage({ values: 1, body }) }, { converted: DECIMAL });
    },
  ],
  [
    "a decimal of a million bytes in its statistics",
    /numbers of more than 32 bytes in its statistics/,
    () => {
      const statistics = struct({ 5: text(new Uint8Array(MILLION).fill(1)) });
      return flat(1, { type: "FIXED", pages: new Uint8Array(), statistics }, { converted: DECIMAL, length: 16 });
    },
  ],
  [
    "a fixed length of 2^31 bytes",
    /its 1 values take 2147483647 bytes, and 4 bytes follow/,
    () => flat(1, { type: "FIXED", pages: dataPage({ values: 1, body: int32(0) }) }, { length: 2 ** 31 - 1 }),
  ],
  [
    "pages with more values than its footer declares",
    /more values than its footer declares/,
    () => flat(1, { type: "INT32", pages: dataPage({ values: 2, body: new Uint8Array(8) }) }),
  ],
  [
    "a column with fewer rows than its row group",
    /it has 1 values in 2 rows/,
    () => flat(2, { type: "INT32", values: 1, pages: dataPage({ values: 1, body: int32(1) }) }),
  ],
  [
    "a page of a negative size",
    /the packed size of a page is -8/,
    () => flat(1, { type: "INT32", pages: dataPage({ values: 1, body: int32(1), packed: -8 }) }),
  ],
  [
    "a page without its bytes",
    /a page declares 1000 bytes, and 4 bytes follow/,
    () => flat(1, { type: "INT32", pages: dataPage({ values: 1, body: int32(1), packed: 1_000 }) }),
  ],
  [
    "a column of Parquet's type VARIANT",
    /The column or member "a" has Parquet's type VARIANT, which can't be read. Choose other columns/,
    () =>
      parquetFile({
        schema: [
          { name: "a", repetition: 0, children: 2, logical: struct({ 16: struct({ 1: yes }) }) },
          { name: "metadata", type: "BYTE_ARRAY", repetition: 0 },
          { name: "value", type: "BYTE_ARRAY", repetition: 0 },
        ],
        groups: [{ rows: 1, columns: [] }],
      }),
  ],
  [
    "an interval of months",
    /in column "a", row group 1, an interval of 16843009 months, which have no length of their own\. Choose other columns/,
    () =>
      flat(
        1,
        { type: "FIXED", pages: dataPage({ values: 1, body: new Uint8Array(12).fill(1) }) },
        { length: 12, converted: INTERVAL },
      ),
  ],
  [
    "a decimal with a billion digits after the point",
    /its decimals have the scale 1000000000/,
    () =>
      flat(
        1,
        { type: "INT32", pages: dataPage({ values: 1, body: int32(1) }) },
        { converted: DECIMAL, scale: 1_000_000_000 },
      ),
  ],
  [
    "a text that is no UTF-8",
    /in column "a", row group 1, a text that is no UTF-8\. Choose other columns/,
    () =>
      flat(1, { type: "BYTE_ARRAY", pages: dataPage({ values: 1, body: [...int32(1), 0xff] }) }, { converted: UTF8 }),
  ],
  [
    "a date beyond JavaScript's dates",
    /the time 2147483647 \(days since 1970\), which is beyond JavaScript's dates/,
    () => flat(1, { type: "INT32", pages: dataPage({ values: 1, body: int32(2 ** 31 - 1) }) }, { converted: DATE }),
  ],
  [
    "a time of day of 25 hours",
    /the time of day 90000000 \(MILLIS\), and a day has 24 hours/,
    () =>
      flat(1, { type: "INT32", pages: dataPage({ values: 1, body: int32(90_000_000) }) }, { converted: TIME_MILLIS }),
  ],
  [
    "members that have different rows",
    /its members have different rows/,
    () => {
      const leaf = (name: string, repetitions: number[]) => ({
        path: ["a", name],
        type: "INT32" as const,
        values: 4,
        pages: dataPage({ values: 4, body: join(levels(repetitions), levels(run(4, 1)), new Uint8Array(16)) }),
      });
      const two = [...run(1, 0), ...run(1, 1), ...run(1, 0), ...run(1, 1)];
      const one = [...run(1, 0), ...run(2, 1), ...run(1, 0)];
      return parquetFile({
        schema: [
          { name: "a", repetition: 2, children: 2 },
          { name: "x", type: "INT32", repetition: 0 },
          { name: "y", type: "INT32", repetition: 0 },
        ],
        groups: [{ rows: 2, columns: [leaf("x", two), leaf("y", one)] }],
      });
    },
  ],
];
