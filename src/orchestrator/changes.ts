/** Lets calls inside the object wait for the next commit. */
export class Changes {
  #waiting: (() => void)[] = [];

  /** Resolves with the next commit. Ask before you look at the state, or you may miss one. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  announce(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
