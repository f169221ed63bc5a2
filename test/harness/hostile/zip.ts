import { crc32, deflateRawSync } from "node:zlib";

/** A text that repeats a block: its packed form is made of one packed block, so that no text of its size is made. */
export interface Repeated {
  readonly head?: string;
  readonly block: string;
  readonly times: number;
  readonly tail?: string;
}

/** One part of an archive. */
export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array | Repeated;
  /** What the directory states instead of the truth. */
  readonly statedSize?: number;
  readonly statedChecksum?: number;
  /** The part whose bytes this one has, too, instead of its own. */
  readonly sameAs?: string;
  readonly isStored?: boolean;
}

interface Packed {
  readonly bytes: Buffer;
  readonly size: number;
  /** 0 = left out. */
  readonly checksum: number;
}

const DEFLATED = 8;
/** zlib's constant. */
const Z_FULL_FLUSH = 3;

/** The local headers, the central directory and the end record of a ZIP archive. */
export function zip(parts: readonly ZipPart[]): Uint8Array {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  const positions = new Map<string, { readonly offset: number; readonly packed: Packed }>();
  let end = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const shared = part.sameAs === undefined ? undefined : positions.get(part.sameAs);
    const packed = shared?.packed ?? pack(part);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.isStored ? 0 : DEFLATED, 4);
    common.writeUInt32LE(part.statedChecksum ?? packed.checksum, 10);
    common.writeUInt32LE(packed.bytes.length, 14);
    common.writeUInt32LE(part.statedSize ?? packed.size, 18);
    common.writeUInt16LE(name.length, 22);
    const offset = shared?.offset ?? end;
    if (shared === undefined) {
      local.push(Buffer.from("PK\x03\x04"), common, name, packed.bytes);
      end += 30 + name.length + packed.bytes.length;
    }
    positions.set(part.name, { offset, packed });
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, place, name);
  }
  const entries = Buffer.concat(directory);
  const record = Buffer.alloc(22);
  record.write("PK\x05\x06", "latin1");
  record.writeUInt16LE(parts.length, 8);
  record.writeUInt16LE(parts.length, 10);
  record.writeUInt32LE(entries.length, 12);
  record.writeUInt32LE(end, 16);
  return new Uint8Array(Buffer.concat([...local, entries, record]));
}

function pack({ content, isStored = false }: ZipPart): Packed {
  if (typeof content !== "string" && !(content instanceof Uint8Array)) return packRepeated(content);
  const data =
    typeof content === "string"
      ? Buffer.from(content)
      : Buffer.from(content.buffer, content.byteOffset, content.length);
  return { bytes: isStored ? data : deflateRawSync(data), size: data.length, checksum: crc32(data) };
}

/** Ends on a whole byte and refers to nothing before, so that it can be repeated. */
const flushed = (text: string) => deflateRawSync(Buffer.from(text), { finishFlush: Z_FULL_FLUSH });

function packRepeated({ head = "", block, times, tail = "" }: Repeated): Packed {
  const packedBlock = flushed(block);
  const bytes = Buffer.concat([
    flushed(head),
    ...Array<Buffer>(times).fill(packedBlock),
    deflateRawSync(Buffer.from(tail)),
  ]);
  const size = Buffer.byteLength(head) + Buffer.byteLength(block) * times + Buffer.byteLength(tail);
  return { bytes, size, checksum: 0 };
}
