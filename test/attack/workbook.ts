import { crc32, deflateRawSync } from "node:zlib";

const OPEN_XML = "http://schemas.openxmlformats.org";
const MAIN = `xmlns="${OPEN_XML}/spreadsheetml/2006/main" xmlns:r="${OPEN_XML}/officeDocument/2006/relationships"`;
const RELATION = `${OPEN_XML}/officeDocument/2006/relationships`;

export interface WorkbookParts {
  /** The rows of the only part with a sheet. */
  readonly rows: string;
  /** How many sheets refer to that part. */
  readonly sheets?: number;
  /** The shared texts, as elements. */
  readonly texts?: string;
  /** The text before the root element of each part, such as a document type. */
  readonly prolog?: string;
}

/** A workbook that Excel would not write. */
export function workbook({ rows, sheets = 1, texts = "", prolog = "" }: WorkbookParts): Uint8Array {
  const part = (xml: string) => Buffer.from(`<?xml version="1.0"?>${prolog}${xml}`);
  const names = Array.from({ length: sheets }, (_, at) => `<sheet name="S${at}" sheetId="${at + 1}" r:id="rId1"/>`);
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`;
  const relations = (...list: string[]) =>
    part(`<Relationships xmlns="${OPEN_XML}/package/2006/relationships">${list.join("")}</Relationships>`);
  return zip({
    "[Content_Types].xml": part(`<Types xmlns="${OPEN_XML}/package/2006/content-types"/>`),
    "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": part(`<workbook ${MAIN}><sheets>${names.join("")}</sheets></workbook>`),
    "xl/_rels/workbook.xml.rels": relations(
      relation("rId1", "worksheet", "worksheets/sheet1.xml"),
      relation("rId2", "sharedStrings", "sharedStrings.xml"),
    ),
    "xl/sharedStrings.xml": part(`<sst ${MAIN}>${texts}</sst>`),
    "xl/worksheets/sheet1.xml": part(`<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`),
  });
}

/** The local headers, the central directory and the end record of a ZIP archive. */
function zip(files: Readonly<Record<string, Buffer>>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [given, data] of Object.entries(files)) {
    const [name, packed] = [Buffer.from(given), deflateRawSync(data)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from("PK\x03\x04"), common, name, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, place, name);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
