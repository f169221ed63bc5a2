import type { ColumnMetaData, DecodedArray, Encoding } from "hyparquet";
import { levelsOf, type Span } from "./encodings/levels.ts";
import { checkValues } from "./encodings/values.ts";
import type { Charges } from "./loan.ts";
import { type Page, wholeNumber } from "./page-header.ts";
import type { Leaf } from "./schema.ts";

/** What a page belongs to. */
export interface PageOwner {
  readonly leaf: Leaf;
  readonly type: ColumnMetaData["type"];
  readonly dictionary: DecodedArray | undefined;
  readonly where: string;
}

interface Levels {
  readonly repetition: Span | null;
  readonly definition: Span | null;
  readonly values: Span;
}

/** The levels of a page, and where its values lie. */
export interface CheckedPage {
  readonly repetitions: Uint8Array | null;
  /** null: no value is missing. */
  readonly definitions: Uint8Array | null;
  readonly values: Span;
  /** Values without the missing ones. */
  readonly present: number;
  readonly encoding: Encoding;
}

/**
 * Checks an unpacked data page before the library decodes its values, and charges what it will make of them.
 * @throws Error when the page has not what its header declares
 */
export function checkDataPage(bytes: Uint8Array, page: Page, owner: PageOwner, charges: Charges): CheckedPage {
  const { leaf, type, dictionary, where } = owner;
  const { header, values: count } = page;
  const detail = header.data_page_header ?? header.data_page_header_v2;
  if (detail === undefined) throw new Error("a page has no header");
  const levels = header.type === "DATA_PAGE" ? levelsBefore(bytes, leaf) : levelsBeside(bytes, page, leaf);
  const { definition, repetition, values } = levels;
  const repetitions = repetition === null ? null : levelsOf(repetition, leaf.maxRepetition, count);
  let definitions = definition === null ? null : levelsOf(definition, leaf.maxDefinition, count);
  let present = count;
  if (definitions !== null) {
    present = 0;
    for (const level of definitions) if (level === leaf.maxDefinition) present += 1;
    if (present === count) definitions = null;
  }
  const { encoding } = detail;
  if (present > 0)
    checkValues(values, { type, element: leaf.element, encoding, count: present, dictionary }, charges, where);
  return { repetitions, definitions, values, present, encoding };
}

/** Version 1: each kind of level begins with its length. */
function levelsBefore(bytes: Uint8Array, { maxDefinition, maxRepetition }: Leaf): Levels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const next = (most: number): Span | null => {
    if (most === 0) return null;
    if (bytes.length - at < 4) throw new Error("a page ends within its levels");
    const start = at + 4;
    const end = start + view.getUint32(at, true);
    if (end > bytes.length) throw new Error(`a page of ${bytes.length} bytes has ${end - start} bytes of levels`);
    at = end;
    return { bytes, start, end };
  };
  const [repetition, definition] = [next(maxRepetition), next(maxDefinition)];
  return { repetition, definition, values: { bytes, start: at, end: bytes.length } };
}

/** Version 2: the header has the lengths. */
function levelsBeside(bytes: Uint8Array, { header }: Page, { maxDefinition, maxRepetition }: Leaf): Levels {
  const { start, middle, end } = levelBytes(header.data_page_header_v2, bytes.length);
  return {
    repetition: maxRepetition === 0 ? null : { bytes, start, end: middle },
    definition: maxDefinition === 0 ? null : { bytes, start: middle, end },
    values: { bytes, start: end, end: bytes.length },
  };
}

/** Where the levels of a page of version 2 lie. @throws Error when they are longer than the page */
export function levelBytes(detail: Page["header"]["data_page_header_v2"], pageBytes: number) {
  const middle = wholeNumber(detail?.repetition_levels_byte_length, "the length of a page's repetition levels");
  const end = middle + wholeNumber(detail?.definition_levels_byte_length, "the length of a page's definition levels");
  if (end > pageBytes) throw new Error(`a page of ${pageBytes} bytes has ${end} bytes of levels`);
  return { start: 0, middle, end };
}
