/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, it } from "vitest";
import { Budget } from "../../../src/core/values/budget.ts";
import { Decimal } from "../../../src/core/values/exact/decimal.ts";
import { dateOfNanoseconds } from "../../../src/core/values/exact/precise-date.ts";
import { TimeOfDay } from "../../../src/core/values/exact/time-of-day.ts";
import { Duration } from "../../../src/core/values/exact/time-span.ts";
import type { Filter, FilterOperator } from "../../../src/core/values/filter.ts";
import { openParquet, type ParquetFile } from "../../../src/storage/parquet/read-table.ts";
import { parquet } from "../../../src/storage/parquet.ts";
import type { StorageContext } from "../../../src/storage/types.ts";
import { aStoredPayload } from "../../harness/factories.ts";
import EXPECTED from "./expected.json" with { type: "json" };

const urls = import.meta.glob<string>("./*.parquet", { query: "?url&inline", import: "default", eager: true });

const NAMES = Object.keys(EXPECTED) as (keyof typeof EXPECTED)[];

function fileOf(name: string): Uint8Array {
  const base64 = urls[`./${name}.parquet`]?.split("base64,")[1] ?? "";
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

const ref = aStoredPayload("k", { content_type: "application/vnd.apache.parquet" });

/** A context in which a put leaves its bytes. */
function contextOf(bytes: Uint8Array) {
  const kept: { bytes: Uint8Array } = { bytes };
  const payloads = {
    getBytes: async () => bytes,
    put: async (body: Uint8Array) => {
      kept.bytes = body;
      return ref;
    },
  };
  const context = { dataNode: { properties: {} }, payloads, budget: new Budget() } as unknown as StorageContext;
  return { context, kept };
}

const read = async (bytes: Uint8Array) =>
  (await parquet.read(contextOf(bytes).context, ref)) as Record<string, unknown>[];

/** A cell with all its digits, in a form that tests compare. */
function shown(cell: unknown): unknown {
  if (cell instanceof Date) return { date: cell.toISOString() };
  if (cell instanceof TimeOfDay || cell instanceof Duration) return { [cell.constructor.name]: String(cell) };
  if (cell instanceof Uint8Array) return { bytes: [...cell] };
  if (typeof cell === "number" || typeof cell === "bigint" || cell instanceof Decimal) {
    return { [typeof cell]: Object.is(cell, -0) ? "-0" : String(cell) };
  }
  if (Array.isArray(cell)) return cell.map(shown);
  if (typeof cell !== "object" || cell === null) return cell;
  return Object.fromEntries(Object.entries(cell).map(([name, member]) => [name, shown(member)]));
}

/** A cell of expected.json as JavaScript has it. */
function cellOf(expected: unknown): unknown {
  if (Array.isArray(expected)) return expected.map(cellOf);
  if (typeof expected !== "object" || expected === null) return expected;
  const [[kind, value] = ["", ""]] = Object.entries(expected as Record<string, never>);
  switch (kind) {
    case "decimal":
      return Decimal.parse(value);
    case "timestamp":
      return dateOfNanoseconds(BigInt(value));
    case "time":
      return new TimeOfDay(Number(value));
    case "duration":
      return new Duration(BigInt(value));
    case "bytes":
      return Uint8Array.from((value as string).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
    case "number":
      return numberOf(value);
    default:
      return Object.fromEntries(
        Object.entries(value as unknown as object).map(([name, member]) => [name, cellOf(member)]),
      );
  }
}

function numberOf(text: string): unknown {
  if (/^-?\d+$/.test(text)) return Decimal.parse(text);
  return text.endsWith("inf") ? Number(text.replace("inf", "Infinity")) : Number(text);
}

const rowsOf = (name: keyof typeof EXPECTED) =>
  EXPECTED[name].map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, cellOf(cell)])));

/** The schema, with one annotation of two that integers may have. */
const typesOf = ({ metadata }: ParquetFile) =>
  metadata.schema.map(({ logical_type, ...element }) => ({
    ...element,
    logical_type: logical_type?.type === "INTEGER" ? undefined : logical_type,
  }));

