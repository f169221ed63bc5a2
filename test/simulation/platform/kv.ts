import { DEADLINES } from "../../../src/core/deadlines.ts";
import type { KeyPage, ValueLists } from "../../../src/core/ports/repair/value-lists.ts";
import { KV_PREFIX, type PayloadNamespace, R2_PREFIX } from "../../../src/payloads/payload-store.ts";
import { bounded, call } from "../call.ts";
import { Random } from "../random.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";

/** Keys that one page has: few, so that most lists take several. */
const PAGE = 5;
const NO_KEYS: KeyPage = { keys: [], next: null };

/** In some seeds it fails for ever to read some values, in words that the service does not know. */
const UNREADABLE = { seeds: 1 / 8, values: 1 / 8 } as const;
/** What is drawn from the stream leaves the numbers of the seed's own stream alone. */
const UNREADABLE_STREAM = 6 * 2 ** 40;

/** How calls reach the store. */
type Send = <T>(name: string, effect: () => T) => Promise<T>;

/** KV: values under keys that never change, at the other end of connections that fail. */
export class Kv {
  readonly #world: World;
  readonly #values = new Map<string, Uint8Array<ArrayBuffer>>();
  /** All that ever lay here, for those who watch. */
  readonly #texts = new Map<string, string>();
  readonly #unreadable = new Set<string>();
  readonly #unreadables: Random | null;
  /** Called when a value is deleted. */
  onDelete: (key: string) => void = () => {};

  constructor(world: World) {
    this.#world = world;
    const random = new Random(world.random.seed + UNREADABLE_STREAM);
    // Release 0.1.0 takes each fault for one of the function.
    const mayFail = world.deployment === null && !world.isQuiet;
    this.#unreadables = mayFail && random.chance(UNREADABLE.seeds) ? random : null;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The text of a value, also of one that was deleted. */
  text(key: string): string {
    return this.#texts.get(key) ?? "";
  }

  connect(scope: Scope): PayloadNamespace {
    return this.#binding(
      (name, effect) => this.#send(scope, name, effect),
      (key) => !this.#unreadable.has(key),
    );
  }

  /** A connection that is always there, takes no time and reads every value. */
  connectDirectly(): PayloadNamespace {
    return this.#binding(
      async (_name, effect) => effect(),
      () => true,
    );
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

  #binding(send: Send, isReadable: (key: string) => boolean): PayloadNamespace {
    return {
      get: (key) => send("KV get", () => this.#get(key, isReadable(key))),
      put: (key, value) => send("KV put", () => this.#put(key, value)),
      delete: (key) =>
        send("KV delete", () => {
          if (this.#values.delete(key)) this.onDelete(key);
        }),
    };
  }

  #get(key: string, isReadable: boolean): ArrayBuffer | null {
    if (!isReadable) throw new Error("KV get: no words that are known");
    return this.#values.get(key)?.slice().buffer ?? null;
  }

  #put(key: string, value: Uint8Array): void {
    this.#values.set(key, new Uint8Array(value));
    if (this.#unreadables?.chance(UNREADABLE.values) === true) this.#unreadable.add(key);
    this.#texts.set(key, new TextDecoder().decode(value));
  }
}
