import { TaipyError } from "../../core/errors.ts";
import { isTabular } from "../../core/storage-types.ts";
import { Budget } from "../../core/values/budget.ts";
import { unexposed } from "../../core/values/exposed-type.ts";
import { failuresText, schemaFailures } from "../../core/values/schema/schema-failures.ts";
import { tableOf } from "../table/tabular-value.ts";
import type { StorageContext } from "../types.ts";

type Context = Pick<StorageContext, "config" | "dataNode">;

// docs/decisions/107-schemas-check-and-change-nothing.md
/**
 * Refuses a value that does not fit the schema of its data node.
 * @param value as the storage type reads it
 * @param more.from the rows before this index are not checked
 * @param more.isWritten the caller has given it in a form that the storage type may have changed
 * @throws TaipyError `schema_mismatch`
 */
export async function refuseMisfits(
  { config, dataNode: { storage_type } }: Context,
  value: unknown,
  { from = 0, isWritten = false } = {},
): Promise<void> {
  if (config?.schema === undefined) return;
  const found = await schemaFailures(config.schema, value, { isTable: isTabular(storage_type), from });
  if (found.failures.length === 0) return;
  const asRead = isWritten ? ` It was checked as ${storage_type} gives it back.` : "";
  const message = `The value does not fit the schema of ${config.id}: ${failuresText(found)}.${asRead}`;
  throw new TaipyError("schema_mismatch", message, { details: { failures: found.failures } });
}

/** A value for a system of its own in the form that is checked: rows of a table as they are given, or made of lists and columns. */
export function givenValue(
  { config, dataNode: { storage_type } }: Context,
  value: unknown,
  isAppended: boolean,
): unknown {
  const plain = unexposed(config, value);
  if (isTabular(storage_type)) return rowsOf(plain);
  // One item may be appended without a list around it.
  return isAppended ? [plain].flat() : plain;
}

/** How many rows of a table were there before some were appended. */
export function rowsBefore({ dataNode: { storage_type } }: Context, all: unknown, appended: unknown): number {
  if (!isTabular(storage_type) || !Array.isArray(all)) return 0;
  return Math.max(0, all.length - tableOf(appended, new Budget()).rows.length);
}

function rowsOf(value: unknown): unknown {
  if (Array.isArray(value) && value.every(isObject)) return value;
  const { columns, rows } = tableOf(value ?? [], new Budget());
  return rows.map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index]])));
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
