import type { Budget } from "../../../core/values/budget.ts";
import { type Part, packedBytes, partsOf } from "./archive-directory.ts";
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

  private constructor(bytes: Uint8Array, parts: ReadonlyMap<string, Part>) {
    this.#bytes = bytes;
    this.#parts = parts;
  }

  /** @throws TaipyError `invalid_value` for bytes that are no ZIP archive; `value_too_large` */
  static open(bytes: Uint8Array, budget: Budget): Archive {
    return new Archive(bytes, partsOf(bytes, budget));
  }

  /** The same archive, of which no part has been read. */
  reopened(): Archive {
    return new Archive(this.#bytes, this.#parts);
  }

  /** The bytes of all parts that were read. */
  get unpackedBytes(): number {
    return this.#unpackedBytes;
  }

  has(name: string): boolean {
    return this.#parts.has(name);
  }

  /** The parts in the order of the archive's directory. */
  get parts(): Iterable<Part> {
    return this.#parts.values();
  }

  /** The bytes of a part as they lie in the archive. @throws TaipyError `invalid_value` when they are not there */
  packed(part: Part): Uint8Array {
    return packedBytes(this.#bytes, part);
  }

  /**
   * The text of a part, in pieces: lines end with LF alone, as XML says, and a declaration of UTF-16 says UTF-8.
   * @throws TaipyError `invalid_value` when the part is missing or damaged; `value_too_large` before it is unpacked
   */
  async *text(name: string): AsyncGenerator<string> {
    const part = this.#parts.get(name);
    if (part === undefined) throw unreadable(name, "it is missing");
    this.#unpackedBytes += part.size;
    checkUnpacked(name, this.#unpackedBytes);
    const { crc32 } = await import("node:zlib");
    const lines = new LineEnds();
    let decoder: TextDecoder | null = null;
    let size = 0;
    let checksum = 0;
    for await (const chunk of unpackedChunks(this.#bytes, part)) {
      size += chunk.length;
      if (size > part.size) throw unreadable(name, `it exceeds the ${part.size} bytes that the archive states`);
      checksum = crc32(chunk, checksum);
      if (decoder === null) {
        decoder = decoderFor(chunk);
        yield lines.push(decoded(name, decoder, chunk).replace(UTF16_DECLARATION, "$1UTF-8"));
      } else yield lines.push(decoded(name, decoder, chunk));
    }
    // Some writers leave the checksum out.
    if (part.checksum !== 0 && part.checksum !== checksum) throw unreadable(name, "its checksum differs");
    if (decoder !== null) yield lines.push(decoded(name, decoder, null)) + lines.end();
  }
}

/** @throws TaipyError `value_too_large` for more bytes than one read unpacks */
export function checkUnpacked(part: string, bytes: number): void {
  if (bytes <= MOST_UNPACKED) return;
  const [given, most] = [bytes, MOST_UNPACKED].map((count) => count.toLocaleString("en-US"));
  throw tooLarge(part, `the parts that are read come to ${given} unpacked bytes, and ${most} are possible`);
}

const UTF16_DECLARATION = /^(<\?xml [^>]{0,100}encoding=["'])utf-16(?:le|be)?/i;

/** Makes CR LF and CR alone LF, over the pieces of a text. */
class LineEnds {
  #isAfterReturn = false;

  push(piece: string): string {
    if (piece === "" || (!this.#isAfterReturn && !piece.includes("\r"))) return piece;
    const whole = this.#isAfterReturn ? `\r${piece}` : piece;
    this.#isAfterReturn = whole.endsWith("\r");
    return (this.#isAfterReturn ? whole.slice(0, -1) : whole).replace(/\r\n?/g, "\n");
  }

  end(): string {
    return this.#isAfterReturn ? "\n" : "";
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
