import type { HostileFile } from "./csv.ts";
import { PACKS, zstdFrame } from "./packed.ts";
import {
  CODECS,
  type ColumnOptions,
  DECIMAL,
  dataPage,
  dictionaryPage,
  type Element,
  ENCODINGS,
  int,
  int32,
  JSON_TEXT,
  join,
  LIST,
  levels,
  list,
  long,
  MAP,
  parquetFile,
  run,
  struct,
  text,
  UTF8,
  varint,
  withFooter,
  yes,
} from "./parquet-file.ts";

/** A refused file: the error's code when it is read, and what the message says. */
export interface HostileParquet extends HostileFile {
  readonly code: "value_too_large" | "invalid_value";
  readonly says: RegExp;
}

type Row = readonly [name: string, says: RegExp, make: () => Uint8Array];

const rowsOfCode = (code: HostileParquet["code"], rows: readonly Row[]): HostileParquet[] =>
  rows.map(([name, says, make]) => ({
    name,
    code,
    says,
    get bytes() {
      return make();
    },
  }));

type Column = Omit<ColumnOptions, "path" | "values"> & { readonly values?: number };

/** A file with one column "a" of one row group. */
const flat = (rows: number, column: Column, element: Partial<Element> = {}, times = 1): Uint8Array =>
  parquetFile({
    schema: [{ name: "a", type: column.type, repetition: 0, ...element }],
    groups: [{ rows, columns: [{ path: ["a"], values: rows, ...column }] }],
    times,
  });

/** A file with one column of groups within groups, and a leaf. */
function nested(elements: readonly Element[], rows: number, column: Column & { readonly values: number }): Uint8Array {
  const path = elements.map(({ name }) => name);
  const schema = elements.map((element, index) => ({ ...element, ...(index < path.length - 1 && { children: 1 }) }));
  return parquetFile({ schema, groups: [{ rows, columns: [{ path, ...column }] }] });
}

const LISTS: readonly Element[] = [
  { name: "a", repetition: 1, converted: LIST },
  { name: "list", repetition: 2 },
  { name: "element", type: "INT32", repetition: 1 },
];

/** Values that refer to the only entry of a dictionary. */
const references = (count: number, entry: Uint8Array): Uint8Array =>
  join(
    dictionaryPage({ values: 1, body: entry }),
    dataPage({ values: count, body: [0], encoding: ENCODINGS.DICTIONARY }),
  );

const packedPage = (
  codec: keyof typeof PACKS,
  values: number,
  start: readonly number[],
  count: number,
  unpacked?: number,
) => dataPage({ values, body: PACKS[codec](start, count), unpacked: unpacked ?? start.length + count });

const MILLION = 1_000_000;
const SIXTY = 60 * MILLION;

const packedText = (codec: keyof typeof PACKS): Row => [
  `one text of 60 MB, packed as ${codec}`,
  /60,000,004 unpacked bytes \(column "a", row group 1\)/,
  () =>
    flat(
      1,
      { type: "BYTE_ARRAY", codec: CODECS[codec], pages: packedPage(codec, 1, int32(SIXTY), SIXTY) },
      { converted: UTF8 },
    ),
];

const hiddenText = (codec: keyof typeof PACKS): Row => [
  `one text of 60 MB, packed as ${codec}, in a page that declares 1,000 bytes`,
  /column "a", row group 1: /,
  () =>
    flat(
      1,
      { type: "BYTE_ARRAY", codec: CODECS[codec], pages: packedPage(codec, 1, int32(SIXTY), SIXTY, 1_000) },
      { converted: UTF8 },
    ),
];

const COLUMN = /\(column "a", row group 1\)/;

