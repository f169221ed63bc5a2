import { DEADLINES } from "../../../src/core/deadlines.ts";
import type { KeyPage, ValueLists } from "../../../src/core/ports/repair/value-lists.ts";
import { KV_PREFIX, type PayloadNamespace, R2_PREFIX } from "../../../src/payloads/payload-store.ts";
import { bounded, call } from "../call.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";

/** Keys that one page has: few, so that most lists take several. */
const PAGE = 5;
const NO_KEYS: KeyPage = { keys: [], next: null };

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
    return this.#binding((name, effect) => this.#send(scope, name, effect));
  }

  /** A connection that is always there and takes no time. */
  connectDirectly(): PayloadNamespace {
    return this.#binding(async (_name, effect) => effect());
  }

  /** As the check lists it. R2 is empty. */
  lists(scope: Scope): ValueLists {
    return {
      prefixes: { kv: KV_PREFIX, r2: R2_PREFIX },
      list: (store, cursor) => this.#send(scope, "KV list", () => (store === "kv" ? this.#page(cursor) : NO_KEYS)),
      has: (store, key) => this.#send(scope, "KV get", () => store === "kv" && this.#values.has(key)),
    };
  }

  #page(cursor: string | null): KeyPage {
    const rest = [...this.#values.keys()].filter((key) => key > (cursor ?? "")).sort();
    const keys = rest.slice(0, PAGE);
    return { keys, next: rest.length > PAGE ? (keys.at(-1) ?? null) : null };
  }

  #send<T>(scope: Scope, name: string, effect: () => T): Promise<T> {
    const answer = call(this.#world, scope, name, this.#world.faults.kv, effect);
    return bounded(
      this.#world,
      scope,
      name === "KV put" || name === "KV delete" ? DEADLINES.kvWrite : DEADLINES.kvRead,
      answer,
    );
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
