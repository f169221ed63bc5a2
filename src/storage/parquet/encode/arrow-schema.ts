import type { KeyValue } from "hyparquet";
import { type ArrowField, DURATION, hasDuration, KEY, SCHEMA, UNITS } from "../types/arrow-durations.ts";

/** Arrow's number of the type without values, of its fifth version, and of the types that have children. */
const [NULL, VERSION] = [1, 4];
const GROUPS = { list: 12, struct: 13, map: 17 } as const;

interface ArrowColumn {
  readonly name: string;
  readonly arrow: ArrowField;
}

const NO_DURATION: ArrowField = { unit: null, children: [] };

/** A part of a table: a number of so many bytes, or what an offset leads to. */
type Slot = null | { readonly bytes: 1 | 2 | 4; readonly value: number } | { readonly write: () => number };

/**
 * The metadata by which pyarrow knows the durations of a file: Arrow's schema as a message of FlatBuffers. All other columns are
 * of the type Null there, which leaves them as Parquet has them.
 */
export function arrowSchema(columns: readonly ArrowColumn[]): KeyValue {
  const writer = new FlatWriter();
  const message = writer.message(columns);
  const bytes = new Uint8Array(8 + message.length);
  new DataView(bytes.buffer).setUint32(0, 0xffff_ffff, true);
  new DataView(bytes.buffer).setUint32(4, message.length, true);
  bytes.set(message, 8);
  return { key: KEY, value: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
}

/** Writes tables before what they lead to: offsets lead forward. */
class FlatWriter {
  readonly #bytes: number[] = [0, 0, 0, 0];

  message(columns: readonly ArrowColumn[]): Uint8Array {
    const fields = columns.map(
      ({ name, arrow }) =>
        () =>
          this.#field(name, arrow),
    );
    const schema = () => this.#table([null, { write: () => this.#list(fields) }]);
    const root = this.#table([{ bytes: 2, value: VERSION }, { bytes: 1, value: SCHEMA }, { write: schema }]);
    this.#set(0, root, 4);
    this.#align(8);
    return Uint8Array.from(this.#bytes);
  }

  #field(name: string, arrow: ArrowField): number {
    const { unit, group, children } = hasDuration(arrow) ? arrow : NO_DURATION;
    const kind = unit === null ? (group === undefined ? NULL : GROUPS[group]) : DURATION;
    const type: Slot[] = unit === null ? [] : [{ bytes: 2, value: UNITS.indexOf(unit) }];
    const parts = children.map((child) => () => this.#field("item", child));
    return this.#table([
      { write: () => this.#text(name) },
      { bytes: 1, value: 1 },
      { bytes: 1, value: kind },
      { write: () => this.#table(type) },
      null,
      { write: () => this.#list(parts) },
    ]);
  }

  /** Each slot takes four bytes. */
  #table(slots: readonly Slot[]): number {
    this.#align(4);
    const shape = this.#bytes.length;
    const shapeBytes = 4 + slots.length * 2;
    const present = slots.filter((slot) => slot !== null);
    this.#add(shapeBytes, 2);
    this.#add(4 + present.length * 4, 2);
    let offset = 4;
    for (const slot of slots) {
      this.#add(slot === null ? 0 : offset, 2);
      if (slot !== null) offset += 4;
    }
    this.#align(4);
    const table = this.#bytes.length;
    this.#add(table - shape, 4);
    for (const slot of present) this.#add("value" in slot ? slot.value : 0, 4);
    for (const [index, slot] of present.entries()) {
      const at = table + 4 + index * 4;
      if ("write" in slot) this.#set(at, slot.write() - at, 4);
    }
    return table;
  }

  #list(items: readonly (() => number)[]): number {
    this.#align(4);
    const list = this.#bytes.length;
    this.#add(items.length, 4);
    for (const _ of items) this.#add(0, 4);
    for (const [index, write] of items.entries()) {
      const at = list + 4 + index * 4;
      this.#set(at, write() - at, 4);
    }
    return list;
  }

  #text(text: string): number {
    this.#align(4);
    const start = this.#bytes.length;
    const bytes = new TextEncoder().encode(text);
    this.#add(bytes.length, 4);
    for (const byte of bytes) this.#bytes.push(byte);
    this.#bytes.push(0);
    return start;
  }

  #align(size: number): void {
    while (this.#bytes.length % size !== 0) this.#bytes.push(0);
  }

  #add(value: number, bytes: number): void {
    const at = this.#bytes.length;
    for (let index = 0; index < bytes; index += 1) this.#bytes.push(0);
    this.#set(at, value, bytes);
  }

  #set(at: number, value: number, bytes: number): void {
    for (let index = 0; index < bytes; index += 1) this.#bytes[at + index] = (value >>> (8 * index)) & 0xff;
  }
}
