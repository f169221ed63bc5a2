import type { PayloadRef } from "../../core/entities/payload.ts";
import { utf8Text } from "../encoding/utf8-text.ts";
import type { Body, PayloadStore } from "../types.ts";

/** The payload of bytes that are not stored yet. */
export const holding = (body: Body): Pick<PayloadStore, "getText" | "getBytes"> => ({
  getText: async () => (typeof body === "string" ? body : utf8Text(body)),
  getBytes: async () => (typeof body === "string" ? new TextEncoder().encode(body) : body),
});

/** A payload store that only holds what is put there, so that it can be read and checked before it is stored. */
export class HeldPayload {
  readonly store: PayloadStore;
  held: { readonly body: Body; readonly put: () => Promise<PayloadRef> } | null = null;

  constructor(payloads: PayloadStore) {
    this.store = {
      ...payloads,
      put: async (body, content_type, plain) => {
        this.held = { body, put: () => payloads.put(body, content_type, plain) };
        // The size is that of memory: characters of a text.
        const tier = typeof body === "string" ? "inline" : "kv";
        return { tier, content_type, size: body.length, hash: "", key: null, body: null };
      },
    };
  }
}
