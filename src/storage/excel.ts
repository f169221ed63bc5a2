import type { PayloadRef } from "../core/entities/payload.ts";
import { TaipyError } from "../core/errors.ts";
import { listed } from "../core/listed.ts";
import { STORAGE_TYPE_ROWS } from "../core/storage-types.ts";
import { columnOrder, inOrder } from "../core/values/columns/column-order.ts";
import { Workbook } from "./excel/read-workbook.ts";
import { DEFAULT_SHEET, sheetChoice, sheetsOf, writtenSheets } from "./excel/sheets.ts";
import { writeWorkbook } from "./excel/write-workbook.ts";
import { rowsUnder } from "./table/append.ts";
import type { Row, Table } from "./table/tabular-value.ts";
import type { StorageContext, StorageType } from "./types.ts";

const [CONTENT_TYPE] = STORAGE_TYPE_ROWS.excel.content.mediaTypes;
const NO_TABLE: Table = { columns: [], rows: [] };

/**
 * Tables as an Excel workbook (`.xlsx`). Properties: `has_header` (true), `sheet_name` (null). With the name of
 * one sheet the value is its rows; with a list of names, or null for all sheets, it is an object of the sheets' rows. Only
 * values are kept: a write or an append loses the formulas, styles and charts of an uploaded file.
 */
export const excel: StorageType = {
  async read(context, ref) {
    const choice = sheetChoice(context.dataNode.properties);
    const workbook = await open(context, ref);
    checkSheets(context, workbook, choice === null ? [] : [choice].flat());
    if (typeof choice === "string") return workbook.rows(choice, hasHeader(context));
    const sheets: [string, Row[]][] = [];
    for (const name of choice ?? workbook.sheetNames)
      sheets.push([name, await workbook.rows(name, hasHeader(context))]);
    return inOrder(Object.fromEntries(sheets), columnOrder(sheets.map(([name]) => name)));
  },

  async write(context, value) {
    return put(context, writtenSheets(value, sheetChoice(context.dataNode.properties), context.budget));
  },

  async append(context, ref, value) {
    if (ref === null) return excel.write(context, value);
    const workbook = await open(context, ref);
    const names = workbook.sheetNames;
    const choice = sheetChoice(context.dataNode.properties);
    const [first = DEFAULT_SHEET] = choice === null ? names : [choice].flat();
    const added = sheetsOf(value, first, typeof choice !== "string", context.budget);
    const sheets = new Map<string, Table>();
    for (const name of names) sheets.set(name, await workbook.table(name, hasHeader(context)));
    for (const [name, table] of added) {
      const { columns, rows } = sheets.get(name) ?? NO_TABLE;
      const isEmpty = columns.length === 0;
      sheets.set(name, isEmpty ? table : { columns, rows: rows.concat(rowsUnder(columns, table, context.budget)) });
    }
    return put(context, sheets);
  },
};

const hasHeader = ({ dataNode }: StorageContext) => dataNode.properties.has_header !== false;

async function put(context: StorageContext, sheets: ReadonlyMap<string, Table>): Promise<PayloadRef> {
  return context.payloads.put(await writeWorkbook(sheets, hasHeader(context), context.budget), CONTENT_TYPE);
}

/** The budget counts the file, too: it stays in memory while its sheets are read. */
async function open({ budget, payloads }: StorageContext, ref: PayloadRef): Promise<Workbook> {
  budget.charge("unpackedBytes", ref.size, "the file");
  return Workbook.open(await payloads.getBytes(ref), budget);
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
