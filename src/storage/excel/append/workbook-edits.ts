import { unreadable } from "../archive/workbook-errors.ts";
import type { Workbook } from "../read-workbook.ts";
import { isOfType, relationsPartOf, scan } from "../workbook-parts.ts";
import { overrideXml, type PartKind, RELATION_TYPES, relationXml } from "../write/workbook-xml.ts";
import { childrenAdded, ElementFinder, insertion, together } from "../xml/xml-edits.ts";
import { attribute, escapedXml, prefixedAttributeName, prefixOf, withAttribute } from "../xml/xml-text.ts";
import type { Changes } from "./part-changes.ts";

const CONTENT_TYPES = "[Content_Types].xml";

/** A part that a workbook gets. */
export interface NewPart {
  readonly kind: PartKind;
  readonly name: string;
  /** Of the workbook's relation to it. */
  readonly id: string;
}

/** Makes names and ids for new parts that the workbook does not have yet. */
export class PartNames {
  readonly #folder: string;
  readonly #names: Set<string>;
  readonly #ids: Set<string>;
  #count = 0;

  constructor({ archive, parts }: Workbook) {
    this.#folder = parts.workbook.slice(0, parts.workbook.lastIndexOf("/") + 1);
    // Names that differ in upper and lower case only are one name.
    this.#names = new Set([...archive.parts].map(({ name }) => name.toLowerCase()));
    this.#ids = new Set(parts.relations.keys());
  }

  /** @param base such as "worksheets/sheet" */
  make(kind: PartKind, base: string): NewPart {
    let name: string;
    do {
      this.#count += 1;
      name = `${this.#folder}${base}${this.#count}.xml`;
    } while (this.#names.has(name.toLowerCase()) || this.#ids.has(`rId${this.#count}`));
    return { kind, name, id: `rId${this.#count}` };
  }
}

/** Adds new parts to the archive's list of types and to the workbook's relations. */
export async function editRelations(
  { archive, parts }: Workbook,
  changes: Changes,
  added: readonly NewPart[],
): Promise<void> {
  if (added.length === 0) return;
  const worksheet = [...parts.relations.values()].find((relation) => isOfType(relation, "worksheet"));
  const base = worksheet?.type.slice(0, -"/worksheet".length) ?? RELATION_TYPES;
  const addChildren = async (part: string, element: string, child: (part: NewPart, prefix: string) => string) => {
    const list = new ElementFinder(element, "");
    await scan(archive, part, list);
    if (list.span === null) throw unreadable(part, `it has no <${element}>`);
    const prefix = prefixOf(list.span.tag);
    changes.edit(part, childrenAdded(list.span, added.map((one) => child(one, prefix)).join("")));
  };
  await addChildren(CONTENT_TYPES, "Types", ({ name, kind }, prefix) => overrideXml(name, kind, prefix));
  await addChildren(relationsPartOf(parts.workbook), "Relationships", ({ name, id, kind }, prefix) =>
    relationXml(id, `${base}/${kind.type}`, `/${name}`, prefix),
  );
}

/**
 * Adds new sheets to the workbook's list.
 * @param isRecomputed formulas may refer to what is added: Excel computes all of them when it opens the file
 */
export async function editSheetList(
  { archive, parts: { workbook: part } }: Workbook,
  changes: Changes,
  sheets: readonly (readonly [name: string, part: NewPart])[],
  isRecomputed: boolean,
): Promise<void> {
  if (sheets.length === 0 && !isRecomputed) return;
  const list = new ElementFinder("sheets", "workbook");
  const calculation = new ElementFinder("calcPr", "workbook");
  let lastId = 0;
  let relationName = "";
  /** Where the calculation's element comes in the order of elements. */
  let afterNames = 0;
  await scan(
    archive,
    part,
    together(list, calculation, {
      open(name, tag, parent) {
        if (name !== "sheet" || parent !== "sheets") return;
        lastId = Math.max(lastId, Number(attribute(tag, "sheetId") ?? 0));
        relationName ||= prefixedAttributeName(tag, "id") ?? "";
      },
      close(name, parent, _start, end) {
        if (parent === "workbook" && BEFORE_CALCULATION.has(name)) afterNames = end;
      },
    }),
  );
  if (list.span === null) throw unreadable(part, "it has no list of sheets");
  const prefix = prefixOf(list.span.tag);
  // The name of the attribute has the prefix that the workbook declares; without one, the element declares its own.
  const related = relationName === "" ? `xmlns:r="${RELATION_TYPES}" r:id` : relationName;
  const elements = sheets.map(
    ([name, { id }], index) =>
      `<${prefix}sheet name="${escapedXml(name)}" sheetId="${lastId + index + 1}" ${related}="${id}"/>`,
  );
  if (sheets.length > 0) changes.edit(part, childrenAdded(list.span, elements.join("")));
  if (!isRecomputed) return;
  const { span } = calculation;
  if (span === null) changes.edit(part, [insertion(afterNames, `<${prefix}calcPr fullCalcOnLoad="1"/>`)]);
  else if (!["1", "true"].includes(attribute(span.tag, "fullCalcOnLoad") ?? "")) {
    const tag = withAttribute(span.tag, "fullCalcOnLoad", 1);
    changes.edit(part, [
      { start: span.start, end: span.end, text: `<${tag}${span.closeStart === span.start ? "/" : ""}>` },
    ]);
  }
}

const BEFORE_CALCULATION: ReadonlySet<string> = new Set([
  "sheets",
  "functionGroups",
  "externalReferences",
  "definedNames",
]);
