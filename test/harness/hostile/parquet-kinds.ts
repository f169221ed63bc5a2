import { brotliCompressSync } from "node:zlib";
import { PACKS } from "./packed.ts";
import { flat, LISTS, nested, packedPage, references } from "./parquet-column.ts";
import {
  CODECS,
  type ColumnOptions,
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
} from "./parquet-file.ts";

/** A way in which a small file stands for a large value. */
export interface Kind {
  readonly name: string;
  /** What the refusal names, and where. */
  readonly says: RegExp;
  readonly make: (size: number) => Uint8Array;
  /** A size that is refused. */
  readonly tooLarge: number;
  /** A size that is read, near the largest. */
  readonly fits: number;
  /** The rows of a size. */
  readonly value: (size: number) => unknown;
}

const MILLION = 1_000_000;
const COLUMN = /\(column "a", row group 1\)/;

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const rows = (count: number, a: unknown) => repeat(count, { a });
const letters = (count: number) => "x".repeat(count);

const packedText = (codec: keyof typeof PACKS): Kind => ({
  name: `one text, packed as ${codec}`,
  says: /unpacked bytes \(column "a", row group 1\)/,
  make: (size) => {
    const pages = packedPage(codec, 1, int32(size), size);
    return flat(1, { type: "BYTE_ARRAY", codec: CODECS[codec], pages }, { converted: UTF8 });
  },
  tooLarge: 60 * MILLION,
  fits: 9 * MILLION,
  value: (size) => [{ a: letters(size) }],
});

/** A text that begins with the whole text before: one block of equal deltas of no bits. */
function growingTexts(count: number): Uint8Array {
  const size = Math.ceil(count / 128) * 128;
  const deltas = (first: number, delta: number) =>
    join(varint(size), varint(1), varint(count), varint(first * 2), varint(delta * 2), [0]);
  return join(deltas(0, 1), deltas(1, 0), new Uint8Array(count).fill(0x78));
}

const oneList = (count: number, values: Uint8Array | readonly number[]) =>
  join(levels(run(1, 0), run(count - 1, 1)), levels(run(count, 1)), values);

