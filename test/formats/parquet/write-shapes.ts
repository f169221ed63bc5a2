/** Writes the files of shapes that pyarrow and DuckDB read, and that neither of them writes. `node test/formats/parquet/write-shapes.ts` */
import { writeFileSync } from "node:fs";
import {
  type ColumnOptions,
  DECIMAL,
  dataPage,
  type Element,
  int32,
  join,
  LIST,
  levels,
  MAP,
  parquetFile,
  run,
} from "../../harness/hostile/parquet-file.ts";

const MAP_KEY_VALUE = 2;

/** Three rows: two items, none, one. */
const REPETITIONS = levels([...run(1, 0), ...run(1, 1), ...run(2, 0)]);

const numbers = (...values: readonly number[]) => values.flatMap((value) => [...int32(value)]);

/** 1 and 2, nothing, 3. */
const required = (...path: string[]): ColumnOptions => {
  const definitions = levels([...run(2, 1), ...run(1, 0), ...run(1, 1)]);
  const body = join(REPETITIONS, definitions, numbers(1, 2, 3));
  return { path, type: "INT32", values: 4, pages: dataPage({ values: 4, body }) };
};

/** 10 and a missing one, nothing, 30. */
const optional = (...path: string[]): ColumnOptions => {
  const definitions = levels([...run(1, 2, 2), ...run(1, 1, 2), ...run(1, 0, 2), ...run(1, 2, 2)]);
  const body = join(REPETITIONS, definitions, numbers(10, 30));
  return { path, type: "INT32", values: 4, pages: dataPage({ values: 4, body }) };
};

/** 1 and 2, nothing, a missing group. */
const inOptionalGroup = (...path: string[]): ColumnOptions => {
  const definitions = levels([...run(2, 2, 2), ...run(1, 1, 2), ...run(1, 0, 2)]);
  const body = join(REPETITIONS, definitions, numbers(1, 2));
  return { path, type: "INT32", values: 4, pages: dataPage({ values: 4, body }) };
};

/** 1.15, -0.07 and 90071992547409.93 as bytes of any length. */
const decimals = (...path: string[]): ColumnOptions => {
  const texts = [[115], [0xf9], [0x20, 0, 0, 0, 0, 0, 1]];
  const body = join(...texts.flatMap((bytes) => [int32(bytes.length), bytes]));
  return { path, type: "BYTE_ARRAY", values: 3, pages: dataPage({ values: 3, body }) };
};

const x: Element = { name: "x", type: "INT32", repetition: 0 };
const y: Element = { name: "y", type: "INT32", repetition: 1 };
const list: Element = { name: "a", repetition: 0, converted: LIST, children: 1 };

const FILES: Readonly<Record<string, { schema: readonly Element[]; columns: readonly ColumnOptions[] }>> = {
  "repeated-field": { schema: [{ ...x, name: "a", repetition: 2 }], columns: [required("a")] },
  "repeated-group": {
    schema: [{ name: "a", repetition: 2, children: 2 }, x, y],
    columns: [required("a", "x"), optional("a", "y")],
  },
  "repeated-member": {
    schema: [
      { name: "a", repetition: 1, children: 1 },
      { ...x, repetition: 2 },
    ],
    columns: [inOptionalGroup("a", "x")],
  },
  "list-of-two-levels": { schema: [list, { ...x, name: "array", repetition: 2 }], columns: [required("a", "array")] },
  "list-of-array-groups": {
    schema: [list, { name: "array", repetition: 2, children: 1 }, x],
    columns: [required("a", "array", "x")],
  },
  "list-of-tuples": {
    schema: [list, { name: "a_tuple", repetition: 2, children: 1 }, x],
    columns: [required("a", "a_tuple", "x")],
  },
  "list-of-structs": {
    schema: [list, { name: "bag", repetition: 2, children: 2 }, x, y],
    columns: [required("a", "bag", "x"), optional("a", "bag", "y")],
  },
  "map-without-values": {
    schema: [{ ...list, converted: MAP }, { name: "key_value", repetition: 2, children: 1 }, x],
    columns: [required("a", "key_value", "x")],
  },
  "map-of-key-values": {
    schema: [{ ...list, converted: MAP_KEY_VALUE }, { name: "map", repetition: 2, children: 2 }, x, y],
    columns: [required("a", "map", "x"), optional("a", "map", "y")],
  },
  "decimals-of-any-length": {
    schema: [{ name: "a", type: "BYTE_ARRAY", repetition: 0, converted: DECIMAL, scale: 2, precision: 18 }],
    columns: [decimals("a")],
  },
};

for (const [name, { schema, columns }] of Object.entries(FILES)) {
  const bytes = parquetFile({ schema, groups: [{ rows: 3, columns }] });
  writeFileSync(new URL(`shape-${name}.parquet`, import.meta.url).pathname, bytes);
}
