/** A process that can die: a Worker's invocation, an instance of an object. Nothing that is dead ever goes on. */
export class Scope {
  readonly name: string;
  #isAlive = true;
  /** Until then it does not go on: a long collection of garbage, a machine that is too busy. Others take it for dead. */
  stalledUntilMs = 0;
  readonly #endings: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  onEnd(ending: () => void): void {
    this.#endings.push(ending);
  }

  end(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const ending of this.#endings) ending();
  }
}
