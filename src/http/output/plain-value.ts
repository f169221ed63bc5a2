/** Deeper values may be circular. */
const MAX_DEPTH = 1_000;

/** Characters of JSON at the least: above what is stored without R2. A small value may mean an endless one. */
const MAX_CHARACTERS = 32 * 1_024 * 1_024;

/**
 * Whether JSON has a form for everything in the value, so that `JSON.stringify` needs no replacer, which makes it three
 * times slower. False for what would take long to look at.
 */
export const isPlainValue = (value: unknown): boolean => new Look().isPlain(value, 0);

class Look {
  #left = MAX_CHARACTERS;

  isPlain(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case "string":
        return this.#fits(value.length);
      case "number":
      case "boolean":
        return true;
      case "object":
        if (value === null) return true;
        if (depth >= MAX_DEPTH) return false;
        return Array.isArray(value) ? this.#areItemsPlain(value, depth) : this.#areMembersPlain(value, depth);
      default:
        return false;
    }
  }

  #areItemsPlain(items: readonly unknown[], depth: number): boolean {
    if ("toJSON" in items || !this.#fits(items.length + 2)) return false;
    // Holes are undefined, which `every` and its kin would leave out.
    for (let index = 0; index < items.length; index += 1) if (!this.isPlain(items[index], depth + 1)) return false;
    return true;
  }

  #areMembersPlain(value: object, depth: number): boolean {
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    const members = value as Readonly<Record<string, unknown>>;
    // Nothing is inherited, and this is the fastest way through the names.
    for (const name in members) {
      if (!this.#fits(name.length + 4) || !this.isPlain(members[name], depth + 1)) return false;
    }
    return true;
  }

  #fits(characters: number): boolean {
    this.#left -= characters;
    return this.#left >= 0;
  }
}
