import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { listed } from "../core/listed.ts";
import { STORAGE_TYPE_ROWS } from "../core/storage-types.ts";
import { columnOrder, inOrder } from "../core/values/columns/column-order.ts";
import { appendTables } from "./excel/append/append-tables.ts";
import { Workbook } from "./excel/read-workbook.ts";
import { comparedWith } from "./excel/replaced-workbook.ts";
import { DEFAULT_SHEET, sheetChoice, sheetsOf, writtenSheets } from "./excel/sheets.ts";
import { writeWorkbook } from "./excel/write-workbook.ts";
import { hasLostOrder, underPresent } from "./table/append.ts";
import { readPresent } from "./table/present-file.ts";
import type { Row, Table } from "./table/tabular-value.ts";
import type { StorageContext, StorageType } from "./types.ts";

const [CONTENT_TYPE] = STORAGE_TYPE_ROWS.excel.content.mediaTypes;

/**
 * Tables as an Excel workbook (`.xlsx`). Properties: `has_header` (true), `sheet_name` (null). With the name of
 * one sheet the value is its rows; with a list of names, or null for all sheets, it is an object of the sheets' rows. An append
 * changes nothing else of the file; a write makes a new one, with the number formats of the columns that stay.
 */
export const excel: StorageType = {
  async read(context, ref) {
    const choice = sheetChoice(context.dataNode.properties);
    const { workbook } = await open(context, ref);
    checkSheets(context, workbook, choice === null ? [] : [choice].flat());
    if (typeof choice === "string") return workbook.rows(choice, hasHeader(context));
    const sheets: [string, Row[]][] = [];
    for (const name of choice ?? workbook.sheetNames)
      sheets.push([name, await workbook.rows(name, hasHeader(context))]);
    return inOrder(Object.fromEntries(sheets), columnOrder(sheets.map(([name]) => name)));
  },

  async write(context, value, current = null) {
    const choice = sheetChoice(context.dataNode.properties);
    const sheets = writtenSheets(value, choice, context.budget);
    const replaced = current === null ? null : await replacedBy(context, current, sheets, value);
    const { same = null, kept, sheets: typed = sheets } = replaced ?? {};
    const bytes = same ?? (await writeWorkbook(typed, hasHeader(context), context.budget, kept));
    return context.payloads.put(bytes, CONTENT_TYPE);
  },

  async append(context, ref, value) {
    if (ref === null) return excel.write(context, value);
    const { budget } = context;
    const { workbook } = await open(context, ref);
    const choice = sheetChoice(context.dataNode.properties);
    const [first = DEFAULT_SHEET] = choice === null ? workbook.sheetNames : [choice].flat();
    const tables = sheetsOf(value, first, typeof choice !== "string", budget);
    const isRead = (sheet: string) => choice === null || [choice].flat().includes(sheet);
    const bytes = await appendTables(workbook, tables, { hasHeader: hasHeader(context), budget, isRead });
    return context.payloads.put(bytes, CONTENT_TYPE);
  },
};

const hasHeader = ({ dataNode }: StorageContext) => dataNode.properties.has_header !== false;

/** The budget counts the file, too: it stays in memory while its sheets are read. */
async function open({ budget, payloads }: Pick<StorageContext, "budget" | "payloads">, ref: PayloadRef) {
  budget.charge("unpackedBytes", ref.size, "the file");
  const bytes = await payloads.getBytes(ref);
  return { bytes, workbook: await Workbook.open(bytes, budget) };
}

/** What a write takes over from the file that it replaces, or its bytes when no cell differs; null when it can't be read. */
function replacedBy(
  { dataNode, budget: writing, payloads }: StorageContext,
  current: PayloadRef,
  given: ReadonlyMap<string, Table>,
  value: unknown,
) {
  const choice = sheetChoice(dataNode.properties);
  const hasHeader = dataNode.properties.has_header !== false;
  return readPresent(writing, async (budget) => {
    const { bytes, workbook } = await open({ budget, payloads }, current);
    const sheets = new Map(given);
    for (const [name, table] of given) {
      if (!workbook.hasSheet(name) || !hasLostOrder(table, value)) continue;
      sheets.set(name, underPresent(table, value, (await workbook.table(name, hasHeader)).columns));
    }
    const replaced = await comparedWith(workbook, sheets, hasHeader, budget);
    const isWhole = choice !== null || workbook.sheetNames.join("/") === [...sheets.keys()].join("/");
    return { ...replaced, same: replaced.isSame && isWhole ? bytes : null };
  });
}

/** @throws TaipyError `invalid_value` when the workbook has no such sheet */
function checkSheets(context: StorageContext, workbook: Workbook, names: readonly string[]): void {
  const missing = names.find((name) => !workbook.hasSheet(name));
  if (missing === undefined) return;
  const { path, default_path } = context.dataNode.properties;
  const file = path ?? default_path ?? "the stored workbook";
  const known = listed(workbook.sheetNames);
  throw new TaipyError("invalid_value", `${missing} does not exist in ${String(file)}. Sheets: ${known}.`);
}
