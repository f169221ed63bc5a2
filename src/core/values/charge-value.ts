import type { Budget } from "./budget.ts";

/**
 * Charges a value that something else has made, such as a driver or a function of the application: the value is in memory, its
 * rows and its answer are not yet. A part that stands in several places is charged once.
 * @throws TaipyError `value_too_large`
 */
export function chargeValue(budget: Budget, value: unknown, where?: string): void {
  const seen = new Set<object>();
  const open: unknown[] = [];
  const visit = (part: unknown) => {
    if (typeof part === "string") budget.charge("characters", part.length, where);
    else if (typeof part === "object" && part !== null) open.push(part);
  };
  visit(value);
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const container = part as object;
    if (seen.has(container)) continue;
    seen.add(container);
    if (container instanceof ArrayBuffer || ArrayBuffer.isView(container)) {
      budget.charge("unpackedBytes", container.byteLength, where);
      continue;
    }
    budget.charge("containers", 1, where);
    for (const items of itemsOf(container)) {
      budget.charge("items", items.length, where);
      for (const item of items) visit(item);
    }
  }
}

function itemsOf(container: object): readonly (readonly unknown[])[] {
  if (Array.isArray(container)) return [container];
  if (container instanceof Map) return [[...container.keys()], [...container.values()]];
  if (container instanceof Set) return [[...container]];
  return [Object.keys(container), Object.values(container)];
}
