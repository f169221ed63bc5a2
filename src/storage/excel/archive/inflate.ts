import { type Part, packedBytes } from "./archive-directory.ts";
import { unreadable } from "./workbook-errors.ts";

const STORED = 0;
const DEFLATED = 8;

const CHUNK_BYTES = 64 * 1_024;
/** The platform unpacks all bytes of a write at once, a thousandfold at most. */
const MOST_WRITTEN = 4 * 1_024;
const LEAST_WRITTEN = 256;

/**
 * The bytes of a part in chunks of at most 64 KiB, each valid until the next one is requested.
 * @throws TaipyError `invalid_value` for a part that is damaged, or packed in another way than those of workbooks
 */
export async function* unpackedChunks(archive: Uint8Array, part: Part): AsyncGenerator<Uint8Array> {
  const packed = packedBytes(archive, part);
  if (part.method === STORED) {
    for (let at = 0; at < packed.length; at += CHUNK_BYTES) yield packed.subarray(at, at + CHUNK_BYTES);
  } else if (part.method === DEFLATED) yield* inflated(packed, part);
  else throw unreadable(part.name, `its compression method ${part.method} is unknown`);
}

async function* inflated(packed: Uint8Array, { name, size }: Part): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const reader = readable.getReader({ mode: "byob" });
  const feeding = feed(writable.getWriter(), packed, writeSize(packed, size)).then(() => null, String);
  try {
    let buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const { done, value } = await reader.read(buffer).catch((error) => {
        throw unreadable(name, String(error));
      });
      if (done) break;
      yield value;
      buffer = new Uint8Array(value.buffer);
    }
    const failure = await feeding;
    if (failure !== null) throw unreadable(name, failure);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** So many bytes that a chunk becomes of them, if the part is as large as stated. */
const writeSize = (packed: Uint8Array, size: number) =>
  Math.min(MOST_WRITTEN, Math.max(LEAST_WRITTEN, Math.floor((packed.length * CHUNK_BYTES) / size)));

async function feed(writer: WritableStreamDefaultWriter<Uint8Array>, packed: Uint8Array, step: number): Promise<void> {
  for (let at = 0; at < packed.length; at += step) await writer.write(packed.subarray(at, at + step));
  await writer.close();
}
