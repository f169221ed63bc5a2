import type { Charges } from "./loan.ts";

/** The types of Thrift's compact protocol that Parquet uses. */
const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const INT16 = 4;
const INT32 = 5;
const INT64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
export const STRUCT = 12;

/** Parquet's own structs are nested seven levels deep. */
const MAX_DEPTH = 32;
/** Parquet's own structs have fewer fields. */
const KNOWN_FIELDS = 32;
/**
 * Memory in items: of a struct, of which the library makes one object, and a second one with names; of a field with a number
 * that other objects do not have; and of a list.
 */
const [OBJECTS, UNKNOWN_FIELD, ARRAY] = [6, 8, 3];

export interface Visitor {
  /** Gets the field numbers and list indexes that lead to a text, and its length. */
  binary?(path: readonly number[], length: number): void;
  /** Gets each field of the outermost struct, and where its value lies. */
  field?(id: number, start: number, end: number): void;
}

/**
 * Checks a struct that the library is about to read, and charges what it will make of it: the library believes the length
 * of each list, recurses as deep as the bytes ask it to, and reads numbers of any length in quadratic time.
 * @returns where the struct ends
 * @throws Error when the bytes are malformed
 */
export function checkStruct(bytes: Uint8Array, start: number, charges: Charges, where: string, see?: Visitor): number {
  let at = start;
  const path: number[] = [];
  /** What the library will make takes as much memory as so many items. */
  let items = 0;

  const byte = (): number => {
    const value = bytes[at];
    if (value === undefined) throw new Error("it ends within a field");
    at += 1;
    return value;
  };

  const number = (mostBytes: number): number => {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < mostBytes; count++) {
      const part = byte();
      value += (part & 0x7f) * factor;
      if (part < 0x80) return value;
      factor *= 128;
    }
    throw new Error(`a number has more than ${mostBytes} bytes`);
  };

  const skip = (length: number): void => {
    if (length > bytes.length - at) {
      throw new Error(`a field declares ${length} bytes or items, and ${bytes.length - at} bytes follow`);
    }
    at += length;
  };

  const struct = (): void => {
    items += OBJECTS;
    for (let id = 0; ; ) {
      const header = byte();
      const type = header & 0x0f;
      if (type === STOP) return;
      const delta = header >> 4;
      if (delta > 0) id += delta;
      else {
        const zigzag = number(3);
        id = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      }
      // A field of an unknown number makes an object of another shape.
      items += id >= 0 && id <= KNOWN_FIELDS ? 2 : UNKNOWN_FIELD;
      const valueAt = at;
      element(type, id);
      if (path.length === 0) see?.field?.(id, valueAt, at);
    }
  };

  const list = (): void => {
    const header = byte();
    const type = header & 0x0f;
    const size = header >> 4 === 15 ? number(5) : header >> 4;
    // Each item takes at least one byte.
    skip(size);
    at -= size;
    items += ARRAY + size;
    const isBoolean = type === TRUE || type === FALSE;
    for (let index = 0; index < size; index++) element(isBoolean ? BYTE : type, index);
  };

  const element = (type: number, id: number): void => {
    if (path.length >= MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`);
    path.push(id);
    if (type === BYTE) byte();
    else if (type === INT16 || type === INT32) number(5);
    else if (type === INT64) number(10);
    else if (type === DOUBLE) skip(8);
    else if (type === BINARY) {
      const length = number(5);
      skip(length);
      see?.binary?.(path, length);
    } else if (type === LIST) list();
    else if (type === STRUCT) struct();
    else if (type !== TRUE && type !== FALSE) throw new Error(`a field has the unknown type ${type}`);
    path.pop();
  };

  struct();
  charges.charge("items", items, where);
  return at;
}
