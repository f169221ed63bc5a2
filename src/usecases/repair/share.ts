import { MICROSECONDS_PER_MILLISECOND } from "../../core/time.ts";
import type { CheckDeps } from "./repair-deps.ts";

/** Calls of the platform that one request makes: it may make 1,000, of which the resync needs some to mend. */
const MAX_CALLS = 300;
/** No further step begins after this time. */
const MAX_MS = 10_000;
/** Findings that one answer has, or some more. */
const MAX_FINDINGS = 500;

/** One request's share of the work: the next request goes on where this one stops. */
export class Share {
  calls = 0;
  entities = 0;
  findings = 0;
  readonly #clock: CheckDeps["clock"];
  readonly #end: number;

  constructor(clock: CheckDeps["clock"]) {
    this.#clock = clock;
    this.#end = clock() + MAX_MS * MICROSECONDS_PER_MILLISECOND;
  }

  get isSpent(): boolean {
    return this.calls >= MAX_CALLS || this.findings >= MAX_FINDINGS || this.#clock() > this.#end;
  }

  /** The dependencies, whose calls count. */
  counting<T extends CheckDeps>(deps: T): T {
    const { repairs, valueLists, orchestrators } = deps;
    return {
      ...deps,
      repairs: this.#counted(repairs),
      valueLists: this.#counted(valueLists),
      orchestrators: (domain: string) => this.#counted(orchestrators(domain)),
    };
  }

  #counted<T extends object>(part: T): T {
    return new Proxy(part, {
      get: (target, name) => {
        const call: unknown = Reflect.get(target, name);
        if (typeof call !== "function") return call;
        return (...args: readonly unknown[]) => {
          this.calls += 1;
          return Reflect.apply(call, target, args);
        };
      },
    });
  }
}
