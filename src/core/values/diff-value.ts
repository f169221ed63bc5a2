import { createPatch, type Operation } from "rfc6902";

/** Longer lists are not aligned item by item: that takes time proportional to the product of their lengths. */
const MAX_ALIGNED_LENGTH = 50;

/** RFC 6902 operations that turn `before` into `after`. Both are JSON values, with integers beyond 2^53 as BigInt. */
export function patchOf(before: unknown, after: unknown): Operation[] {
  return createPatch(before, after, (left: unknown, right: unknown, pointer) =>
    Array.isArray(left) && Array.isArray(right) && !(isCheap(left) && isCheap(right))
      ? patchOfList(left, right, pointer.toString())
      : undefined,
  );
}

/** Whether aligning the list is cheap: it is short, and its items contain no lists or objects with more of them inside. */
const isCheap = (list: readonly unknown[]): boolean =>
  list.length <= MAX_ALIGNED_LENGTH && list.every((item) => !isNested(item) || Object.values(item).every(isPlain));

const isNested = (item: unknown): item is object => typeof item === "object" && item !== null;
const isPlain = (item: unknown): boolean => !isNested(item);

/** Compares by index between the common start and the common end. Linear, but not always the shortest patch. */
function patchOfList(before: readonly unknown[], after: readonly unknown[], path: string): Operation[] {
  const isSame = (left: unknown, right: unknown) => left === right || patchOf(left, right).length === 0;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSame(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const [oldEnd, newEnd] = [before.length - end, after.length - end];
  const operations: Operation[] = [];
  for (let index = start; index < Math.min(oldEnd, newEnd); index += 1) {
    operations.push(...at(`${path}/${index}`, patchOf(before[index], after[index])));
  }
  for (let index = oldEnd - 1; index >= newEnd; index -= 1) operations.push({ op: "remove", path: `${path}/${index}` });
  for (let index = oldEnd; index < newEnd; index += 1) {
    operations.push({ op: "add", path: `${path}/${index}`, value: after[index] });
  }
  return operations;
}

const at = (path: string, operations: readonly Operation[]): Operation[] =>
  operations.map((operation) => ({ ...operation, path: path + operation.path }));
