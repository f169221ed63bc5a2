import type { CellStyles } from "../cell-styles.ts";
import type { Workbook } from "../read-workbook.ts";
import { scan } from "../workbook-parts.ts";
import { AddedStyles, styleSheetXml } from "../write/style-sheet.ts";
import { STYLES } from "../write/workbook-xml.ts";
import { childrenAdded, ElementFinder, insertion, together } from "../xml/xml-edits.ts";
import { attribute, prefixOf } from "../xml/xml-text.ts";
import type { Changes } from "./part-changes.ts";
import type { NewPart, PartNames } from "./workbook-edits.ts";

/** Styles behind those of a workbook. One without any gets a plain style first. */
export const stylesBehind = (styles: CellStyles): AddedStyles =>
  styles.count === 0 ? new AddedStyles(1, []) : new AddedStyles(styles.count, styles.ownFormats);

/** Puts new styles behind those of the workbook. @returns the part of a style sheet that the workbook lacked; null = none */
export async function editStyles(
  { archive, parts }: Workbook,
  changes: Changes,
  { before, added, names }: { before: CellStyles; added: AddedStyles; names: PartNames },
): Promise<NewPart | null> {
  if (added.count === 0) return null;
  if (parts.styles === null || before.count === 0) {
    const part = parts.styles === null ? names.make(STYLES, "styles") : null;
    changes.texts.set(part?.name ?? parts.styles ?? "", [styleSheetXml(added)]);
    return part;
  }
  const [root, formats, cells] = [
    new ElementFinder("styleSheet", ""),
    new ElementFinder("numFmts", "styleSheet"),
    new ElementFinder("cellXfs", "styleSheet"),
  ];
  await scan(archive, parts.styles, together(root, formats, cells));
  if (root.span === null || cells.span === null) return null;
  const prefix = prefixOf(root.span.tag);
  if (formats.span !== null) {
    const count = Number(attribute(formats.span.tag, "count") ?? 0) + added.formatCount;
    changes.edit(parts.styles, childrenAdded(formats.span, added.formatsXml(prefix), { count }));
  } else if (added.formatCount > 0) {
    const xml = `<${prefix}numFmts count="${added.formatCount}">${added.formatsXml(prefix)}</${prefix}numFmts>`;
    changes.edit(parts.styles, [insertion(root.span.end, xml)]);
  }
  const count = before.count + added.count;
  changes.edit(parts.styles, childrenAdded(cells.span, added.cellsXml(prefix), { count }));
  return null;
}
