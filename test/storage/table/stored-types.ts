import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import type { StorageTypeName } from "../../../src/core/storage-types.ts";
import { Budget } from "../../../src/core/values/budget.ts";
import { utf8Text } from "../../../src/storage/encoding/utf8-text.ts";
import type { StorageContext } from "../../../src/storage/types.ts";
import { aStoredPayload } from "../../harness/factories.ts";

/** A storage type's context whose payloads lie in memory. */
export function memoryContext(
  storage_type: StorageTypeName,
  properties: Readonly<Record<string, unknown>> = {},
): StorageContext & { bytesOf(ref: PayloadRef): Uint8Array } {
  const bodies = new Map<string | null, Uint8Array>();
  const bytesOf = ({ key }: PayloadRef) => bodies.get(key) ?? new Uint8Array();
  return {
    dataNode: { id: "DATANODE_subject_1", config_id: "subject", storage_type, properties },
    config: null,
    get budget() {
      return new Budget();
    },
    payloads: {
      async put(body, content_type) {
        const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
        const ref = aStoredPayload(`k${bodies.size}`, { content_type, size: bytes.length });
        bodies.set(ref.key, bytes);
        return ref;
      },
      getBytes: async (ref) => bytesOf(ref),
      getText: async (ref) => utf8Text(bytesOf(ref)),
    },
    binding: () => undefined,
    bytesOf,
  };
}
