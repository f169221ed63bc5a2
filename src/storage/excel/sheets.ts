import { TaipyError } from "../../core/errors.ts";
import type { Budget } from "../../core/values/budget.ts";
import { columnNames } from "../../core/values/columns/column-order.ts";
import { isScalar } from "../../core/values/exact/scalar.ts";
import { type Table, tableOf } from "../table/tabular-value.ts";

/** The sheets of a node: one, some, or null for all sheets of the workbook. */
export type SheetChoice = string | readonly string[] | null;

/** The sheet of a table whose node names none. */
export const DEFAULT_SHEET = "Sheet1";

/** @throws TaipyError `invalid_value` for a `sheet_name` that is neither text nor a list of texts nor null */
export function sheetChoice({ sheet_name = null }: Readonly<Record<string, unknown>>): SheetChoice {
  if (sheet_name === null || typeof sheet_name === "string") return sheet_name;
  if (Array.isArray(sheet_name) && sheet_name.every((name) => typeof name === "string")) return sheet_name;
  throw new TaipyError("invalid_value", "`sheet_name` is the name of a sheet, a list of names, or null.");
}

/**
 * The tables of a value by sheet: an object whose members are all tables is one of sheets, anything else is one table for
 * the sheet `single`. Members that are empty lists may be columns as well as sheets: `hasSheets` decides.
 * @throws TaipyError `invalid_value` for a value that is no table
 */
export function sheetsOf(value: unknown, single: string, hasSheets: boolean, budget: Budget): Map<string, Table> {
  const members: [string, unknown][] =
    isStructure(value) && !Array.isArray(value) ? columnNames(value).map((name) => [name, value[name]]) : [];
  const areTables = members.length > 0 && members.every(([, member]) => looksLikeTable(member));
  if (!areTables || (!hasSheets && members.every(([, member]) => isEmptyList(member)))) {
    return new Map([[single, tableOf(value, budget)]]);
  }
  return new Map(members.map(([name, member]) => [name, tableOf(member, budget)]));
}

/** The sheets to write. @throws TaipyError `invalid_value` also when a sheet that the node names would be missing */
export function writtenSheets(value: unknown, choice: SheetChoice, budget: Budget): Map<string, Table> {
  const names = choice === null ? [] : [choice].flat();
  const sheets = sheetsOf(value, names[0] ?? DEFAULT_SHEET, typeof choice !== "string", budget);
  const missing = names.find((name) => !sheets.has(name));
  if (missing === undefined) return sheets;
  const given = [...sheets.keys()].join(", ");
  throw new TaipyError("invalid_value", `${missing} does not exist in the value. Sheets: ${given}.`);
}

const isStructure = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !isScalar(value);

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

const looksLikeTable = (value: unknown) => (Array.isArray(value) ? value.every(isStructure) : isStructure(value));
