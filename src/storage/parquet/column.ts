import type { SchemaElement } from "hyparquet";
import { TaipyError } from "../../core/errors.ts";
import { cut } from "../../core/listed.ts";
import { MAX_LEVELS } from "./decode/schema.ts";

/** Parquet's 64-bit integers. */
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

type Kind = "nothing" | "boolean" | "integer" | "number" | "text" | "date" | "bytes" | "list" | "object";

/** The levels of a schema that a list adds, that an object adds, and that a column without them has below the root. */
const [LIST_LEVELS, OBJECT_LEVELS, COLUMN_LEVELS] = [2, 1, 2];

/** A column for the writing library: its part of the schema, and its cells. */
export interface Column {
  readonly schema: SchemaElement[];
  readonly cells: unknown[];
}

/**
 * The Parquet type of a column by its cells, which may all be null: INT64 for whole numbers that a double holds exactly,
 * else DOUBLE; UTC timestamps of milliseconds for dates; lists and structs for lists and plain objects.
 * @throws TaipyError `invalid_value` for cells of different types, for values without a type in Parquet, and for values that
 *   are nested so deep that no reader takes them
 */
export function columnOf(
  name: string,
  cells: readonly unknown[],
  path: string = name,
  levels: number = COLUMN_LEVELS,
): Column {
  if (levels > MAX_LEVELS) {
    throw refusal(
      `Parquet files of at most ${MAX_LEVELS} levels are kept; the column "${cut(path)}" is nested deeper.`,
    );
  }
  const kind = kindOfAll(cells, path);
  const leaf = (element: Omit<SchemaElement, "name">): SchemaElement[] => [
    { ...element, name, repetition_type: "OPTIONAL" },
  ];
  switch (kind) {
    case "boolean":
      return { schema: leaf({ type: "BOOLEAN" }), cells: [...cells] };
    case "integer":
      return {
        schema: leaf({ type: "INT64" }),
        cells: cells.map((cell) => (isNothing(cell) ? null : int64(cell, path))),
      };
    case "number":
      return { schema: leaf({ type: "DOUBLE" }), cells: [...cells] };
    case "date":
      return { schema: leaf(TIMESTAMP), cells: [...cells] };
    case "bytes":
      return { schema: leaf({ type: "BYTE_ARRAY" }), cells: [...cells] };
    case "nothing":
    case "text":
      return { schema: leaf({ type: "BYTE_ARRAY", converted_type: "UTF8" }), cells: [...cells] };
    case "list":
      return listColumn(name, cells, path, levels);
    case "object":
      return structColumn(name, cells, path, levels);
  }
}

const TIMESTAMP = {
  type: "INT64",
  converted_type: "TIMESTAMP_MILLIS",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
} as const;

function listColumn(name: string, cells: readonly unknown[], path: string, levels: number): Column {
  const lists = cells as readonly (readonly unknown[] | null | undefined)[];
  const element = columnOf(
    "element",
    lists.flatMap((list) => list ?? []),
    `${path}[]`,
    levels + LIST_LEVELS,
  );
  let used = 0;
  const converted = lists.map((list) => {
    if (isNothing(list)) return null;
    used += list.length;
    return element.cells.slice(used - list.length, used);
  });
  const wrapper: SchemaElement[] = [
    { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
  ];
  return { schema: [...wrapper, ...element.schema], cells: converted };
}

function structColumn(name: string, cells: readonly unknown[], path: string, levels: number): Column {
  const objects = cells as readonly (Readonly<Record<string, unknown>> | null | undefined)[];
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object ?? {})))];
  if (keys.length === 0) throw refusal(`Parquet has no type for objects without members, as in column "${path}".`);
  const members = keys.map((key) => {
    const values = objects.map((object) => (object && Object.hasOwn(object, key) ? object[key] : null));
    return [key, columnOf(key, values, `${path}.${key}`, levels + OBJECT_LEVELS)] as const;
  });
  const group: SchemaElement = { name, repetition_type: "OPTIONAL", num_children: keys.length };
  return {
    schema: [group, ...members.flatMap(([, member]) => member.schema)],
    cells: objects.map((object, row) =>
      isNothing(object) ? null : Object.fromEntries(members.map(([key, member]) => [key, member.cells[row]])),
    ),
  };
}

function kindOfAll(cells: readonly unknown[], path: string): Kind {
  let kind: Kind = "nothing";
  for (const [index, cell] of cells.entries()) {
    const next = kindOf(cell, path, index);
    if (next === "nothing" || next === kind) continue;
    const isNumeric = (kind === "integer" && next === "number") || (kind === "number" && next === "integer");
    if (kind === "nothing") kind = next;
    else if (isNumeric) kind = "number";
    else throw refusal(`Parquet keeps one type a column; "${path}" has ${kind} and, in row ${index + 1}, ${next}.`);
  }
  // Only after all cells it is known that the column has fractions, and a BigInt does not fit into a double.
  const big = kind === "number" ? cells.findIndex((cell) => typeof cell === "bigint") : -1;
  if (big === -1) return kind;
  throw refusal(`Parquet keeps one type a column; "${path}" has fractions and, in row ${big + 1}, a BigInt.`);
}

function kindOf(cell: unknown, path: string, index: number): Kind {
  switch (typeof cell) {
    case "undefined":
      return "nothing";
    case "boolean":
      return "boolean";
    case "bigint":
      return "integer";
    case "number":
      return Number.isSafeInteger(cell) && !Object.is(cell, -0) ? "integer" : "number";
    case "string":
      if (cell.isWellFormed()) return "text";
      throw refusal(`Row ${index + 1} of column "${path}" has text that UTF-8 cannot hold.`);
    case "object": {
      const kind = kindOfObject(cell);
      if (kind !== null) return kind;
    }
  }
  const what = cell instanceof Date ? "an invalid date" : `a value of type ${typeof cell}`;
  throw refusal(`Parquet has no type for ${what}, as in row ${index + 1} of column "${path}".`);
}

function kindOfObject(cell: object | null): Kind | null {
  if (cell === null) return "nothing";
  if (Array.isArray(cell)) return "list";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : "date";
  if (cell instanceof Uint8Array) return "bytes";
  const prototype: unknown = Object.getPrototypeOf(cell);
  return prototype === Object.prototype || prototype === null ? "object" : null;
}

function int64(cell: unknown, path: string): bigint {
  const integer = typeof cell === "bigint" ? cell : BigInt(cell as number);
  if (integer >= INT64.min && integer <= INT64.max) return integer;
  throw refusal(`Parquet's integers have 64 bits; column "${path}" has ${integer}.`);
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

const refusal = (message: string) => new TaipyError("invalid_value", message);
