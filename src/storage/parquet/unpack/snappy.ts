/**
 * Unpacks Snappy's raw format into exactly `size` bytes. The readers of the usual libraries go on for ever in a literal with a
 * negative length.
 * @throws Error when the bytes are malformed, or stand for more or fewer bytes
 */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const unpacked = new Uint8Array(size);
  let from = 0;
  let to = 0;

  const byte = (): number => {
    const value = packed[from];
    if (value === undefined) throw new Error("the Snappy data ends too early");
    from += 1;
    return value;
  };
  const littleEndian = (bytes: number): number => {
    let value = 0;
    for (let index = 0; index < bytes; index++) value += byte() * 256 ** index;
    return value;
  };

  // The unpacked size, which the page's header has, too.
  for (let count = 0; size > 0 || packed.length > 0; count++) {
    if (count > 4) throw new Error("the Snappy data begins with a malformed size");
    if (byte() < 0x80) break;
  }
  while (from < packed.length) {
    const tag = byte();
    const kind = tag & 3;
    let length = (tag >> 2) + 1;
    if (kind === 0) {
      if (length > 60) length = littleEndian(length - 60) + 1;
      checkRoom(length, size - to);
      if (length > packed.length - from) throw new Error("the Snappy data ends within a literal");
      if (length < 16) for (let index = 0; index < length; index++) unpacked[to + index] = packed[from + index] ?? 0;
      else unpacked.set(packed.subarray(from, from + length), to);
      from += length;
    } else {
      if (kind === 1) length = ((tag >> 2) & 7) + 4;
      const back = kind === 1 ? ((tag >> 5) << 8) + byte() : littleEndian(kind === 2 ? 2 : 4);
      checkRoom(length, size - to);
      copyWithin(unpacked, to, back, length);
    }
    to += length;
  }
  if (to !== size) throw new Error(`the packed data stands for ${to} bytes, and its page declares ${size}`);
  return unpacked;
}

export function checkRoom(length: number, room: number): void {
  if (length > room) throw new Error("the packed data stands for more bytes than its page declares");
}

/** Repeats bytes that were unpacked `back` bytes ago; they may overlap those that are written. */
export function copyWithin(bytes: Uint8Array, to: number, back: number, length: number): void {
  if (back < 1 || back > to) throw new Error("the packed data refers to bytes before its start");
  if (back >= length && length >= 32) bytes.copyWithin(to, to - back, to - back + length);
  else for (let index = 0; index < length; index++) bytes[to + index] = bytes[to - back + index] ?? 0;
}
