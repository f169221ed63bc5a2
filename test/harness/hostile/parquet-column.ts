import { PACKS } from "./packed.ts";
import {
  type ColumnOptions,
  dataPage,
  dictionaryPage,
  type Element,
  ENCODINGS,
  join,
  LIST,
  parquetFile,
} from "./parquet-file.ts";

export type Column = Omit<ColumnOptions, "path" | "values"> & { readonly values?: number };

/** A file with one column "a" of one row group. */
export const flat = (rows: number, column: Column, element: Partial<Element> = {}, times = 1): Uint8Array =>
  parquetFile({
    schema: [{ name: "a", type: column.type, repetition: 0, ...element }],
    groups: [{ rows, columns: [{ path: ["a"], values: rows, ...column }] }],
    times,
  });

/** A file with one column of groups within groups, and a leaf. */
export function nested(
  elements: readonly Element[],
  rows: number,
  column: Column & { readonly values: number },
): Uint8Array {
  const path = elements.map(({ name }) => name);
  const schema = elements.map((element, index) => ({ ...element, ...(index < path.length - 1 && { children: 1 }) }));
  return parquetFile({ schema, groups: [{ rows, columns: [{ path, ...column }] }] });
}

export const LISTS: readonly Element[] = [
  { name: "a", repetition: 1, converted: LIST },
  { name: "list", repetition: 2 },
  { name: "element", type: "INT32", repetition: 1 },
];

/** Values that refer to the only entry of a dictionary. */
export const references = (count: number, entry: Uint8Array): Uint8Array =>
  join(
    dictionaryPage({ values: 1, body: entry }),
    dataPage({ values: count, body: [0], encoding: ENCODINGS.DICTIONARY }),
  );

export const packedPage = (
  codec: keyof typeof PACKS,
  values: number,
  start: readonly number[],
  count: number,
  unpacked?: number,
) => dataPage({ values, body: PACKS[codec](start, count), unpacked: unpacked ?? start.length + count });
