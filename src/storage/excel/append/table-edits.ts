import type { Budget } from "../../../core/values/budget.ts";
import type { Archive } from "../archive/archive.ts";
import { relationsOf, scan } from "../workbook-parts.ts";
import { type Edit, ElementFinder, together } from "../xml/xml-edits.ts";
import { attribute } from "../xml/xml-text.ts";
import { rangeEdits, rangeOf } from "./ranges.ts";

/** A sheet that gets rows. */
export interface GrowingSheet {
  readonly part: string;
  /** The ids of its relations to tables. */
  readonly tables: readonly string[];
  /** How many rows it has, empty ones among them. */
  readonly rows: number;
  /** How many it gets. */
  readonly added: number;
}

/**
 * The edits, by part, of Excel's tables that end with the last row of a sheet: the rows that follow it belong to them. A table
 * with a row of totals ends with that.
 */
export async function tableEdits(archive: Archive, sheet: GrowingSheet, budget: Budget): Promise<Map<string, Edit[]>> {
  const edits = new Map<string, Edit[]>();
  if (sheet.tables.length === 0) return edits;
  const relations = await relationsOf(archive, sheet.part, budget);
  for (const part of new Set(sheet.tables.map((id) => relations.get(id)?.part ?? ""))) {
    if (!archive.has(part)) continue;
    const [table, filter] = [new ElementFinder("table", ""), new ElementFinder("autoFilter", "table")];
    await scan(archive, part, together(table, filter));
    const endsHere = ({ tag }: { readonly tag: string }) => rangeOf(attribute(tag, "ref") ?? "")?.bottom === sheet.rows;
    if (table.span === null || !endsHere(table.span) || Number(attribute(table.span.tag, "totalsRowCount") ?? 0) > 0) {
      continue;
    }
    const spans = filter.span !== null && endsHere(filter.span) ? [table.span, filter.span] : [table.span];
    const longer = spans.flatMap((span) =>
      rangeEdits(span, (range) => ({ ...range, bottom: range.bottom + sheet.added })),
    );
    edits.set(part, longer);
  }
  return edits;
}
