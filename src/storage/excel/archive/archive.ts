import { Budget } from "../../../core/values/budget.ts";
import { type Part, partsOf } from "./archive-directory.ts";
import { unpackedChunks } from "./inflate.ts";
import { unreadable } from "./workbook-errors.ts";

/**
 * Bytes that one read unpacks at most, over all parts; a part that several sheets refer to counts for each. Parts are read
 * in chunks, so this limits the time, not the memory.
 */
const MOST_UNPACKED = 128 * 1_024 * 1_024;

/** The parts of a workbook. Only the parts that a read asks for are unpacked. */
export class Archive {
  readonly #bytes: Uint8Array;
  readonly #parts: ReadonlyMap<string, Part>;
  readonly #unpacking = new Budget(MOST_UNPACKED);

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
    this.#unpacking.charge("unpackedBytes", part.size, name);
    const { crc32 } = await import("node:zlib");
    const decoder = new TextDecoder();
    let size = 0;
    let checksum = 0;
    for await (const chunk of unpackedChunks(this.#bytes, part)) {
      size += chunk.length;
      if (size > part.size) throw unreadable(name, `it exceeds the ${part.size} bytes that the archive states`);
      checksum = crc32(chunk, checksum);
      yield decoder.decode(chunk, { stream: true });
    }
    // Some writers leave the checksum out.
    if (part.checksum !== 0 && part.checksum !== checksum) throw unreadable(name, "its checksum differs");
    yield decoder.decode();
  }
}
