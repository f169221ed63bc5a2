/** A process of the platform that runs the code of several invocations: they share its one thread, its memory and its end. */
export class Isolate {
  readonly name: string;
  readonly #scopes = new Set<Scope>();
  /** The tries whose functions run in it. */
  readonly #running = new Set<string>();
  /** What its code keeps from one invocation to the next. */
  #memory: unknown = null;
  /** Until then none of its invocations goes on: one of them computes. */
  blockedUntilMs = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** The invocations that are under way in it. */
  get scopes(): ReadonlySet<Scope> {
    return this.#scopes;
  }

  enter(scope: Scope): void {
    this.#scopes.add(scope);
    scope.onEnd(() => this.#scopes.delete(scope));
  }

  /** What the code of all its invocations shares; a new isolate takes the place of one that has died. */
  memory<T>(create: () => T): T {
    this.#memory ??= create();
    return this.#memory as T;
  }

  /**
   * The function of a try begins.
   * @returns the tries beside which it runs
   */
  begin(attempt: string): readonly string[] {
    const others = [...this.#running];
    this.#running.add(attempt);
    return others;
  }

  end(attempt: string): void {
    this.#running.delete(attempt);
  }

  /** All its invocations end: one of them took all the memory, or the machine is gone. */
  die(): void {
    for (const scope of [...this.#scopes]) scope.end();
    this.#running.clear();
    this.#memory = null;
  }
}

/** A process that can die: a Worker's invocation, an instance of an object. Nothing that is dead ever goes on. */
export class Scope {
  readonly name: string;
  /** The one that it shares with other invocations; null = it has one for itself. */
  readonly isolate: Isolate | null;
  #isAlive = true;
  /** How long it has not gone on, in all. */
  stalledMs = 0;
  /** All that it has done and sent is undone: it was an instance of an object that has lost its state. */
  isErased = false;
  /** Until then it does not go on: a long collection of garbage, a machine that is too busy. Others take it for dead. */
  #stalledUntilMs = 0;
  readonly #endings: (() => void)[] = [];

  constructor(name: string, isolate: Isolate | null = null) {
    this.name = name;
    this.isolate = isolate;
    isolate?.enter(this);
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get stalledUntilMs(): number {
    return Math.max(this.#stalledUntilMs, this.isolate?.blockedUntilMs ?? 0);
  }

  stall(nowMs: number, ms: number): void {
    this.stalledMs += ms;
    this.#stalledUntilMs = nowMs + ms;
  }

  /** Its code computes without a pause: nothing else of its isolate goes on. */
  block(untilMs: number): void {
    if (this.isolate === null) this.#stalledUntilMs = untilMs;
    else this.isolate.blockedUntilMs = untilMs;
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
