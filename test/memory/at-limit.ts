import type { StorageTypeName } from "../../src/core/storage-types.ts";
import { Budget, type Expansion, VALUE_MEMORY } from "../../src/core/values/budget.ts";
import { csv } from "../../src/storage/csv.ts";
import { excel } from "../../src/storage/excel.ts";
import { json } from "../../src/storage/json.ts";
import { parquet } from "../../src/storage/parquet.ts";
import { pickle } from "../../src/storage/pickle.ts";
import type { StorageContext, StorageType } from "../../src/storage/types.ts";
import { aStoredPayload } from "../harness/factories.ts";
import { ByteDecompressionStream } from "./byte-decompression.ts";

/** A value that grows: its file for a size. */
export interface Growing {
  readonly name: string;
  readonly make: (size: number) => Uint8Array;
  /** No file is larger: a limit of the format. */
  readonly most?: number;
}

Object.assign(globalThis, { DecompressionStream: ByteDecompressionStream });

const TYPES: Readonly<Partial<Record<StorageTypeName, StorageType>>> = { csv, excel, json, parquet, pickle };

/** Counts the most memory that was charged at once. */
class Meter extends Budget {
  most = 0;

  override charge(kind: Expansion, count: number, where?: string | (() => string)): void {
    super.charge(kind, count, where);
    this.most = Math.max(this.most, VALUE_MEMORY - this.left);
  }
}

/** Reads a file as the Worker reads an uploaded one. */
async function read(type: StorageTypeName, bytes: Uint8Array, mediaType: string, budget: Budget): Promise<void> {
  const storage = TYPES[type];
  if (storage === undefined) throw new Error(`No files of the type ${type} are made`);
  const payloads = { getBytes: async () => bytes, getText: async () => new TextDecoder().decode(bytes) };
  const context = { dataNode: { properties: {} }, payloads, budget } as unknown as StorageContext;
  await storage.read(context, aStoredPayload("k", { content_type: mediaType, size: bytes.length }));
}

const FIRST_SIZE = 1_000;
/** The part of the budget that the file takes at least. */
const NEAR = 0.97;
const AIM = 0.99;

/**
 * The largest file of a kind that the budget accepts, but for a few in a hundred: it takes nearly all of the budget, or a
 * slightly larger one is refused.
 */
export async function atLimit({ make, most }: Growing, type: StorageTypeName, mediaType: string) {
  let [accepted, refused] = [0, (most ?? Infinity) + 1];
  for (let size = FIRST_SIZE; ; ) {
    const bytes = make(size);
    const meter = new Meter();
    try {
      await read(type, bytes, mediaType, meter);
      if (meter.most >= VALUE_MEMORY * NEAR || size === most || size >= refused * NEAR) return { bytes, size };
      accepted = size;
      const aimed = Math.floor((size * VALUE_MEMORY * AIM) / meter.most);
      size = aimed < refused ? aimed : Math.ceil((accepted + refused) / 2);
    } catch (error) {
      if (meter.refusal === null) throw error;
      refused = size;
      size = Math.floor((accepted + refused) / 2);
    }
  }
}
