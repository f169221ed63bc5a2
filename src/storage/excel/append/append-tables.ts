import { Budget } from "../../../core/values/budget.ts";
import { rowsUnder } from "../../table/append.ts";
import type { Table } from "../../table/tabular-value.ts";
import { unreadable } from "../archive/workbook-errors.ts";
import type { CellContext } from "../cell-value.ts";
import type { Workbook } from "../read-workbook.ts";
import { chargeLists, chargeSheet, PassingCharges, whereOf } from "../sheet-memory.ts";
import { isOfType, scan } from "../workbook-parts.ts";
import { doesShow } from "../write/column-formats.ts";
import { checkSize, type RowForm, RowsXml } from "../write/rows-xml.ts";
import { checkSheetNames } from "../write/sheet-names.ts";
import { newFormats, sheetXml } from "../write/sheet-xml.ts";
import type { AddedStyles } from "../write/style-sheet.ts";
import { WORKSHEET } from "../write/workbook-xml.ts";
import { prefixOf } from "../xml/xml-text.ts";
import { Changes, changedArchive } from "./part-changes.ts";
import { type Range, rangeEdits } from "./ranges.ts";
import { rowEdits } from "./row-edits.ts";
import { SheetSurvey } from "./sheet-survey.ts";
import { editStyles, stylesBehind } from "./style-edits.ts";
import { tableEdits } from "./table-edits.ts";
import { editRelations, editSheetList, type NewPart, PartNames } from "./workbook-edits.ts";

export interface AppendOptions {
  readonly hasHeader: boolean;
  readonly budget: Budget;
  /** Whether a read of the node reads a sheet: it must fit a Worker's memory then, too. */
  isRead(sheet: string): boolean;
}

/** What the sheets of one append share. */
interface Append extends AppendOptions {
  readonly workbook: Workbook;
  readonly cells: CellContext;
  readonly styles: AddedStyles;
  readonly changes: Changes;
  /** What a reader of the result will charge beside what is in memory now. */
  readonly reader: PassingCharges;
}

// docs/decisions/103-appends-edit-the-sheet.md
/**
 * The bytes of a workbook with rows behind those of its sheets, and with new sheets. Nothing else of it changes: other sheets,
 * formulas, styles, widths, and all parts that no table needs are as they were.
 * @throws TaipyError `invalid_value` for rows that do not fit; `value_too_large`
 */
export async function appendTables(
  workbook: Workbook,
  tables: ReadonlyMap<string, Table>,
  options: AppendOptions,
): Promise<Uint8Array> {
  const { budget, isRead, hasHeader } = options;
  const cells = await workbook.cells();
  const [styles, changes, reader] = [stylesBehind(cells.styles), new Changes(), new PassingCharges(budget)];
  const append: Append = { budget, isRead, hasHeader, workbook, cells, styles, changes, reader };
  let hasFormulas = [...workbook.parts.relations.values()].some((relation) => isOfType(relation, "calcChain"));
  for (const sheet of workbook.sheetNames) {
    const table = tables.get(sheet) ?? null;
    if (table === null && !isRead(sheet)) continue;
    const survey = await surveyOf(append, sheet, table?.rows.length ?? 0);
    if (table !== null) await growSheet(append, sheet, survey, table);
    hasFormulas ||= survey.hasFormulas;
  }
  const names = new PartNames(workbook);
  const newSheets = addSheets(append, tables, names);
  const newStyles = await editStyles(workbook, changes, { before: cells.styles, added: styles, names });
  const newParts = newSheets.map(([, part]) => part);
  await editRelations(workbook, changes, newStyles === null ? newParts : [...newParts, newStyles]);
  await editSheetList(workbook, changes, newSheets, hasFormulas);
  reader.releaseAll();
  return changedArchive(workbook.archive, changes, budget);
}

