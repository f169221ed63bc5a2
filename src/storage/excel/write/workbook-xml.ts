import { escapedXml } from "../xml/xml-text.ts";

const OPEN_XML = "http://schemas.openxmlformats.org";
export const RELATION_TYPES = `${OPEN_XML}/officeDocument/2006/relationships`;
const CONTENT_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = `xmlns="${OPEN_XML}/spreadsheetml/2006/main"`;
export const RELATIONS = `xmlns:r="${RELATION_TYPES}"`;

/** What a workbook says of a part in its list of types and in its relations. */
export interface PartKind {
  readonly type: string;
  readonly contentType: string;
}

export const WORKSHEET: PartKind = { type: "worksheet", contentType: `${CONTENT_TYPES}.worksheet+xml` };
export const STYLES: PartKind = { type: "styles", contentType: `${CONTENT_TYPES}.styles+xml` };
const WORKBOOK: PartKind = { type: "officeDocument", contentType: `${CONTENT_TYPES}.sheet.main+xml` };

export const overrideXml = (part: string, { contentType }: PartKind, prefix = ""): string =>
  `<${prefix}Override PartName="/${escapedXml(part)}" ContentType="${contentType}"/>`;

export const relationXml = (id: string, type: string, target: string, prefix = ""): string =>
  `<${prefix}Relationship Id="${id}" Type="${type}" Target="${escapedXml(target)}"/>`;

const typed = (id: string, { type }: PartKind, target: string) => relationXml(id, `${RELATION_TYPES}/${type}`, target);

const relationsXml = (relations: string) =>
  `${DECLARATION}<Relationships xmlns="${OPEN_XML}/package/2006/relationships">${relations}</Relationships>`;

export const sheetPart = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`;

/** The parts about the sheets of a new workbook, without the sheets and the styles. */
export function workbookXml(sheets: readonly string[]): [part: string, xml: string][] {
  const parts = [
    overrideXml("xl/workbook.xml", WORKBOOK),
    overrideXml("xl/styles.xml", STYLES),
    ...sheets.map((_, index) => overrideXml(sheetPart(index), WORKSHEET)),
  ];
  const elements = sheets.map(
    (name, index) => `<sheet name="${escapedXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const relations = sheets.map((_, index) => typed(`rId${index + 1}`, WORKSHEET, `worksheets/sheet${index + 1}.xml`));
  return [
    [
      "[Content_Types].xml",
      `${DECLARATION}<Types xmlns="${OPEN_XML}/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Default Extension="xml" ContentType="application/xml"/>${parts.join("")}</Types>`,
    ],
    ["_rels/.rels", relationsXml(typed("rId1", WORKBOOK, "xl/workbook.xml"))],
    [
      "xl/workbook.xml",
      `${DECLARATION}<workbook ${MAIN} ${RELATIONS}><sheets>${elements.join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      relationsXml(relations.join("") + typed(`rId${sheets.length + 1}`, STYLES, "styles.xml")),
    ],
  ];
}