const TOO_LARGE: readonly Row[] = [
  [
    "one row with a list of nine million zeros",
    /levels \(column "a", row group 1\)/,
    () => {
      const count = 9 * MILLION;
      const body = join(levels(run(1, 0), run(count - 1, 1)), levels(run(count, 3, 2)), [0]);
      const pages = join(
        dictionaryPage({ values: 1, body: int32(0) }),
        dataPage({ values: count, body, encoding: ENCODINGS.DICTIONARY }),
      );
      return nested(LISTS, 1, { type: "INT32", pages, values: count });
    },
  ],
  [
    "4.9 million rows of null",
    /4,900,000 rows/,
    () => {
      const count = 4.9 * MILLION;
      return flat(
        count,
        { type: "INT32", pages: dataPage({ values: count, body: levels(run(count, 0)) }) },
        { repetition: 1 },
      );
    },
  ],
  [
    "500,000 lists of an empty list",
    COLUMN,
    () => {
      const count = MILLION / 2;
      const body = join(levels(run(count, 0, 2)), levels(run(count, 2, 3)));
      const lists: Element[] = [
        ...LISTS.slice(0, 2),
        { name: "element", repetition: 1, converted: LIST },
        ...LISTS.slice(1),
      ];
      return nested(lists, 1, { type: "INT32", pages: dataPage({ values: count, body }), values: count });
    },
  ],
  [
    "20,000 rows of 90 structs in one another",
    COLUMN,
    () => {
      const count = 20_000;
      const groups = Array.from({ length: 90 }, (_, index) => ({
        name: index === 0 ? "a" : "s",
        repetition: 1 as const,
      }));
      const pages = dataPage({ values: count, body: join(levels(run(count, 91, 7)), new Uint8Array(count * 4)) });
      return nested([...groups, { name: "n", type: "INT32", repetition: 1 }], count, {
        type: "INT32",
        pages,
        values: count,
      });
    },
  ],
  [
    "a map of three million entries",
    COLUMN,
    () => {
      const count = 3 * MILLION;
      const body = join(levels(run(1, 0), run(count - 1, 1)), levels(run(count, 1)), [0]);
      const column = (name: string): ColumnOptions => ({
        path: ["a", "key_value", name],
        type: "INT32",
        values: count,
        pages: join(
          dictionaryPage({ values: 1, body: int32(0) }),
          dataPage({ values: count, body, encoding: ENCODINGS.DICTIONARY }),
        ),
      });
      return parquetFile({
        schema: [
          { name: "a", repetition: 0, converted: MAP, children: 1 },
          { name: "key_value", repetition: 2, children: 2 },
          { name: "key", type: "INT32", repetition: 0 },
          { name: "value", type: "INT32", repetition: 0 },
        ],
        groups: [{ rows: 1, columns: [column("key"), column("value")] }],
      });
    },
  ],
  ...(["gzip", "brotli", "snappy", "lz4", "lz4Raw", "zstd"] as const).map(packedText),
  [
    "a dictionary of four million empty texts",
    /4,000,000 dictionary entries \(column "a", row group 1\)/,
    () => {
      const unpacked = 16 * MILLION;
      const body = PACKS.brotli([], unpacked);
      const pages = join(
        dictionaryPage({ values: 4 * MILLION, body, unpacked }),
        dataPage({ values: 1, body: [0], encoding: ENCODINGS.DICTIONARY }),
      );
      return flat(1, { type: "BYTE_ARRAY", codec: CODECS.brotli, pages }, { converted: UTF8 });
    },
  ],
  [
    "one text of a million characters that 1,000 rows refer to",
    /1,000,000 characters \(column "a", row group 1\)/,
    () => {
      const entry = join(int32(MILLION), new Uint8Array(MILLION).fill(0x78));
      return flat(1_000, { type: "BYTE_ARRAY", pages: references(1_000, entry) }, { converted: UTF8 });
    },
  ],
  [
    "one row of which the footer says that there are 10^12",
    /1,000,000,000,000 rows/,
    () => flat(1_000_000 * MILLION, { type: "INT32", pages: dataPage({ values: 1, body: int32(1) }) }),
  ],
  [
    "a page that declares 2 GB",
    /2,147,483,647 unpacked bytes \(column "a", row group 1\)/,
    () =>
      flat(1, {
        type: "INT32",
        codec: CODECS.snappy,
        pages: dataPage({ values: 1, body: PACKS.snappy([], 4), unpacked: 2 ** 31 - 1 }),
      }),
  ],
  [
    "a page that declares 2^31 values for one row",
    /levels \(column "a", row group 1\)/,
    () => {
      const count = 2 ** 31 - 1;
      return nested(LISTS, 1, { type: "INT32", pages: dataPage({ values: count, body: int32(0) }), values: count });
    },
  ],
  [
    "three million booleans in one run",
    /levels|rows|items/,
    () => {
      const count = 3 * MILLION;
      const schema: Element[] = [{ name: "a", type: "BOOLEAN", repetition: 2 }];
      const body = join(levels(run(1, 0), run(count - 1, 1)), levels(run(count, 1)), levels(run(count, 1)));
      const pages = dataPage({ values: count, body, encoding: ENCODINGS.RLE });
      return nested(schema, 1, { type: "BOOLEAN", pages, values: count });
    },
  ],
  [
    "a million row groups of nothing",
    /\(its footer\)/,
    () => {
      const groups = Array.from({ length: MILLION }, () => struct({}));
      return withFooter(struct({ 1: int(2), 2: list([struct({ 4: text("root") })]), 3: long(0), 4: list(groups) })[1]);
    },
  ],
  [
    "a million columns",
    /\(its footer\)/,
    () => {
      const element = struct({ 1: int(1), 3: int(0), 4: text("a") });
      const schema = [struct({ 4: text("root"), 5: int(MILLION) }), ...Array.from({ length: MILLION }, () => element)];
      return withFooter(struct({ 1: int(2), 2: list(schema), 3: long(0), 4: list([]) })[1]);
    },
  ],
  [
    "a footer with ten million unknown fields",
    /\(its footer\)/,
    () => {
      const fields = new Uint8Array(10 * MILLION).fill(0x11);
      return withFooter(join(fields, [0]));
    },
  ],
  [
    "20,000 texts, each the text before with one letter more",
    /unpacked bytes \(column "a", row group 1\)/,
    () => {
      const count = 20_000;
      // One block of deltas of 1, in 128 parts of no bits.
      const deltas = (first: number, delta: number) => {
        const size = Math.ceil(count / 128) * 128;
        return join(varint(size), varint(1), varint(count), varint(first * 2), varint(delta * 2), [0]);
      };
      const body = join(deltas(0, 1), deltas(1, 0), new Uint8Array(count).fill(0x78));
      const pages = dataPage({ values: count, body, encoding: ENCODINGS.DELTA_TEXT });
      return flat(count, { type: "BYTE_ARRAY", pages }, { converted: UTF8 });
    },
  ],
  [
    "five million equal numbers, as deltas of no bits",
    /levels \(column "a", row group 1\)/,
    () => {
      const count = 5_000_064;
      const deltas = join(varint(count), varint(1), varint(count), varint(0), varint(0), [0]);
      const body = join(levels(run(1, 0), run(count - 1, 1)), levels(run(count, 1)), deltas);
      const pages = dataPage({ values: count, body, encoding: ENCODINGS.DELTA });
      return nested([{ name: "a", type: "INT64", repetition: 2 }], 1, { type: "INT64", pages, values: count });
    },
  ],
  [
    "32 MB of numbers whose bytes are apart, packed",
    /4,000,000 rows/,
    () => {
      const count = 4 * MILLION;
      const body = PACKS.brotli([], count * 8);
      const pages = dataPage({ values: count, body, encoding: ENCODINGS.SPLIT, unpacked: count * 8 });
      return flat(count, { type: "INT64", codec: CODECS.brotli, pages });
    },
  ],
  [
    "300,000 values of one byte, each an object of its own",
    COLUMN,
    () => {
      const count = 300_000;
      const pages = packedPage("brotli", count, [], count);
      return flat(count, { type: "FIXED", codec: CODECS.brotli, pages }, { length: 1 });
    },
  ],
  [
    "a name of a million characters above 1,000 rows",
    /names of columns/,
    () => {
      const name = "n".repeat(MILLION);
      const pages = dataPage({ values: 1_000, body: new Uint8Array(4_000) });
      return parquetFile({
        schema: [{ name, type: "INT32", repetition: 0 }],
        groups: [{ rows: 1_000, columns: [{ path: [name], type: "INT32", values: 1_000, pages }] }],
      });
    },
  ],
  [
    "a JSON document of a million empty lists",
    COLUMN,
    () => {
      const document = new TextEncoder().encode(`[${"[],".repeat(MILLION)}[]]`);
      const pages = dataPage({ values: 1, body: join(int32(document.length), document) });
      return flat(1, { type: "BYTE_ARRAY", pages }, { converted: JSON_TEXT });
    },
  ],
  [
    "a polygon of a million empty rings",
    COLUMN,
    () => {
      const shape = join([1], int32(3), int32(MILLION), new Uint8Array(MILLION * 4));
      const pages = dataPage({ values: 1, body: join(int32(shape.length), shape) });
      return flat(1, { type: "BYTE_ARRAY", pages }, { logical: struct({ 17: struct({}) }) });
    },
  ],
  [
    "10,000 row groups of 1,000 nulls each, all in one place",
    /rows/,
    () => {
      const pages = dataPage({ values: 1_000, body: levels(run(1_000, 0)) });
      return flat(1_000, { type: "INT32", pages }, { repetition: 1 }, 10_000);
    },
  ],
];

/** Bytes for which readers of Parquet have gone on for ever, or have overflowed their stack. */
const MALFORMED: readonly Row[] = [
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
    /type VARIANT, which can't be read/,
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
];

/** Small files that stand for large values, or for endless work. Each is refused. */
export const HOSTILE_PARQUETS: readonly HostileParquet[] = [
  ...rowsOfCode("value_too_large", TOO_LARGE),
  ...rowsOfCode("invalid_value", MALFORMED),
];
