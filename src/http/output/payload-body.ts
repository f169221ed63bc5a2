import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { ByteRange, PayloadRef } from "../../core/entities/payload.ts";
import { TaipyError } from "../../core/errors.ts";
import type { ContentStore } from "../../core/ports/content-store.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import { namedAfterEdit } from "../../core/values/history.ts";

export interface PayloadBodyDeps {
  readonly content: Pick<ContentStore<ReadableStream<Uint8Array>>, "open">;
  readonly clock: Clock;
}

export interface PayloadPart {
  /** null = all of it. */
  readonly range?: ByteRange | null;
  /** ASCII text that comes first. */
  readonly before?: string;
  /** ASCII text that comes last. */
  readonly after?: string;
}

/**
 * The stored bytes of a data node's value as the body of an answer, never all of them in memory.
 * @throws TaipyError `payload_missing` or `payload_gone` that names the edit
 */
export async function payloadBody(
  { content, clock }: PayloadBodyDeps,
  dataNode: DataNodeSnapshot,
  payload: PayloadRef,
  { range = null, before = "", after = "" }: PayloadPart = {},
): Promise<ReadableStream<Uint8Array>> {
  const stream = await content.open(payload, range).catch((error: unknown) => {
    throw error instanceof TaipyError && error.code === "payload_missing"
      ? namedAfterEdit(error, dataNode, formatTime(clock()))
      : error;
  });
  // The answer declares its length, so the caller notices a stream that ends early.
  const { readable, writable } = new FixedLengthStream(before.length + (range?.length ?? payload.size) + after.length);
  // A failure breaks the answer off, which the caller notices; or the caller has closed the connection.
  pass(stream, writable, before, after).catch((error: unknown) => stream.cancel(error).catch(() => {}));
  return readable;
}

async function pass(
  stream: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  before: string,
  after: string,
): Promise<void> {
  await write(writable, before);
  await stream.pipeTo(writable, { preventClose: true });
  await write(writable, after);
  await writable.close();
}

async function write(writable: WritableStream<Uint8Array>, text: string): Promise<void> {
  if (text === "") return;
  const writer = writable.getWriter();
  await writer.write(new TextEncoder().encode(text));
  writer.releaseLock();
}
