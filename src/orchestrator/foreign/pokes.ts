import type { OrchestratorDeps } from "../orchestrator-deps.ts";

/** Objects that are called at the same time. */
const AT_ONCE = 10;

/**
 * Notifies other objects that nodes have changed, side by side and behind all answers. An object that does not answer delays
 * no other one: what changes meanwhile goes to it with one more call. Should a poke get lost, the timer of the waiting
 * object reads the nodes again.
 */
export class Pokes {
  readonly #deps: Pick<OrchestratorDeps, "poke" | "log">;
  /** Domain → nodes that it is to be notified of. */
  readonly #waiting = new Map<string, Set<string>>();
  readonly #called = new Set<string>();

  constructor(deps: Pick<OrchestratorDeps, "poke" | "log">) {
    this.#deps = deps;
  }

  add(domain: string, ids: readonly string[]): void {
    const waiting = this.#waiting.get(domain) ?? new Set();
    for (const id of ids) waiting.add(id);
    this.#waiting.set(domain, waiting);
    this.#callNext();
  }

  #callNext(): void {
    for (const [domain, ids] of this.#waiting) {
      if (this.#called.size >= AT_ONCE) return;
      if (this.#called.has(domain)) continue;
      this.#waiting.delete(domain);
      this.#called.add(domain);
      void this.#call(domain, [...ids]);
    }
  }

  async #call(domain: string, ids: readonly string[]): Promise<void> {
    const { poke, log } = this.#deps;
    try {
      await poke(domain, ids);
    } catch (error) {
      log("poke_failed", { domain, error: String(error) });
    }
    this.#called.delete(domain);
    this.#callNext();
  }
}
