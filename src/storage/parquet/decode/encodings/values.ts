import type { ColumnMetaData, DecodedArray, Encoding, SchemaElement } from "hyparquet";
import type { Charges } from "../loan.ts";
import { checkDelta, deltaLengths } from "./delta.ts";
import { checkIndexes, type Span } from "./levels.ts";

/** How the values of a page are stored. */
export interface ValueForm {
  readonly type: ColumnMetaData["type"];
  readonly element: SchemaElement;
  readonly encoding: Encoding;
  readonly count: number;
  /** That of the column chunk, if it has come. */
  readonly dictionary: DecodedArray | undefined;
}

/** Bytes of one value; null = each has a length of its own. */
const WIDTHS: Readonly<Record<ColumnMetaData["type"], number | null>> = {
  BOOLEAN: 1 / 8,
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
  BYTE_ARRAY: null,
  FIXED_LEN_BYTE_ARRAY: null,
};

/** Bytes of a length. */
const LENGTH = 4;

/** Decimals of 256 bits are the largest that programs write. Converting takes quadratic time. */
const DECIMAL_BYTES = 32;

type Check = (span: Span, form: ValueForm, charges: Charges, where: string) => void;

/**
 * Checks the values of a page before the library makes them, and charges what it will make beside the items themselves.
 * @throws Error when they are not `count` values
 */
export const checkValues: Check = (span, form, charges, where) => {
  const check = CHECKS[form.encoding];
  if (check === undefined) throw unreadable(form);
  check(span, form, charges, where);
};

const unreadable = ({ type, encoding }: ValueForm) =>
  new Error(`${type} values with the encoding ${encoding} can't be read`);

const checkPlain: Check = (span, form, charges, where) => {
  if (form.type === "BYTE_ARRAY") chargeTexts(plainLengths(span, form.count), form, charges, where);
  else {
    checkRoom(form.count * widthOf(form), span.end - span.start, form.count);
    chargeFixed(form, charges, where);
  }
};

const checkBooleans: Check = (span, form) => {
  if (form.type !== "BOOLEAN") throw unreadable(form);
  checkRoom(LENGTH, span.end - span.start, form.count);
  checkIndexes({ ...span, start: span.start + LENGTH }, 1, form.count);
};

const checkReferences: Check = (span, form) => {
  if (form.type === "BOOLEAN") throw unreadable(form);
  if (form.dictionary === undefined) throw new Error("its values refer to a dictionary, and it has none");
  checkRoom(1, span.end - span.start, form.count);
  const width = span.bytes[span.start] ?? 0;
  if (width > 0) checkIndexes({ ...span, start: span.start + 1 }, width, form.count);
};

const checkSplit: Check = (span, form, charges, where) => {
  const needed = form.count * widthOf(form);
  checkRoom(needed, span.end - span.start, form.count);
  charges.charge("unpackedBytes", needed, where);
  chargeFixed(form, charges, where);
};

const checkDeltas: Check = (span, form, charges, where) => {
  if (form.type !== "INT32" && form.type !== "INT64") throw unreadable(form);
  charges.charge("unpackedBytes", form.count * widthOf(form), where);
  checkDelta(span, form.count);
};

const checkLengths: Check = (span, form, charges, where) => {
  charges.charge("unpackedBytes", form.count * LENGTH, where);
  const { lengths, next } = deltaLengths(span, form.count);
  checkRoom(sumOf(lengths), span.end - next, form.count);
  chargeTexts(lengths, form, charges, where);
};

const checkPrefixed: Check = (span, form, charges, where) => {
  charges.charge("unpackedBytes", form.count * 2 * LENGTH, where);
  const { lengths, copied } = prefixedLengths(span, form.count);
  // A buffer of its own for each text: V8 collects such memory late.
  charges.charge("unpackedBytes", 2 * copied, where);
  chargeTexts(lengths, form, charges, where);
};

const CHECKS: Readonly<Partial<Record<Encoding, Check>>> = {
  PLAIN: checkPlain,
  RLE: checkBooleans,
  PLAIN_DICTIONARY: checkReferences,
  RLE_DICTIONARY: checkReferences,
  BYTE_STREAM_SPLIT: checkSplit,
  DELTA_BINARY_PACKED: checkDeltas,
  DELTA_LENGTH_BYTE_ARRAY: checkLengths,
  DELTA_BYTE_ARRAY: checkPrefixed,
};

function widthOf({ type, element: { type_length } }: ValueForm): number {
  const width = WIDTHS[type] ?? type_length;
  if (width !== undefined && width > 0 && (type === "BOOLEAN" || Number.isInteger(width))) return width;
  throw new Error(`${type} values have the length ${type_length}`);
}

function checkRoom(needed: number, left: number, count: number): void {
  if (Math.ceil(needed) > left) throw new Error(`its ${count} values take ${needed} bytes, and ${left} bytes follow`);
}

function chargeFixed({ type, element, count }: ValueForm, charges: Charges, where: string): void {
  if (type !== "FIXED_LEN_BYTE_ARRAY") return;
  checkDecimal(element, element.type_length ?? 0);
  charges.charge("containers", 2 * count, where);
}

/** Each text is first a view of its bytes, which is larger than a short text. */
function chargeTexts(lengths: Int32Array, { element, count }: ValueForm, charges: Charges, where: string): void {
  charges.charge("containers", 2 * count, where);
  if (element.converted_type === "DECIMAL") for (const length of lengths) checkDecimal(element, length);
  else charges.charge("characters", sumOf(lengths), where);
}

function checkDecimal({ converted_type }: SchemaElement, length: number): void {
  if (converted_type === "DECIMAL" && length > DECIMAL_BYTES) throw new Error(`a decimal has ${length} bytes`);
}

const sumOf = (lengths: Int32Array): number => lengths.reduce((sum, length) => sum + length, 0);

function plainLengths({ bytes, start, end }: Span, count: number): Int32Array {
  // Each has at least its length.
  checkRoom(count * LENGTH, end - start, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  const lengths = new Int32Array(count);
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + LENGTH > end) throw new Error(`it has ${index} of ${count} texts`);
    const length = view.getUint32(at, true);
    at += LENGTH + length;
    if (at > end)
      throw new Error(`text ${index + 1} has ${length} bytes, and ${Math.max(0, end - at + length)} follow`);
    lengths[index] = length;
  }
  return lengths;
}

/** Texts that begin with a part of the text before. `copied` is the length of those, which are made anew. */
function prefixedLengths(span: Span, count: number): { lengths: Int32Array; copied: number } {
  const prefixes = deltaLengths(span, count);
  const { lengths, next } = deltaLengths({ ...span, start: prefixes.next }, count);
  checkRoom(sumOf(lengths), span.end - next, count);
  let copied = 0;
  let before = 0;
  for (let index = 0; index < count; index++) {
    const prefix = prefixes.lengths[index] ?? 0;
    if (prefix > before) throw new Error(`text ${index + 1} begins with ${prefix} bytes of a text of ${before}`);
    before = prefix + (lengths[index] ?? 0);
    if (before > 0x7fffffff) throw new Error(`text ${index + 1} has ${before} bytes`);
    lengths[index] = before;
    if (prefix > 0) copied += before;
  }
  return { lengths, copied };
}
