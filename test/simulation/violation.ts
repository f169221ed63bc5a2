/** A promise that the run has broken. */
export class Violation extends Error {
  override readonly name = "Violation";
}

/** Collects what went wrong: a violation found inside the code under test must not be caught there. */
export class Violations {
  readonly #found: Violation[] = [];

  /** Records the violation when `holds` is false. */
  check(holds: boolean, promise: string, details: () => string): void {
    if (!holds) this.#found.push(new Violation(`${promise}: ${details()}`));
  }

  report(promise: string): void {
    this.#found.push(new Violation(promise));
  }

  /** Runs a check of the simulation itself; an error that it throws is a failure, too. */
  guard(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.report(`the simulation is sound: ${error instanceof Error ? error.stack : error}`);
    }
  }

  get first(): Violation | null {
    return this.#found[0] ?? null;
  }
}
