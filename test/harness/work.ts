/** Counts how often the items of lists and the members of objects are read: work that no busy machine changes. */
export class Work {
  reads = 0;
  readonly #limit: number;

  /** @param limit reads after which the work is given up, since a test can't wait for its end */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  /** The same JSON value, all the way down; each read of an item or a member counts. */
  counted<T>(value: T): T {
    if (typeof value !== "object" || value === null) return value;
    const members = new Map<string | symbol, unknown>();
    return new Proxy(value, {
      get: (target, name, receiver) => {
        this.reads += 1;
        if (this.reads > this.#limit) throw new Error(`More than ${this.#limit} reads`);
        if (!Object.hasOwn(target, name)) return Reflect.get(target, name, receiver);
        const found = members.get(name) ?? this.counted(Reflect.get(target, name, receiver));
        members.set(name, found);
        return found;
      },
    });
  }
}

const MOST_READS = 5_000_000;

/**
 * How much more work ten times the size takes: about 10 when the work is linear, about 100 when it is quadratic.
 * `run` does the work for a size, with values that {@link Work.counted} has made countable.
 */
export function growthOfWork(size: number, run: (size: number, work: Work) => void): number {
  const [small, large] = [size, 10 * size].map((each) => {
    const work = new Work(MOST_READS);
    run(each, work);
    return work.reads;
  });
  return (large ?? Number.NaN) / (small ?? Number.NaN);
}
