import { createPatch, type Operation } from "rfc6902";
import { TaipyError } from "../errors.ts";
import { isMapping } from "../field-errors.ts";
import { compareNumbers, Decimal } from "./exact/decimal.ts";

/** Longer lists are not aligned item by item: that takes time proportional to the product of their lengths. */
const MAX_ALIGNED_LENGTH = 50;
/** The members of all items of such a list together: each item may be compared with each other one. */
const MAX_ALIGNED_MEMBERS = 2_000;

/** The differences of two values that are kept: beyond, an answer would not fit into a Worker's memory. */
export const MAX_DIFFERENCES = 200_000;

/** A list is compared again for each list around it. Ten million comparisons take about a second. */
const MAX_COMPARISONS = 20_000_000;

/** Limits the recursion. Values that are answered have 500 levels at most. */
const MAX_DEPTH = 1_000;

/**
 * RFC 6902 operations that turn `before` into `after`. Both are JSON values, with integers beyond 2^53 as BigInt and longer fractions as decimals.
 * @throws TaipyError `too_large_to_compare`
 */
export function patchOf(before: unknown, after: unknown): Operation[] {
  const comparison = new Comparison();
  comparison.compare(before, after, "", 0);
  return comparison.operations;
}

class Comparison {
  readonly operations: Operation[] = [];
  #comparisons = 0;

  compare(before: unknown, after: unknown, path: string, depth: number): void {
    this.#count(1, depth);
    if (before === after || isSameDecimal(before, after)) return;
    if (Array.isArray(before) && Array.isArray(after)) this.#compareLists(before, after, path, depth);
    else if (isMapping(before) && isMapping(after)) this.#compareMembers(before, after, path, depth);
    else this.#add({ op: "replace", path, value: after });
  }

  #compareMembers(before: Members, after: Members, path: string, depth: number): void {
    const [old, young] = [Object.keys(before), Object.keys(after)];
    this.#count(old.length + young.length, depth);
    const at = (key: string) => `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    for (const key of old) if (!Object.hasOwn(after, key)) this.#add({ op: "remove", path: at(key) });
    for (const key of young) {
      if (!Object.hasOwn(before, key)) this.#add({ op: "add", path: at(key), value: after[key] });
    }
    for (const key of old) {
      if (Object.hasOwn(after, key)) this.compare(before[key], after[key], at(key), depth + 1);
    }
  }

  #compareLists(before: readonly unknown[], after: readonly unknown[], path: string, depth: number): void {
    if (isCheap(before) && isCheap(after)) {
      this.#count(before.length * after.length, depth);
      for (const operation of createPatch(before, after)) {
        this.#add({ ...operation, path: path + operation.path });
      }
    } else this.#compareByIndex(before, after, path, depth);
  }

  /** Compares by index between the common start and the common end. Linear, but not always the shortest patch. */
  #compareByIndex(before: readonly unknown[], after: readonly unknown[], path: string, depth: number): void {
    const shorter = Math.min(before.length, after.length);
    let start = 0;
    while (start < shorter && this.#isSame(before[start], after[start], depth + 1)) start += 1;
    let end = 0;
    while (end < shorter - start && this.#isSame(before.at(-1 - end), after.at(-1 - end), depth + 1)) end += 1;
    const [oldEnd, newEnd] = [before.length - end, after.length - end];
    for (let index = start; index < Math.min(oldEnd, newEnd); index += 1) {
      this.compare(before[index], after[index], `${path}/${index}`, depth + 1);
    }
    for (let index = oldEnd - 1; index >= newEnd; index -= 1) this.#add({ op: "remove", path: `${path}/${index}` });
    for (let index = oldEnd; index < newEnd; index += 1) {
      this.#add({ op: "add", path: `${path}/${index}`, value: after[index] });
    }
  }

  #isSame(left: unknown, right: unknown, depth: number): boolean {
    this.#count(1, depth);
    if (left === right || isSameDecimal(left, right)) return true;
    if (Array.isArray(left) && Array.isArray(right)) {
      return left.length === right.length && left.every((item, index) => this.#isSame(item, right[index], depth + 1));
    }
    if (!isMapping(left) || !isMapping(right)) return false;
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && this.#isSame(left[key], right[key], depth + 1))
    );
  }

  #add(operation: Operation): void {
    if (this.operations.length === MAX_DIFFERENCES) throw tooManyDifferences();
    this.operations.push(operation);
  }

  #count(comparisons: number, depth: number): void {
    this.#comparisons += comparisons;
    if (this.#comparisons > MAX_COMPARISONS) throw tooLarge(`take more than ${MAX_COMPARISONS} comparisons`);
    if (depth > MAX_DEPTH) throw tooLarge(`are nested deeper than ${MAX_DEPTH} levels`);
  }
}

type Members = Readonly<Record<string, unknown>>;

/** Whether aligning the list is cheap: it is short, and its items are few members without lists or objects inside. */
function isCheap(list: readonly unknown[]): boolean {
  if (list.length > MAX_ALIGNED_LENGTH) return false;
  let members = 0;
  for (const item of list) {
    if (!isNested(item)) continue;
    // The library compares the members of objects, and a decimal has none.
    if (item instanceof Decimal) return false;
    const inside = Object.values(item);
    members += inside.length;
    if (members > MAX_ALIGNED_MEMBERS || inside.some(isNested)) return false;
  }
  return true;
}

const isSameDecimal = (left: unknown, right: unknown): boolean =>
  left instanceof Decimal && right instanceof Decimal && compareNumbers(left, right) === 0;

const isNested = (item: unknown): item is object => typeof item === "object" && item !== null;

export const tooManyDifferences = (): TaipyError => tooLarge(`differ in more than ${MAX_DIFFERENCES} places`);

const tooLarge = (why: string): TaipyError => new TaipyError("too_large_to_compare", `The two values ${why}.`);
