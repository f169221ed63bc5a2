/** A part of a page. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

interface RunVisitor {
  /** One value, some times. */
  repeated(value: number, times: number): void;
  /** Some values of so many bits each, from a byte on. */
  packed(start: number, times: number): void;
}

/**
 * Visits the runs of `count` values of `width` bits. The library believes the length of a run, however many values the page
 * has.
 * @throws Error when the runs are not those of `count` values
 */
function forEachRun({ bytes, start, end }: Span, width: number, count: number, visit: RunVisitor): void {
  if (width > 32) throw new Error(`its values have ${width} bits`);
  const valueBytes = Math.ceil(width / 8);
  let at = start;
  for (let seen = 0; seen < count; ) {
    let header = 0;
    for (let factor = 1; ; factor *= 128) {
      const part = bytes[at];
      if (part === undefined || at >= end || factor > 2 ** 28)
        throw new Error(`it has ${seen} of ${count} levels or indexes`);
      at += 1;
      header += (part & 0x7f) * factor;
      if (part < 0x80) break;
    }
    const left = count - seen;
    if (header % 2 === 0) {
      const times = header / 2;
      if (times > left) throw new Error(`a run of ${times} levels or indexes is longer than its page of ${count}`);
      if (end - at < valueBytes) throw new Error(`it has ${seen} of ${count} levels or indexes`);
      let value = 0;
      for (let index = 0; index < valueBytes; index++) value += (bytes[at + index] ?? 0) * 256 ** index;
      at += valueBytes;
      seen += times;
      visit.repeated(value, times);
    } else {
      const groups = (header - 1) / 2;
      // Writers fill the last group of eight; DuckDB fills 32 of them.
      if (groups * 8 >= left + 8 && (width === 0 || groups * width > end - at)) {
        throw new Error(`a run of ${groups * 8} levels or indexes is longer than its page of ${count}`);
      }
      const times = Math.min(groups * 8, left);
      if (Math.ceil((times * width) / 8) > end - at) throw new Error(`it has ${seen} of ${count} levels or indexes`);
      visit.packed(at, times);
      at += groups * width;
      seen += times;
    }
  }
}

export const checkIndexes = (span: Span, width: number, count: number): void =>
  forEachRun(span, width, count, { repeated() {}, packed() {} });

/** @throws Error as {@link forEachRun} does, and for a level above `most` */
export function levelsOf(span: Span, most: number, count: number): Uint8Array {
  const width = bitWidth(most);
  const levels = new Uint8Array(count);
  let seen = 0;
  forEachRun(span, width, count, {
    repeated(value, times) {
      if (value > most) throw new Error(`it has the level ${value} in a column of ${most}`);
      levels.fill(value, seen, seen + times);
      seen += times;
    },
    packed(start, times) {
      const mask = (1 << width) - 1;
      for (let index = 0; index < times; index++) {
        const bit = index * width;
        const at = start + (bit >> 3);
        const level = (((span.bytes[at] ?? 0) | ((span.bytes[at + 1] ?? 0) << 8)) >> (bit & 7)) & mask;
        if (level > most) throw new Error(`it has the level ${level} in a column of ${most}`);
        levels[seen++] = level;
      }
    },
  });
  return levels;
}

/** The number of bits of a level of a column with `most` levels. */
const bitWidth = (most: number): number => 32 - Math.clz32(most);
