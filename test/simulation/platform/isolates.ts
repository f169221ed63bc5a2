import { Isolate } from "../scope.ts";
import type { World } from "../world.ts";

/** Few, so that invocations meet in them. */
const COUNT = 3;

/** The isolates that run the invocations of Workers. */
export class Isolates {
  readonly #world: World;
  readonly #isolates = Array.from({ length: COUNT }, (_, index) => new Isolate(`isolate ${index + 1}`));

  constructor(world: World) {
    this.#world = world;
  }

  /** The isolate that the platform picks for the next invocation. */
  any(): Isolate {
    return this.#world.random.pick(this.#isolates as [Isolate, ...Isolate[]]);
  }

  /** One that is busy dies. */
  killOne(): void {
    const isolate = this.#world.random.pick(this.#isolates.filter(({ scopes }) => scopes.size > 0));
    if (isolate === undefined) return;
    this.#world.note(`${isolate.name} dies with ${[...isolate.scopes].map(({ name }) => name).join(", ")}`);
    isolate.die();
  }
}
