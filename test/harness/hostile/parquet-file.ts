/** Writes Parquet files that no program writes: every number may lie. */

type Bytes = readonly number[];

/** A field of a Thrift struct in the compact protocol: its type, and its bytes. */
type Field = readonly [type: number, bytes: Bytes | Uint8Array];

export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) + 128);
  }
}

const zigzag = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value);

export const int = (value: number): Field => [5, zigzag(value)];
export const long = (value: number): Field => [6, zigzag(value)];
export const yes: Field = [1, []];
export const text = (value: string | Uint8Array): Field => {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return [8, join(varint(bytes.length), bytes)];
};
/** All items have the type of the first one. `size` may lie. */
export const list = (items: readonly Field[], size = items.length): Field => {
  const type = items[0]?.[0] ?? 12;
  const head = size < 15 ? [size * 16 + type] : [0xf0 + type, ...varint(size)];
  return [9, join(head, joined(items.map(([, bytes]) => bytes)))];
};
export const struct = (fields: Readonly<Record<number, Field | undefined>>): Field => {
  const parts: (Bytes | Uint8Array)[] = [];
  let before = 0;
  for (const [key, field] of Object.entries(fields)) {
    if (field === undefined) continue;
    const delta = Number(key) - before;
    parts.push(delta > 0 && delta < 16 ? [delta * 16 + field[0]] : [field[0], ...zigzag(Number(key))], field[1]);
    before = Number(key);
  }
  return [12, join(...parts, [0])];
};

export const join = (...parts: readonly (Bytes | Uint8Array)[]): Uint8Array => joined(parts);

function joined(parts: readonly (Bytes | Uint8Array)[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const int32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => Math.floor(value / 2 ** shift) % 256);

/** A run of one value. */
export const run = (count: number, value: number, width = 1): number[] => [
  ...varint(count * 2),
  ...int32(value).slice(0, Math.ceil(width / 8)),
];

/** Levels of version 1. */
export const levels = (...runs: readonly Bytes[]): Uint8Array => {
  const bytes = join(...runs);
  return join(int32(bytes.length), bytes);
};

export const TYPES = { BOOLEAN: 0, INT32: 1, INT64: 2, DOUBLE: 5, BYTE_ARRAY: 6, FIXED: 7 } as const;
export const ENCODINGS = {
  PLAIN: 0,
  RLE: 3,
  DELTA: 5,
  DELTA_LENGTH: 6,
  DELTA_TEXT: 7,
  DICTIONARY: 8,
  SPLIT: 9,
} as const;
export const CODECS = { none: 0, snappy: 1, gzip: 2, brotli: 4, lz4: 5, zstd: 6, lz4Raw: 7 } as const;

export interface Element {
  readonly name: string;
  readonly type?: keyof typeof TYPES;
  /** 0 = required, 1 = optional, 2 = repeated. */
  readonly repetition?: 0 | 1 | 2;
  readonly children?: number;
  readonly length?: number;
  readonly converted?: number;
  readonly scale?: number;
  readonly precision?: number;
  readonly logical?: Field;
}

/** Converted types. */
export const [UTF8, MAP, LIST, DECIMAL, DATE, TIME_MILLIS, JSON_TEXT, INTERVAL] = [0, 1, 3, 5, 6, 7, 19, 21];

const elementOf = ({
  name,
  type,
  repetition,
  children,
  length,
  converted,
  scale,
  precision,
  logical,
}: Element): Field =>
  struct({
    1: type === undefined ? undefined : int(TYPES[type]),
    2: length === undefined ? undefined : int(length),
    3: repetition === undefined ? undefined : int(repetition),
    4: text(name),
    5: children === undefined ? undefined : int(children),
    6: converted === undefined ? undefined : int(converted),
    7: scale === undefined ? undefined : int(scale),
    8: precision === undefined ? undefined : int(precision),
    10: logical,
  });

export interface PageOptions {
  readonly values: number;
  readonly body: Bytes | Uint8Array;
  readonly encoding?: number;
  /** What the header declares; the body's length by default. */
  readonly unpacked?: number;
  readonly packed?: number;
}

export const dataPage = ({ values, body, encoding = 0, unpacked = body.length, packed = body.length }: PageOptions) =>
  join(
    struct({
      1: int(0),
      2: int(unpacked),
      3: int(packed),
      5: struct({ 1: int(values), 2: int(encoding), 3: int(3), 4: int(3) }),
    })[1],
    body,
  );

export const dictionaryPage = ({ values, body, unpacked = body.length, packed = body.length }: PageOptions) =>
  join(struct({ 1: int(2), 2: int(unpacked), 3: int(packed), 7: struct({ 1: int(values), 2: int(0) }) })[1], body);

export interface ColumnOptions {
  readonly path: readonly string[];
  readonly type: keyof typeof TYPES;
  readonly pages: Uint8Array;
  readonly values: number;
  readonly codec?: number;
  readonly statistics?: Field;
}

export interface FileOptions {
  readonly schema: readonly Element[];
  readonly groups: readonly { readonly rows: number; readonly columns: readonly ColumnOptions[] }[];
  /** How often the groups are named, all in one place. */
  readonly times?: number;
  /** Of the root: 1 if not given. */
  readonly columns?: number;
}

const MAGIC = [0x50, 0x41, 0x52, 0x31];

/** A file with this footer. */
export const withFooter = (footer: Bytes | Uint8Array, body: Bytes | Uint8Array = []): Uint8Array =>
  join(MAGIC, body, footer, int32(footer.length), MAGIC);

export function parquetFile({ schema, groups, times = 1, columns = 1 }: FileOptions): Uint8Array {
  const body: Uint8Array[] = [];
  let at = MAGIC.length;
  const groupFields = groups.map(({ rows, columns: stored }) => {
    const chunks = stored.map(({ path, type, pages, values, codec = 0, statistics }) => {
      const offset = at;
      body.push(pages);
      at += pages.length;
      const metadata = struct({
        1: int(TYPES[type]),
        2: list([int(0)]),
        3: list(path.map(text)),
        4: int(codec),
        5: long(values),
        6: long(pages.length),
        7: long(pages.length),
        9: long(offset),
        12: statistics,
      });
      return struct({ 2: long(offset), 3: metadata });
    });
    return struct({ 1: list(chunks), 2: long(0), 3: long(rows) });
  });
  const named = Array.from({ length: times }, () => groupFields).flat();
  const rows = groups.reduce((sum, group) => sum + group.rows, 0) * times;
  const elements = [{ name: "root", children: columns }, ...schema].map(elementOf);
  const footer = struct({ 1: int(2), 2: list(elements), 3: long(rows), 4: list(named) });
  return withFooter(footer[1], join(...body));
}
