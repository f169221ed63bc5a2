import type { Budget } from "../../core/values/budget.ts";
import type { Archive } from "./archive/archive.ts";
import { unreadable } from "./archive/workbook-errors.ts";
import { XmlScanner, type XmlVisitor } from "./xml/xml-scanner.ts";
import { attribute, prefixedAttribute } from "./xml/xml-text.ts";

/** Which parts of an archive make the workbook. */
export interface WorkbookParts {
  /** The part that lists the sheets, and its relations by their ids. */
  readonly workbook: string;
  readonly relations: ReadonlyMap<string, Relation>;
  /** The parts of the worksheets by their names, in the workbook's order; null = the workbook does not say where. */
  readonly sheets: ReadonlyMap<string, string | null>;
  readonly sharedTexts: string | null;
  readonly styles: string | null;
  /** Dates count from 1904 instead of from 1900. */
  readonly is1904: boolean;
}

export interface Relation {
  readonly type: string;
  readonly part: string;
}

/** @throws TaipyError `invalid_value` when the archive is not a workbook; `value_too_large` */
export async function workbookParts(archive: Archive, budget: Budget): Promise<WorkbookParts> {
  if (!archive.has("[Content_Types].xml")) throw unreadable("the workbook", "it has no [Content_Types].xml");
  const workbook = partOfType(await relationsOf(archive, "", budget), "officeDocument");
  if (workbook === null) throw unreadable("the workbook", "_rels/.rels does not say which part it is");
  const relations = await relationsOf(archive, workbook, budget);
  const sheets = new Map<string, string | null>();
  let is1904 = false;
  await scan(archive, workbook, {
    open(name, tag, parent) {
      // Newer versions of Excel add an extension of the same name.
      if (name === "workbookPr" && parent === "workbook")
        is1904 = ["1", "true"].includes(attribute(tag, "date1904") ?? "");
      if (name !== "sheet" || parent !== "sheets") return;
      const sheet = attribute(tag, "name") ?? "";
      budget.charge("dictionaryEntries", 1, workbook);
      budget.charge("characters", sheet.length, workbook);
      const relation = relations.get(prefixedAttribute(tag, "id") ?? "");
      // Charts may be sheets, too.
      const isWorksheet = relation === undefined || isOfType(relation, "worksheet");
      if (isWorksheet && !sheets.has(sheet)) sheets.set(sheet, relation?.part ?? null);
    },
  });
  const partIfThere = (type: string) => {
    const part = partOfType(relations, type);
    return part !== null && archive.has(part) ? part : null;
  };
  return {
    workbook,
    relations,
    sheets,
    sharedTexts: partIfThere("sharedStrings"),
    styles: partIfThere("styles"),
    is1904,
  };
}

/** Leads a visitor through a part. */
export async function scan(archive: Archive, part: string, visitor: XmlVisitor): Promise<void> {
  const scanner = new XmlScanner(part, visitor);
  for await (const text of archive.text(part)) scanner.push(text);
  scanner.end();
}

/** The part with the relations of a part ("" = the archive). */
export function relationsPartOf(part: string): string {
  const [folder, file] = split(part);
  return `${folder}_rels/${file}.rels`;
}

/** The relations of a part by their ids. */
export async function relationsOf(archive: Archive, part: string, budget: Budget): Promise<Map<string, Relation>> {
  const [folder] = split(part);
  const relations = new Map<string, Relation>();
  const source = relationsPartOf(part);
  if (part !== "" && !archive.has(source)) return relations;
  await scan(archive, source, {
    open(name, tag) {
      if (name !== "Relationship") return;
      const [id = "", type = "", target = ""] = ["Id", "Type", "Target"].map((field) => attribute(tag, field));
      budget.charge("dictionaryEntries", 1, source);
      budget.charge("characters", id.length + type.length + target.length, source);
      relations.set(id, { type, part: target.startsWith("/") ? target.slice(1) : resolved(folder, target) });
    },
  });
  return relations;
}

/** The type is the end of a URI, of which there are two forms. */
export const isOfType = (relation: Relation, type: string) => relation.type.endsWith(`/${type}`);

function partOfType(relations: ReadonlyMap<string, Relation>, type: string): string | null {
  for (const relation of relations.values()) if (isOfType(relation, type)) return relation.part;
  return null;
}

function split(part: string): [folder: string, file: string] {
  const slash = part.lastIndexOf("/") + 1;
  return [part.slice(0, slash), part.slice(slash)];
}

function resolved(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of `${folder}${target}`.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}
