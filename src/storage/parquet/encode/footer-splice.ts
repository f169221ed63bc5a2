import { TaipyError } from "../../../core/errors.ts";
import { checkStruct, STRUCT } from "../decode/thrift.ts";

/** The fields of a file's footer. */
const [ROWS, ROW_GROUPS, ENCRYPTION] = [3, 4, 8];

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A footer with the row groups of another one behind its own. Nothing else of it changes, so that what this program does not know
 * of stays as it is.
 * @param rows of all row groups
 * @throws TaipyError `invalid_value` for a footer that can't be extended
 */
export function withRowGroups(footer: Uint8Array, other: Uint8Array, rows: bigint): Uint8Array {
  const [own, added] = [fieldsOf(footer), fieldsOf(other)];
  const [count, groups, more] = [own.get(ROWS), own.get(ROW_GROUPS), added.get(ROW_GROUPS)];
  if (own.has(ENCRYPTION)) throw refusal("it is encrypted");
  if (count === undefined || groups === undefined || more === undefined || count.end > groups.start) {
    throw refusal("its footer does not list its row groups");
  }
  const [items, moreItems] = [itemsOf(footer, groups), itemsOf(other, more)];
  return joined([
    footer.subarray(0, count.start),
    varint(rows * 2n),
    footer.subarray(count.end, groups.start),
    listHead(items.count + moreItems.count),
    footer.subarray(items.start, groups.end),
    other.subarray(moreItems.start, more.end),
    footer.subarray(groups.end),
  ]);
}

const refusal = (why: string) =>
  new TaipyError("invalid_value", `Rows can't be appended to the Parquet file, and nothing has changed: ${why}.`);

function fieldsOf(footer: Uint8Array): Map<number, Span> {
  const fields = new Map<number, Span>();
  checkStruct(footer, 0, { charge: () => undefined }, "its footer", {
    field: (id, start, end) => fields.set(id, { start, end }),
  });
  return fields;
}

/** How many items a list has, and where the first one begins. */
function itemsOf(bytes: Uint8Array, { start }: Span): { count: number; start: number } {
  const head = bytes[start] ?? 0;
  if (head >> 4 < 15) return { count: head >> 4, start: start + 1 };
  let count = 0;
  let at = start + 1;
  for (let factor = 1; ; factor *= 128) {
    const part = bytes[at++] ?? 0;
    count += (part & 0x7f) * factor;
    if (part < 0x80) return { count, start: at };
  }
}

const listHead = (count: number): Uint8Array =>
  count < 15 ? Uint8Array.of(count * 16 + STRUCT) : joined([Uint8Array.of(0xf0 + STRUCT), varint(BigInt(count))]);

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
  return Uint8Array.from(bytes);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
