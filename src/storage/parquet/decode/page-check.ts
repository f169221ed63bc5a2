import type { ColumnMetaData, DecodedArray } from "hyparquet";
import { countOnes, levelsOf, type Span } from "./levels.ts";
import type { Charges } from "./loan.ts";
import { type Page, wholeNumber } from "./page-header.ts";
import { containersByLevel, type Leaf } from "./schema.ts";
import { checkValues } from "./values.ts";

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

/**
 * Checks an unpacked data page before the library decodes it, and charges the lists and texts that it will make.
 * @returns how many values the page has without the missing ones
 * @throws Error when the page has not what its header declares
 */
export function checkDataPage(bytes: Uint8Array, page: Page, owner: PageOwner, charges: Charges): number {
  const { leaf, type, dictionary, where } = owner;
  const { header, values } = page;
  const detail = header.data_page_header ?? header.data_page_header_v2;
  if (detail === undefined) throw new Error("a page has no header");
  const levels = header.type === "DATA_PAGE" ? levelsBefore(bytes, leaf) : levelsBeside(bytes, page, leaf);
  const present =
    leaf.path.length > 2 || leaf.maxRepetition > 0 ? chargeContainers(levels, values, owner, charges) : null;
  const declared = header.data_page_header_v2?.num_nulls;
  const definition = levels.definition;
  const counted = present ?? (definition === null ? values : countOnes(definition, values));
  const count = declared === undefined ? counted : values - wholeNumber(declared, "the number of nulls of a page");
  if (count < 0 || count > values) throw new Error(`a page of ${values} values has ${declared} nulls`);
  if (count > 0)
    checkValues(
      levels.values,
      { type, element: leaf.element, encoding: detail.encoding, count, dictionary },
      charges,
      where,
    );
  return count;
}

/** V8 gives a list that grows room for 17 items at once: it takes as much memory as so many full ones. */
const GROWING_LIST = 4;

/** Charges the lists and objects of a nested column, and counts the values that are present. */
function chargeContainers(
  { repetition, definition }: Levels,
  count: number,
  owner: PageOwner,
  charges: Charges,
): number {
  const { leaf, where } = owner;
  const { maxDefinition, maxRepetition } = leaf;
  charges.charge("levels", count / 4, where);
  const begun = containersByLevel(leaf);
  const repetitions = repetition === null ? null : levelsOf(repetition, maxRepetition, count);
  const definitions = definition === null ? null : levelsOf(definition, maxDefinition, count);
  let containers = 0;
  let present = 0;
  for (let index = 0; index < count; index++) {
    const level = definitions === null ? maxDefinition : (definitions[index] ?? 0);
    if (level === maxDefinition) present += 1;
    else containers += 1;
    containers += GROWING_LIST * (begun[repetitions?.[index] ?? 0]?.[level] ?? 0);
  }
  charges.charge("containers", containers, where);
  return present;
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
