import { Budget } from "../../core/values/budget.ts";
import type { Table } from "../table/tabular-value.ts";
import { checkUnpacked } from "./archive/archive.ts";
import { ArchiveWriter } from "./archive/archive-writer.ts";
import type { NumberFormat } from "./cell-styles.ts";
import { whereOf } from "./sheet-memory.ts";
import { checkSheetNames } from "./write/sheet-names.ts";
import { sheetXml } from "./write/sheet-xml.ts";
import { AddedStyles, styleSheetXml } from "./write/style-sheet.ts";
import { sheetPart, workbookXml } from "./write/workbook-xml.ts";

/** The number formats of a column in the file that is replaced, the latest last. */
export type KeptFormats = (sheet: string, column: string) => readonly NumberFormat[];

// docs/decisions/103-appends-edit-the-sheet.md
/**
 * A workbook of tables by the names of their sheets.
 * @throws TaipyError `invalid_value` for values that Excel cannot hold; `value_too_large`
 */
export async function writeWorkbook(
  sheets: ReadonlyMap<string, Table>,
  hasHeader: boolean,
  budget: Budget,
  keptFormats: KeptFormats = () => [],
): Promise<Uint8Array> {
  const names = [...sheets.keys()];
  checkSheetNames(names);
  /** What a reader will charge: what is written can be read. */
  const reader = new Budget();
  const archive = new ArchiveWriter(budget);
  const styles = new AddedStyles(1, []);
  let unpacked = 0;
  for (const [part, xml] of workbookXml(names)) unpacked += await archive.add(part, [xml]);
  for (const [index, [name, table]] of [...sheets].entries()) {
    const kept = (column: string) => keptFormats(name, column);
    const xml = sheetXml({ name, table, hasHeader, is1904: false, styles, kept }, reader);
    unpacked += await archive.add(sheetPart(index), xml);
    checkUnpacked(whereOf(name), unpacked);
  }
  await archive.add("xl/styles.xml", [styleSheetXml(styles)]);
  return archive.finish();
}