async function surveyOf(append: Append, sheet: string, added: number): Promise<SheetSurvey> {
  const { workbook, cells, reader, hasHeader } = append;
  const survey = new SheetSurvey(whereOf(sheet), cells, { budget: reader, hasHeader, room: added + 1 });
  await scan(workbook.archive, workbook.partOf(sheet), survey);
  survey.size.settle(survey.columnNames, Math.max(0, survey.size.rows - Number(hasHeader)));
  return survey;
}

async function growSheet(append: Append, sheet: string, survey: SheetSurvey, table: Table): Promise<void> {
  const { workbook, budget, changes, reader, hasHeader } = append;
  const part = workbook.partOf(sheet);
  const sharing = [...workbook.parts.sheets.values()].filter((other) => other === part);
  if (sharing.length > 1) throw unreadable(whereOf(sheet), "it is the same part as another sheet");
  const isNew = survey.columnNames.length === 0;
  const columns = isNew ? table.columns : survey.columnNames;
  const rows = isNew ? table.rows : typedRows(survey, rowsUnder(columns, table, budget));
  const isHeaded = isNew && hasHeader && columns.length > 0;
  const count = rows.length + Number(isHeaded);
  const end = survey.size.rows + count;
  if (count === 0) return;
  checkSize(sheet, end, columns.length);
  if (isNew) chargeSheet(reader, columns, rows.length, whereOf(sheet));
  else chargeLists(reader, columns, rows.length, whereOf(sheet));
  const form = formOf(append, survey, { columns, rows });
  const xml = new RowsXml(sheet, columns, form);
  // Each row is made twice: all are checked, and all styles known, before the first one is written.
  for (const [index, row] of rows.entries()) {
    const written = xml.cells(row, index);
    xml.charge(reader, written);
    for (const [column, cell] of written.entries()) if (cell !== null) form.style(column, cell, -1);
  }
  const { dimension } = survey;
  if (dimension.span !== null) {
    const to = (range: Range) => ({ ...range, right: Math.max(range.right, columns.length), bottom: end });
    changes.edit(part, rangeEdits(dimension.span, to));
  }
  changes.edit(part, rowEdits(survey, { sheet, rows, xml, isHeaded }));
  const growing = { part, tables: survey.tables, rows: survey.size.rows, added: count };
  for (const [name, edits] of await tableEdits(workbook.archive, growing, budget)) changes.edit(name, edits);
}

/** Texts become what the cells of their columns are. */
const typedRows = (survey: SheetSurvey, rows: Table["rows"]): Table["rows"] =>
  rows.map((row) => row.map((cell, column) => survey.column(column).kinds.typed(cell)));

/** A cell gets the style of its place, else that of its column, else one with the format of its value. */
function formOf({ cells, styles }: Append, survey: SheetSurvey, table: Table): RowForm {
  const shownBy = (style: number) => cells.styles.shown(style);
  const formats = table.columns.map((_, column) => newFormats(table, column));
  return {
    prefix: prefixOf(survey.sheetData.span?.tag ?? ""),
    is1904: cells.is1904,
    style(column, cell, preset) {
      if (preset >= 0 && doesShow(shownBy(preset), cell)) return preset;
      const own = survey.column(column).styles.styleFor(cell, shownBy);
      return own ?? styles.styleOfCode(formats[column]?.codeFor(cell) ?? null);
    },
  };
}

/** The sheets that the workbook lacks, each with its part. */
function addSheets(append: Append, tables: ReadonlyMap<string, Table>, names: PartNames): [string, NewPart][] {
  const { workbook, hasHeader, cells, styles, changes, reader } = append;
  const added = [...tables].filter(([name]) => !workbook.hasSheet(name));
  checkSheetNames(
    added.map(([name]) => name),
    workbook.sheetNames,
  );
  return added.map(([name, table]) => {
    const sheet = { name, table, hasHeader, is1904: cells.is1904, styles, kept: () => [] };
    const part = names.make(WORKSHEET, "worksheets/sheet");
    // Checked, and its styles known, before anything is written.
    const texts = sheetXml(sheet, reader);
    while (texts.next().done !== true);
    changes.texts.set(part.name, sheetXml(sheet, new Budget(Infinity)));
    return [name, part];
  });
}
