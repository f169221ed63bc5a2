import type { Budget } from "../../../core/values/budget.ts";
import {
  DIRECTORY_ENTRY,
  END_BYTES,
  END_OF_DIRECTORY,
  ENTRY_BYTES,
  LOCAL_BYTES,
  LOCAL_HEADER,
  type Part,
} from "./archive-directory.ts";

const DEFLATED = 8;
const VERSION = 20;
/** The flag of names that are UTF-8; the flag of sizes that stand behind the bytes. */
const UTF8_NAME = 0x800;
const SIZES_BEHIND = 0x8;
/** 1 January 1980 as MS-DOS writes it. Instead of the time of writing, so that equal values have equal bytes. */
const UNDATED = 0x0021_0000;

/** Characters that are encoded and packed at once. */
const BATCH = 64 * 1_024;

/** Pieces of text, in order. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

/** Makes a ZIP archive. It charges the budget for the bytes, once for the parts and once for the archive of them. */
export class ArchiveWriter {
  readonly #budget: Budget;
  readonly #chunks: Uint8Array[] = [];
  readonly #entries: Uint8Array[] = [];
  #size = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Adds a part with bytes that another archive has packed. */
  copy(part: Part, packed: Uint8Array): void {
    this.#add({ ...part, flags: part.flags & ~SIZES_BEHIND }, [packed]);
  }

  /**
   * Packs a text as a part.
   * @returns its bytes before that
   * @throws what `pieces` throws; `value_too_large`
   */
  async add(name: string, pieces: Pieces): Promise<number> {
    const { crc32 } = await import("node:zlib");
    let size = 0;
    let checksum = 0;
    const packed = await deflated(pieces, (bytes) => {
      size += bytes.length;
      checksum = crc32(bytes, checksum);
    });
    const packedSize = packed.reduce((sum, { length }) => sum + length, 0);
    const flags = UTF8_NAME;
    this.#add({ name, method: DEFLATED, flags, modified: UNDATED, checksum, packedSize, size, position: 0 }, packed);
    return size;
  }

  /** The bytes of the archive. */
  finish(): Uint8Array {
    const directorySize = this.#entries.reduce((sum, { length }) => sum + length, 0);
    const end = new DataView(new ArrayBuffer(END_BYTES));
    end.setUint32(0, END_OF_DIRECTORY, true);
    end.setUint16(8, this.#entries.length, true);
    end.setUint16(10, this.#entries.length, true);
    end.setUint32(12, directorySize, true);
    end.setUint32(16, this.#size, true);
    const archive = new Uint8Array(this.#size + directorySize + END_BYTES);
    let at = 0;
    for (const chunk of [...this.#chunks, ...this.#entries, new Uint8Array(end.buffer)]) {
      archive.set(chunk, at);
      at += chunk.length;
    }
    return archive;
  }

  #add(part: Part, packed: readonly Uint8Array[]): void {
    const name = new TextEncoder().encode(part.name);
    const local = new Uint8Array(LOCAL_BYTES + name.length);
    const localView = new DataView(local.buffer);
    localView.setUint32(0, LOCAL_HEADER, true);
    describe(localView, 4, part, name.length);
    local.set(name, LOCAL_BYTES);
    const entry = new Uint8Array(ENTRY_BYTES + name.length);
    const entryView = new DataView(entry.buffer);
    entryView.setUint32(0, DIRECTORY_ENTRY, true);
    entryView.setUint16(4, VERSION, true);
    describe(entryView, 6, part, name.length);
    entryView.setUint32(42, this.#size, true);
    entry.set(name, ENTRY_BYTES);
    const bytes = local.length + part.packedSize;
    this.#budget.charge("unpackedBytes", 2 * (bytes + entry.length), "the file");
    this.#chunks.push(local);
    for (const chunk of packed) this.#chunks.push(chunk);
    this.#entries.push(entry);
    this.#size += bytes;
  }
}

/** What the header of a part and its entry in the directory have in common. */
function describe(view: DataView, at: number, part: Part, nameSize: number): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, part.flags, true);
  view.setUint16(at + 4, part.method, true);
  view.setUint32(at + 6, part.modified, true);
  view.setUint32(at + 10, part.checksum, true);
  view.setUint32(at + 14, part.packedSize, true);
  view.setUint32(at + 18, part.size, true);
  view.setUint16(at + 22, nameSize, true);
}

async function deflated(pieces: Pieces, onBytes: (bytes: Uint8Array) => void): Promise<Uint8Array[]> {
  const { readable, writable } = new CompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const packed = collected(readable);
  // When the pieces fail, so does this; their failure is the one that is thrown.
  packed.catch(() => undefined);
  try {
    for await (const bytes of encoded(pieces)) {
      onBytes(bytes);
      await writer.write(bytes);
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
  return packed;
}

async function collected(readable: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readable) chunks.push(chunk);
  return chunks;
}

async function* encoded(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let batch: string[] = [];
  let characters = 0;
  for await (const piece of pieces) {
    batch.push(piece);
    characters += piece.length;
    if (characters < BATCH) continue;
    yield encoder.encode(batch.join(""));
    batch = [];
    characters = 0;
  }
  yield encoder.encode(batch.join(""));
}
