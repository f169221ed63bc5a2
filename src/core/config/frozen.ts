/**
 * A deeply frozen copy of plain objects and arrays, also of cyclic ones. Functions, dates, maps, typed arrays and instances of
 * classes are neither copied nor frozen: a frozen copy of them would not work as the original does.
 */
export function frozenCopy<T>(value: T): T {
  return copy(value, new Map()) as T;
}

/** A frozen copy of a list with the same items. Any other value is returned unchanged, and the checks report it. */
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
    // Defined, not assigned: assigning to `__proto__` would set the prototype.
    Object.defineProperty(target, key, { value: copy(item, copies), enumerable: true });
  }
  return Object.freeze(target);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
