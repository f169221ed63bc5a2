/**
 * A deeply frozen copy of plain objects and arrays, cycles included. Everything else (functions, dates, maps, typed
 * arrays, instances of classes) is kept as it is: it can't be frozen without changing what it is.
 */
export function frozenCopy<T>(value: T): T {
  return copy(value, new Map()) as T;
}

/** A frozen copy of a list that keeps its items; anything else comes back unchanged, for the checks to refuse. */
export function frozenList<T>(list: readonly T[]): readonly T[] {
  return Array.isArray(list) ? Object.freeze([...list]) : list;
}

function copy(value: unknown, copies: Map<object, object>): unknown {
  if (!isPlain(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const target: object = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
  copies.set(value, target);
  for (const [key, item] of Object.entries(value)) {
    // Defined, not assigned: a key named `__proto__` stays a key.
    Object.defineProperty(target, key, { value: copy(item, copies), enumerable: true });
  }
  return Object.freeze(target);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
