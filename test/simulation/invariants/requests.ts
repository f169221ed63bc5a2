import type { Scope } from "../scope.ts";
import type { Violations } from "../violation.ts";

/** Requests that are under way. One whose process dies is answered by the platform: its connection breaks. */
export class Requests {
  readonly #open = new Set<Scope>();

  begin(scope: Scope): void {
    this.#open.add(scope);
    scope.onEnd(() => this.#open.delete(scope));
  }

  /** It is answered, or its client has gone. */
  end(scope: Scope): void {
    this.#open.delete(scope);
  }

  get isAnyOpen(): boolean {
    return this.#open.size > 0;
  }

  /** At rest every request has been answered, has failed, or has ended with its process. */
  checkAnswered(violations: Violations): void {
    for (const { name } of this.#open) violations.report(`no caller waits for ever: ${name}`);
  }
}
