import type { Budget } from "../../../core/values/budget.ts";
import { type Part, partsOf } from "./archive-directory.ts";
import { unpackedChunks } from "./inflate.ts";
import { tooLarge, unreadable } from "./workbook-errors.ts";

/**
 * Bytes that one read unpacks at most, over all parts; a part that several sheets refer to counts for each. Parts are read
 * in chunks, so this limits the time, not the memory.
 */
const MOST_UNPACKED = 128 * 1_024 * 1_024;

/** The parts of a workbook. Only the parts that a read asks for are unpacked. */
export class Archive {
  readonly #bytes: Uint8Array;
  readonly #parts: ReadonlyMap<string, Part>;
  #unpackedBytes = 0;

  /** @throws TaipyError `invalid_value` for bytes that are no ZIP archive; `value_too_large` */
  constructor(bytes: Uint8Array, budget: Budget) {
    this.#bytes = bytes;
    this.#parts = partsOf(bytes, budget);
  }

  has(name: string): boolean {
    return this.#parts.has(name);
  }

  /**
   * The text of a part, in pieces.
   * @throws TaipyError `invalid_value` when the part is missing or damaged; `value_too_large` before it is unpacked
   */
  async *text(name: string): AsyncGenerator<string> {
    const part = this.#parts.get(name);
    if (part === undefined) throw unreadable(name, "it is missing");
    this.#unpackedBytes += part.size;
    if (this.#unpackedBytes > MOST_UNPACKED) {
      const [bytes, most] = [this.#unpackedBytes, MOST_UNPACKED].map((count) => count.toLocaleString("en-US"));
      throw tooLarge(name, `the parts that are read come to ${bytes} unpacked bytes, and ${most} are possible`);
    }
    const { crc32 } = await import("node:zlib");
    let decoder: TextDecoder | null = null;
    let size = 0;
    let checksum = 0;
    for await (const chunk of unpackedChunks(this.#bytes, part)) {
      size += chunk.length;
      if (size > part.size) throw unreadable(name, `it exceeds the ${part.size} bytes that the archive states`);
      checksum = crc32(chunk, checksum);
      decoder ??= decoderFor(chunk);
      yield decoded(name, decoder, chunk);
    }
    // Some writers leave the checksum out.
    if (part.checksum !== 0 && part.checksum !== checksum) throw unreadable(name, "its checksum differs");
    if (decoder !== null) yield decoded(name, decoder, null);
  }
}

/** Parts are UTF-8, or UTF-16 with a byte order mark. */
function decoderFor([first, second]: Uint8Array): TextDecoder {
  const isLittleEndian = first === 0xff && second === 0xfe;
  const isBigEndian = first === 0xfe && second === 0xff;
  const encoding = isLittleEndian ? "utf-16le" : isBigEndian ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
}

/** @param chunk null = the end */
function decoded(name: string, decoder: TextDecoder, chunk: Uint8Array | null): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw unreadable(name, "its text is neither UTF-8 nor UTF-16");
  }
}
