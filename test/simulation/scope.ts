/** A process that can die: a Worker's invocation, an instance of an object. Nothing that is dead ever goes on. */
export class Scope {
  readonly name: string;
  #isAlive = true;
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