/** Kinds of expansion. */
export const KINDS: readonly Kind[] = [
  {
    name: "one row with a list of zeros",
    says: COLUMN,
    make: (size) => {
      const body = join(levels(run(1, 0), run(size - 1, 1)), levels(run(size, 3, 2)), [0]);
      const pages = join(
        dictionaryPage({ values: 1, body: int32(0) }),
        dataPage({ values: size, body, encoding: ENCODINGS.DICTIONARY }),
      );
      return nested(LISTS, 1, { type: "INT32", pages, values: size });
    },
    tooLarge: 9 * MILLION,
    fits: 800_000,
    value: (size) => [{ a: repeat(size, 0) }],
  },
  {
    name: "rows of null",
    says: /rows/,
    make: (size) => {
      const pages = dataPage({ values: size, body: levels(run(size, 0)) });
      return flat(size, { type: "INT32", pages }, { repetition: 1 });
    },
    tooLarge: 4.9 * MILLION,
    fits: 390_000,
    value: (size) => rows(size, null),
  },
  {
    name: "a list of empty lists",
    says: COLUMN,
    make: (size) => {
      const body = join(levels(run(1, 0, 2), run(size - 1, 1, 2)), levels(run(size, 3, 3)));
      const inner: Element = { name: "element", repetition: 1, converted: LIST };
      const path = [...LISTS.slice(0, 2), inner, ...LISTS.slice(1)];
      return nested(path, 1, { type: "INT32", pages: dataPage({ values: size, body }), values: size });
    },
    tooLarge: MILLION,
    fits: 115_000,
    value: (size) => [{ a: repeat(size, []) }],
  },
  {
    name: "rows of 90 structs in one another",
    says: COLUMN,
    make: (size) => {
      const names = ["a", ...repeat(89, "s")];
      const groups = names.map((name): Element => ({ name, repetition: 1 }));
      const body = join(levels(run(size, 91, 7)), new Uint8Array(size * 4));
      const pages = dataPage({ values: size, body });
      const leaf: Element = { name: "n", type: "INT32", repetition: 1 };
      return nested([...groups, leaf], size, { type: "INT32", pages, values: size });
    },
    tooLarge: 20_000,
    fits: 2_000,
    value: (size) => {
      let a: unknown = { n: 0 };
      for (let level = 1; level < 90; level += 1) a = { s: a };
      return rows(size, a);
    },
  },
  {
    name: "a map of entries with one key",
    says: COLUMN,
    make: (size) => {
      const column = (name: string): ColumnOptions => ({
        path: ["a", "key_value", name],
        type: "INT32",
        values: size,
        pages: join(
          dictionaryPage({ values: 1, body: int32(0) }),
          dataPage({ values: size, body: oneList(size, [0]), encoding: ENCODINGS.DICTIONARY }),
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
    tooLarge: 3 * MILLION,
    fits: 600_000,
    value: () => [{ a: { 0: 0 } }],
  },
  ...(["gzip", "brotli", "snappy", "lz4", "lz4Raw", "zstd"] as const).map(packedText),
  {
    name: "a dictionary of empty texts",
    says: /dictionary entries \(column "a", row group 1\)/,
    make: (size) => {
      const unpacked = size * 4;
      const pages = join(
        dictionaryPage({ values: size, body: brotliCompressSync(new Uint8Array(unpacked)), unpacked }),
        dataPage({
          values: 1,
          body: brotliCompressSync(new Uint8Array(1)),
          unpacked: 1,
          encoding: ENCODINGS.DICTIONARY,
        }),
      );
      return flat(1, { type: "BYTE_ARRAY", codec: CODECS.brotli, pages }, { converted: UTF8 });
    },
    tooLarge: 4 * MILLION,
    fits: 300_000,
    value: () => [{ a: "" }],
  },
  {
    name: "rows that refer to one text of 100,000 characters",
    says: /100,000 characters \(column "a", row group 1\)/,
    make: (size) => {
      const entry = join(int32(100_000), new Uint8Array(100_000).fill(0x78));
      return flat(size, { type: "BYTE_ARRAY", pages: references(size, entry) }, { converted: UTF8 });
    },
    tooLarge: 1_000,
    fits: 200,
    value: (size) => rows(size, letters(100_000)),
  },
  {
    name: "booleans in one run",
    says: COLUMN,
    make: (size) => {
      const body = oneList(size, levels(run(size, 1)));
      const pages = dataPage({ values: size, body, encoding: ENCODINGS.RLE });
      return nested([{ name: "a", type: "BOOLEAN", repetition: 2 }], 1, { type: "BOOLEAN", pages, values: size });
    },
    tooLarge: 3 * MILLION,
    fits: 800_000,
    value: (size) => [{ a: repeat(size, true) }],
  },
  {
    name: "equal numbers, as deltas of no bits",
    says: COLUMN,
    make: (size) => {
      const deltas = join(varint(Math.ceil(size / 8) * 8), varint(1), varint(size), varint(0), varint(0), [0]);
      const pages = dataPage({ values: size, body: oneList(size, deltas), encoding: ENCODINGS.DELTA });
      return nested([{ name: "a", type: "INT64", repetition: 2 }], 1, { type: "INT64", pages, values: size });
    },
    tooLarge: 5 * MILLION,
    fits: 700_000,
    value: (size) => [{ a: repeat(size, 0) }],
  },
  {
    name: "texts, each the text before with one letter more",
    says: COLUMN,
    make: (size) => {
      const pages = dataPage({ values: size, body: growingTexts(size), encoding: ENCODINGS.DELTA_TEXT });
      return flat(size, { type: "BYTE_ARRAY", pages }, { converted: UTF8 });
    },
    tooLarge: 20_000,
    fits: 3_600,
    value: (size) => Array.from({ length: size }, (_, index) => ({ a: letters(index + 1) })),
  },
  {
    name: "packed numbers whose bytes are apart",
    says: /rows/,
    make: (size) => {
      const body = PACKS.brotli([], size * 8);
      const pages = dataPage({ values: size, body, encoding: ENCODINGS.SPLIT, unpacked: size * 8 });
      return flat(size, { type: "DOUBLE", codec: CODECS.brotli, pages });
    },
    tooLarge: 4 * MILLION,
    fits: 350_000,
    value: (size) => rows(size, new DataView(new Uint8Array(8).fill(0x78).buffer).getFloat64(0)),
  },
  {
    name: "values of one byte, each an object of its own",
    says: COLUMN,
    make: (size) =>
      flat(size, { type: "FIXED", codec: CODECS.brotli, pages: packedPage("brotli", size, [], size) }, { length: 1 }),
    tooLarge: 300_000,
    fits: 150_000,
    value: (size) => rows(size, new Uint8Array([0x78])),
  },
  {
    name: "a long name above 1,000 rows",
    says: /names of columns/,
    make: (size) => {
      const name = "n".repeat(size);
      const pages = dataPage({ values: 1_000, body: new Uint8Array(4_000) });
      return parquetFile({
        schema: [{ name, type: "INT32", repetition: 0 }],
        groups: [{ rows: 1_000, columns: [{ path: [name], type: "INT32", values: 1_000, pages }] }],
      });
    },
    tooLarge: MILLION,
    fits: 20_000,
    value: (size) => repeat(1_000, { ["n".repeat(size)]: 0 }),
  },
  {
    name: "a JSON document of empty lists",
    says: COLUMN,
    make: (size) => {
      const document = new TextEncoder().encode(`[${repeat(size, "[]").join(",")}]`);
      const pages = dataPage({ values: 1, body: join(int32(document.length), document) });
      return flat(1, { type: "BYTE_ARRAY", pages }, { converted: JSON_TEXT });
    },
    tooLarge: MILLION,
    fits: 200_000,
    value: (size) => [{ a: repeat(size, []) }],
  },
  {
    name: "a polygon of empty rings",
    says: COLUMN,
    make: (size) => {
      const shape = join([1], int32(3), int32(size), new Uint8Array(size * 4));
      const pages = dataPage({ values: 1, body: join(int32(shape.length), shape) });
      return flat(1, { type: "BYTE_ARRAY", pages }, { logical: struct({ 17: struct({}) }) });
    },
    tooLarge: MILLION,
    fits: 200_000,
    value: (size) => [{ a: { type: "Polygon", coordinates: repeat(size, []) } }],
  },
  {
    name: "row groups of 1,000 nulls each, all in one place",
    says: /rows/,
    make: (size) => {
      const pages = dataPage({ values: 1_000, body: levels(run(1_000, 0)) });
      return flat(1_000, { type: "INT32", pages }, { repetition: 1 }, size);
    },
    tooLarge: 10_000,
    fits: 400,
    value: (size) => rows(1_000 * size, null),
  },
  {
    name: "row groups of nothing",
    says: /\(its footer\)/,
    make: (size) => {
      const group = struct({ 1: list([]), 2: long(0), 3: long(0) });
      const schema = list([struct({ 4: text("root") })]);
      return withFooter(struct({ 1: int(2), 2: schema, 3: long(0), 4: list(repeat(size, group)) })[1]);
    },
    tooLarge: MILLION,
    fits: 100_000,
    value: () => [],
  },
  {
    name: "columns without a row",
    says: /\(its footer\)/,
    make: (size) => {
      const column = struct({ 1: int(1), 3: int(0), 4: text("a") });
      const schema = list([struct({ 4: text("root"), 5: int(size) }), ...repeat(size, column)]);
      return withFooter(struct({ 1: int(2), 2: schema, 3: long(0), 4: list([]) })[1]);
    },
    tooLarge: MILLION,
    fits: 100_000,
    value: () => [],
  },
  {
    name: "unknown fields in the footer",
    says: /\(its footer\)/,
    make: (size) => {
      const schema = list([struct({ 4: text("root") })]);
      const known = struct({ 1: int(2), 2: schema, 3: long(0), 4: list([]), 5: list([]), 6: text("me") })[1];
      // The fields 7, 8, … as booleans, which have no bytes of their own.
      return withFooter(join(known.slice(0, -1), new Uint8Array(size).fill(0x12), [0]));
    },
    tooLarge: 10 * MILLION,
    fits: 200_000,
    value: () => [],
  },
];
