import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import type { DiscardingPayloadStore } from "../../../src/payloads/payload-store.ts";
import type { Body } from "../../../src/storage/types.ts";
import { call } from "../call.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";

/** Some bodies lie in KV whatever their size, so that reading and writing them takes a call. */
const KV_SHARE = 0.3;

/** Payloads under keys that never change. */
export class Payloads {
  readonly #world: World;
  readonly #bodies = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  connect(scope: Scope): DiscardingPayloadStore {
    return this.#store((name, effect) => call(this.#world, scope, name, this.#world.faults.payloads, effect));
  }

  connectDirectly(): DiscardingPayloadStore {
    return this.#store(async (_name, effect) => effect());
  }

  /** The text of a payload, for those who watch. */
  text(ref: PayloadRef): string {
    return ref.body ?? this.#bodies.get(ref.key ?? "") ?? "";
  }

  #store(send: (name: string, effect: () => string) => Promise<string>): DiscardingPayloadStore {
    const getText = (ref: PayloadRef) =>
      ref.body === null ? send("KV get", () => this.text(ref)) : Promise.resolve(ref.body);
    return {
      put: async (body: Body, content_type: string) => {
        const text = typeof body === "string" ? body : new TextDecoder().decode(body);
        const about = { content_type, size: text.length, hash: `${text.length}` };
        if (!this.#world.random.chance(KV_SHARE)) return { ...about, tier: "inline", key: null, body: text };
        const key = `payloads/${this.#world.random.uuid()}`;
        await send("KV put", () => {
          this.#bodies.set(key, text);
          return key;
        });
        return { ...about, tier: "kv", key, body: null };
      },
      getText,
      getBytes: async (ref) => new TextEncoder().encode(await getText(ref)),
      discard: async () => {},
    };
  }
}
