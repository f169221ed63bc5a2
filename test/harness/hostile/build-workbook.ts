import { type Repeated, type ZipPart, zip } from "./zip.ts";

const OPEN_XML = "http://schemas.openxmlformats.org";
const MAIN = `xmlns="${OPEN_XML}/spreadsheetml/2006/main" xmlns:r="${OPEN_XML}/officeDocument/2006/relationships"`;
const RELATION = `${OPEN_XML}/officeDocument/2006/relationships`;

export type Xml = string | Repeated;

export interface WorkbookParts {
  /** The rows of the only part with a sheet. */
  readonly rows?: Xml;
  /** How many sheets refer to that part. */
  readonly sheets?: number;
  /** The shared texts, as elements. */
  readonly texts?: Xml;
  /** The children of the style sheet. */
  readonly styles?: Xml;
  /** What stands before the rows and behind them in the sheet. */
  readonly beforeRows?: Xml;
  readonly afterRows?: Xml;
  /** The children of the workbook behind its sheets. */
  readonly afterSheets?: Xml;
  /** The text before the root element of each part, such as a document type. */
  readonly prolog?: string;
  /** Parts beside the workbook's own; one of the same name replaces that. */
  readonly others?: readonly ZipPart[];
}

export const SHEET = "xl/worksheets/sheet1.xml";
export const TEXTS = "xl/sharedStrings.xml";

/** A workbook that Excel would not write. */
export function workbook(parts: WorkbookParts): Uint8Array {
  const { rows = "", sheets = 1, texts = "", styles = "", prolog = "", others = [] } = parts;
  const within = (element: string, ...children: readonly Xml[]) =>
    joined([`<?xml version="1.0"?>${prolog}<${element} ${MAIN}>`, ...children, `</${element}>`]);
  const names = Array.from({ length: sheets }, (_, at) => `<sheet name="S${at}" sheetId="${at + 1}" r:id="rId1"/>`);
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`;
  const relations = (...list: string[]) =>
    `<?xml version="1.0"?>${prolog}<Relationships xmlns="${OPEN_XML}/package/2006/relationships">${list.join("")}</Relationships>`;
  const own: ZipPart[] = [
    { name: "[Content_Types].xml", content: `<Types xmlns="${OPEN_XML}/package/2006/content-types"/>` },
    { name: "_rels/.rels", content: relations(relation("rId1", "officeDocument", "xl/workbook.xml")) },
    {
      name: "xl/workbook.xml",
      content: within("workbook", `<sheets>${names.join("")}</sheets>`, parts.afterSheets ?? ""),
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relations(
        relation("rId1", "worksheet", "worksheets/sheet1.xml"),
        relation("rId2", "sharedStrings", "sharedStrings.xml"),
        relation("rId3", "styles", "styles.xml"),
      ),
    },
    { name: TEXTS, content: within("sst", texts) },
    { name: "xl/styles.xml", content: within("styleSheet", styles) },
    {
      name: SHEET,
      content: within("worksheet", parts.beforeRows ?? "", "<sheetData>", rows, "</sheetData>", parts.afterRows ?? ""),
    },
  ];
  const replaced = new Set(others.map(({ name }) => name));
  return zip([...own.filter(({ name }) => !replaced.has(name)), ...others]);
}

/** At most one of the pieces repeats. */
function joined(pieces: readonly Xml[]): Xml {
  const at = pieces.findIndex((piece) => typeof piece !== "string");
  const middle = pieces[at];
  if (middle === undefined || typeof middle === "string") return pieces.join("");
  const { head = "", tail = "", ...block } = middle;
  return { ...block, head: pieces.slice(0, at).join("") + head, tail: tail + pieces.slice(at + 1).join("") };
}

/** `count` times the same element. */
export function repeated(element: string, count: number, around: { head?: string; tail?: string } = {}): Repeated {
  const perBlock = Math.max(1, Math.min(count, Math.floor(60_000 / element.length)));
  const times = Math.floor(count / perBlock);
  const rest = element.repeat(count - times * perBlock);
  return { head: around.head ?? "", block: element.repeat(perBlock), times, tail: rest + (around.tail ?? "") };
}
