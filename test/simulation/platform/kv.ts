import { DEADLINES } from "../../../src/core/deadlines.ts";
import type { PayloadNamespace } from "../../../src/payloads/payload-store.ts";
import { bounded, call } from "../call.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";

/** How calls reach the store. */
type Send = <T>(name: string, effect: () => T) => Promise<T>;

/** KV: values under keys that never change, at the other end of connections that fail. */
export class Kv {
  readonly #world: World;
  readonly #values = new Map<string, Uint8Array<ArrayBuffer>>();
  /** All that ever lay here, for those who watch. */
  readonly #texts = new Map<string, string>();
  /** Called when a value is deleted. */
  onDelete: (key: string) => void = () => {};

  constructor(world: World) {
    this.#world = world;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The text of a value, also of one that was deleted. */
  text(key: string): string {
    return this.#texts.get(key) ?? "";
  }

  connect(scope: Scope): PayloadNamespace {
    return this.#binding((name, effect) => {
      const answer = call(this.#world, scope, name, this.#world.faults.kv, effect);
      return bounded(this.#world, scope, name === "KV get" ? DEADLINES.kvRead : DEADLINES.kvWrite, answer);
    });
  }

  /** A connection that is always there and takes no time. */
  connectDirectly(): PayloadNamespace {
    return this.#binding(async (_name, effect) => effect());
  }

  #binding(send: Send): PayloadNamespace {
    return {
      get: (key) => send("KV get", () => this.#values.get(key)?.slice().buffer ?? null),
      put: (key, value) => send("KV put", () => this.#put(key, value)),
      delete: (key) =>
        send("KV delete", () => {
          if (this.#values.delete(key)) this.onDelete(key);
        }),
    };
  }

  #put(key: string, value: Uint8Array): void {
    this.#values.set(key, new Uint8Array(value));
    this.#texts.set(key, new TextDecoder().decode(value));
  }
}