describe("A Parquet file that pyarrow reads", () => {
  it.each(NAMES)("has the same cells here, in all digits: %s", async (name) => {
    expect(shown(await read(fileOf(name)))).toEqual(shown(rowsOf(name)));
  });

  it.each(NAMES)("has the same cells in each part of it: %s", async (name) => {
    const expected = shown(rowsOf(name)) as Record<string, unknown>[];
    for (let offset = 0; offset < expected.length; offset += 7) {
      const part = { filter: null, columns: null, offset, limit: 3 };
      const rows = await parquet.select?.(contextOf(fileOf(name)).context, ref, part);
      expect(shown(rows)).toEqual(expected.slice(offset, offset + 3));
    }
  });

  it.each(NAMES)("keeps its bytes when its own rows are written: %s", async (name) => {
    const bytes = fileOf(name);
    const { context, kept } = contextOf(bytes);
    kept.bytes = new Uint8Array();
    await parquet.write(context, await read(bytes), ref);
    expect(kept.bytes).toEqual(bytes);
  });

  it.each(NAMES)("keeps its rows, schema and bytes when its own rows are appended: %s", async (name) => {
    const bytes = fileOf(name);
    const { context, kept } = contextOf(bytes);
    const rows = await read(bytes);
    await parquet.append?.(context, ref, rows);
    const longer = kept.bytes;
    expect(shown(await read(longer))).toEqual(shown([...rows, ...rows]));
    const [before, after] = [await openParquet(bytes, new Budget()), await openParquet(longer, new Budget())];
    expect(after.metadata.schema).toEqual(before.metadata.schema);
    expect(after.metadata.key_value_metadata).toEqual(before.metadata.key_value_metadata);
    expect(after.metadata.row_groups.slice(0, before.groups.length)).toEqual(before.metadata.row_groups);
    expect(after.metadata.num_rows).toBe(2n * before.metadata.num_rows);
    const footer = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const data = bytes.length - 8 - footer;
    expect(longer.slice(0, data)).toEqual(bytes.slice(0, data));
  });

  it.each(NAMES)("keeps the types of its columns when other rows are written: %s", async (name) => {
    const bytes = fileOf(name);
    const { context, kept } = contextOf(bytes);
    const rows = (await read(bytes)).toReversed();
    await parquet.write(context, [...rows, ...rows], ref);
    expect(shown(await read(kept.bytes))).toEqual(shown([...rows, ...rows]));
    const [before, after] = [await openParquet(bytes, new Budget()), await openParquet(kept.bytes, new Budget())];
    expect(typesOf(after)).toEqual(typesOf(before));
    expect(after.metadata.key_value_metadata).toEqual(before.metadata.key_value_metadata);
  });

  it.each(NAMES)("is written anew by a task that returns what it has read: %s", async (name) => {
    const rows = await read(fileOf(name));
    const { context, kept } = contextOf(new Uint8Array());
    await parquet.write(context, rows);
    expect(shown(await read(kept.bytes))).toEqual(shown(rows));
  });
});

const where = (key: string, operator: FilterOperator, value: unknown): Filter => ({
  conditions: [{ key, operator, value }],
  join: "AND",
});

/** Filters on exact cells of a file of three row groups of 40 rows, and how many rows they let through. */
const FILTERS = [
  ["price", "EQUAL", 0.83, 1],
  ["price", "EQUAL", Decimal.parse("0.8300000000000000001"), 0],
  ["price", "LESS_THAN", 0.41, 35],
  ["at", "EQUAL", "1970-01-01T00:01:20.000080", 1],
  ["at", "EQUAL", "1970-01-01T00:01:20.000080001", 0],
  ["at", "GREATER_THAN", "1970-01-01T00:01:19.000079", 40],
  ["big", "EQUAL", 2n ** 64n - 1n, 1],
  ["big", "GREATER_THAN", 2n ** 64n - 41n, 40],
  ["big", "LESS_OR_EQUAL", 2n ** 64n - 119n, 2],
  ["text", "EQUAL", "text 80", 1],
  ["text", "NOT_EQUAL", "text 80", 119],
] as const;

describe("A filter of a Parquet file", () => {
  it.each(FILTERS)("compares the exact cells: %s %s %s", async (key, operator, value, count) => {
    const filter = where(key, operator, value);
    for (const name of ["row-groups", "pages-v1", "encodings"]) {
      const part = { filter, columns: null, offset: 0, limit: null };
      expect(await parquet.select?.(contextOf(fileOf(name)).context, ref, part)).toHaveLength(count);
    }
  });
});
