import type { DataNodeConfig } from "../config/app-types.ts";
import { isMapping } from "../field-errors.ts";
import type { RowClass } from "../storage-options/table-options.ts";
import { Budget } from "./budget.ts";
import { columnNames, columnOrder, inOrder } from "./columns/column-order.ts";

type Row = Readonly<Record<string, unknown>>;
type Exposure = Pick<DataNodeConfig, "properties" | "functions">;

/**
 * A stored value in the form that task functions get: rows, an object of columns, or instances of the configured class. Each
 * table of an object of tables (the sheets of a workbook) is converted by itself. Values that are no tables stay as they are.
 * @throws TaipyError `value_too_large` for columns that have many more cells than their rows
 */
export function exposed(config: Exposure | null, value: unknown, budget: Budget = new Budget()): unknown {
  const asClass = rowClass(config);
  if (asClass !== null) return eachTable(value, (rows) => rows.map((row) => new asClass(row)));
  return config?.properties.exposed_type === "columns" ? eachTable(value, (rows) => columnsOf(rows, budget)) : value;
}

/** The stored form of a value: instances of the configured class become plain rows of their own fields. */
export function unexposed(config: Exposure | null, value: unknown): unknown {
  const asClass = rowClass(config);
  if (asClass === null) return value;
  const plain = (item: unknown) => (item instanceof asClass ? { ...item } : item);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof asClass) return plain(value);
  if (!isMapping(value)) return value;
  const tables = Object.entries(value).map(([name, rows]) => [name, Array.isArray(rows) ? rows.map(plain) : rows]);
  return inOrder(Object.fromEntries(tables), columnOrder(columnNames(value)));
}

function rowClass(config: Exposure | null): RowClass | null {
  const found = config?.functions?.exposed_type ?? config?.functions?.custom_document;
  // The type of these options in the DSL is `RowClass`, which the type of `functions` does not show.
  return found === undefined ? null : (found as unknown as RowClass);
}

function eachTable(value: unknown, expose: (rows: readonly Row[]) => unknown): unknown {
  if (isTable(value)) return expose(value);
  if (!isMapping(value)) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, isTable(part) ? expose(part) : part]);
  return inOrder(Object.fromEntries(parts), columnOrder(columnNames(value)));
}

const isTable = (value: unknown): value is readonly Row[] => Array.isArray(value) && value.every(isMapping);

/** All columns have the same length: a row without a column has null there. */
function columnsOf(rows: readonly Row[], budget: Budget): Readonly<Record<string, readonly unknown[]>> {
  const names = new Set<string>();
  for (const row of rows) for (const name of columnNames(row)) names.add(name);
  budget.charge("items", names.size * rows.length, `${names.size} columns of ${rows.length} rows`);
  const cell = (row: Row, name: string) => (Object.hasOwn(row, name) ? row[name] : null);
  const columns = Object.fromEntries([...names].map((name) => [name, rows.map((row) => cell(row, name))]));
  return inOrder(columns, columnOrder([...names]));
}
