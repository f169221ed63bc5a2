import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import {
  createPayloadStore,
  type DiscardingPayloadStore,
  type PayloadNamespace,
} from "../../../src/payloads/payload-store.ts";
import { pause } from "../call.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import type { Kv } from "./kv.ts";

/** Some bodies lie in KV whatever their size, so that reading and writing them takes a call. */
const KV_SHARE = 0.4;

/** The service's store of payloads over the model's KV. */
export class Payloads {
  readonly #world: World;
  readonly #kv: Kv;

  constructor(world: World, kv: Kv) {
    this.#world = world;
    this.#kv = kv;
  }

  connect(scope: Scope): DiscardingPayloadStore {
    return this.#store(this.#kv.connect(scope), (ms) => pause(this.#world, scope, ms));
  }

  connectDirectly(): DiscardingPayloadStore {
    return this.#store(this.#kv.connectDirectly(), async () => {});
  }

  /** The text of a payload, for those who watch. */
  text({ body, key }: PayloadRef): string {
    return body ?? this.#kv.text(key ?? "");
  }

  #store(kv: PayloadNamespace, wait: (ms: number) => Promise<void>): DiscardingPayloadStore {
    const { random } = this.#world;
    const store = createPayloadStore({ kv, newUuid: () => random.uuid(), wait });
    return {
      ...store,
      // Bytes never lie in the row.
      put: (body, contentType, plain) =>
        typeof body === "string" && random.chance(KV_SHARE)
          ? store.put(new TextEncoder().encode(body), contentType, plain)
          : store.put(body, contentType, plain),
    };
  }
}
