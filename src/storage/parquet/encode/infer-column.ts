import type { SchemaElement } from "hyparquet";
import { isMapping } from "../../../core/field-errors.ts";
import { cut } from "../../../core/listed.ts";
import { Decimal } from "../../../core/values/exact/decimal.ts";
import { TimeOfDay } from "../../../core/values/exact/time-of-day.ts";
import { Duration } from "../../../core/values/exact/time-span.ts";
import { MAX_LEVELS } from "../decode/schema.ts";
import type { ArrowField } from "../types/arrow-durations.ts";
import { shownInteger } from "../types/decimals.ts";
import {
  decimalElement,
  durationUnitOf,
  integerElement,
  isNothing,
  refusal,
  timeElement,
  timestampElement,
} from "./leaf-elements.ts";

/** Of the numeric ones, a later one holds the cells of those before it. */
const KINDS = [
  ...(["nothing", "boolean", "integer", "number", "decimal", "text", "date", "time", "duration"] as const),
  ...(["bytes", "list", "object"] as const),
];
type Kind = (typeof KINDS)[number];

/** The levels of a schema that a list adds, that an object adds, and that a column without them has below the root. */
const [LIST_LEVELS, OBJECT_LEVELS, COLUMN_LEVELS] = [2, 1, 2];

/** A column's part of a schema, and of Arrow's schema. */
export interface ColumnSchema {
  readonly elements: SchemaElement[];
  readonly arrow: ArrowField;
}

/**
 * The Parquet type of a column by its cells, which may all be null: INT64 for whole numbers that a double holds exactly, else
 * DOUBLE; decimals where a number has more digits; UTC timestamps, as precise as the dates are; lists and structs.
 * @throws TaipyError `invalid_value` for cells of different types, for values without a type in Parquet, and for values that
 *   are nested so deep that no reader takes them
 */
export function inferColumn(
  name: string,
  cells: readonly unknown[],
  path: string = name,
  levels: number = COLUMN_LEVELS,
): ColumnSchema {
  if (levels > MAX_LEVELS) {
    throw refusal(
      `Parquet files of at most ${MAX_LEVELS} levels are kept; the column "${cut(path)}" is nested deeper.`,
    );
  }
  const kind = kindOfAll(cells, path);
  const leaf = (element: Omit<SchemaElement, "name">, unit: ArrowField["unit"] = null): ColumnSchema => ({
    elements: [{ ...element, name, repetition_type: "OPTIONAL" }],
    arrow: { unit, children: [] },
  });
  switch (kind) {
    case "boolean":
      return leaf({ type: "BOOLEAN" });
    case "integer":
      return leaf(integerElement(cells, path));
    case "number":
      return leaf({ type: "DOUBLE" });
    case "decimal":
      return leaf(decimalElement(cells, path));
    case "date":
      return leaf(timestampElement(cells));
    case "time":
      return leaf(timeElement(cells));
    case "duration":
      return leaf({ type: "INT64" }, durationUnitOf(cells));
    case "bytes":
      return leaf({ type: "BYTE_ARRAY" });
    case "nothing":
    case "text":
      return leaf({ type: "BYTE_ARRAY", converted_type: "UTF8" });
    case "list":
      return listColumn(name, cells, path, levels);
    case "object":
      return objectColumn(name, cells, path, levels);
  }
}

function listColumn(name: string, cells: readonly unknown[], path: string, levels: number): ColumnSchema {
  const lists = cells as readonly (readonly unknown[] | null | undefined)[];
  const items = lists.flatMap((list) => list ?? []);
  const element = inferColumn("element", items, `${path}[]`, levels + LIST_LEVELS);
  const wrapper: SchemaElement[] = [
    { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
  ];
  return {
    elements: [...wrapper, ...element.elements],
    arrow: { unit: null, group: "list", children: [element.arrow] },
  };
}

type Members = Readonly<Record<string, unknown>>;

/** A struct; a map where the objects have different members of one type, of which a struct would make missing ones. */
function objectColumn(name: string, cells: readonly unknown[], path: string, levels: number): ColumnSchema {
  const objects = (cells as readonly (Members | null | undefined)[]).filter((cell) => !isNothing(cell));
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  if (keys.length === 0) throw refusal(`Parquet has no type for objects without members, as in column "${path}".`);
  if (!keys.every((key) => key.isWellFormed())) throw refusal("A member has a name that UTF-8 cannot hold.");
  if (objects.some((object) => Object.keys(object).length < keys.length)) {
    const values = objects.flatMap((object) => Object.values(object));
    if (areOfOneKind(values)) return mapColumn(name, values, path, levels);
  }
  const members = keys.map((key) => {
    const values = objects.map((object) => (Object.hasOwn(object, key) ? object[key] : null));
    return inferColumn(key, values, `${path}.${key}`, levels + OBJECT_LEVELS);
  });
  const group: SchemaElement = { name, repetition_type: "OPTIONAL", num_children: keys.length };
  return {
    elements: [group, ...members.flatMap(({ elements }) => elements)],
    arrow: { unit: null, group: "struct", children: members.map(({ arrow }) => arrow) },
  };
}

/** Of scalars: objects and lists may differ further inside. */
function areOfOneKind(cells: readonly unknown[]): boolean {
  const present = cells.filter((cell) => !isNothing(cell));
  const kinds = new Set(present.map((cell) => (typeof cell === "object" ? cell?.constructor : typeof cell)));
  return kinds.size <= 1 && !present.some((cell) => Array.isArray(cell) || isMapping(cell));
}

function mapColumn(name: string, values: readonly unknown[], path: string, levels: number): ColumnSchema {
  const value = inferColumn("value", values, `${path}{}`, levels + LIST_LEVELS);
  const wrapper: SchemaElement[] = [
    { name, repetition_type: "OPTIONAL", converted_type: "MAP", num_children: 1 },
    { name: "key_value", repetition_type: "REPEATED", num_children: 2 },
    { name: "key", type: "BYTE_ARRAY", repetition_type: "REQUIRED", converted_type: "UTF8" },
  ];
  const entries: ArrowField = { unit: null, group: "struct", children: [{ unit: null, children: [] }, value.arrow] };
  return { elements: [...wrapper, ...value.elements], arrow: { unit: null, group: "map", children: [entries] } };
}

const NUMERIC: readonly Kind[] = ["integer", "number", "decimal"];

function kindOfAll(cells: readonly unknown[], path: string): Kind {
  let kind: Kind = "nothing";
  for (const [index, cell] of cells.entries()) {
    const next = kindOf(cell, path, index);
    if (next === "nothing" || next === kind) continue;
    if (kind === "nothing") kind = next;
    else if (NUMERIC.includes(kind) && NUMERIC.includes(next))
      kind = KINDS.indexOf(next) > KINDS.indexOf(kind) ? next : kind;
    else throw refusal(`Parquet keeps one type a column; "${path}" has ${kind} and, in row ${index + 1}, ${next}.`);
  }
  // Only after all cells it is known that the column has fractions, and a BigInt does not fit into a double.
  const big = kind === "number" ? cells.findIndex((cell) => typeof cell === "bigint") : -1;
  if (big === -1) return kind;
  if (cells.every((cell) => typeof cell !== "number" || shownInteger(cell) !== undefined)) return "integer";
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
  if (cell instanceof Decimal) return "decimal";
  if (cell instanceof TimeOfDay) return "time";
  if (cell instanceof Duration) return "duration";
  const prototype: unknown = Object.getPrototypeOf(cell);
  return prototype === Object.prototype || prototype === null ? "object" : null;
}
