import type { SchemaElement, SchemaTree } from "hyparquet";
import type { Charges } from "./loan.ts";

/** Far above real data, far below the depth that overflows a stack. */
export const MAX_LEVELS = 100;

/** A column of the file: a top-level column has one of them, or one for each member of its structs. */
export interface Leaf {
  /** From the root of the schema to the leaf. */
  readonly path: readonly SchemaTree[];
  readonly element: SchemaElement;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/**
 * Checks that a schema is one tree, before the library builds it by recursion.
 * @throws Error when it is not, or is nested too deep
 */
export function checkSchema(schema: readonly SchemaElement[], charges: Charges): void {
  /** How many children each open group still lacks. */
  const open: number[] = [];
  for (const [index, { name, num_children = 0 }] of schema.entries()) {
    if (index > 0) {
      while (open.at(-1) === 0) open.pop();
      if (open.length === 0) throw new Error("its schema has elements outside its root");
      open.push((open.pop() ?? 0) - 1);
      if (typeof name !== "string") throw new Error(`element ${index} of its schema has no name`);
    }
    if (!Number.isInteger(num_children) || num_children < 0) {
      throw new Error(`element ${index} of its schema declares ${num_children} children`);
    }
    charges.charge("containers", 2, "its schema");
    charges.charge("items", open.length, "its schema");
    open.push(num_children);
    if (open.length > MAX_LEVELS) throw new Error(`its schema is nested deeper than ${MAX_LEVELS} levels`);
  }
  if (schema.length === 0 || open.some((children) => children > 0)) throw new Error("its schema is incomplete");
}

export const isFlat = ({ element, children }: SchemaTree): boolean =>
  children.length === 0 && element.repetition_type !== "REPEATED";

/** Whether a column has structs or maps, not only lists. */
export function makesObjects({ element, children }: SchemaTree): boolean {
  const isList = element.converted_type === "LIST" || element.repetition_type === "REPEATED";
  return children.length > (isList ? 1 : 0) || children.some(makesObjects);
}

/** The leaves of a column, in the order of its column chunks. */
export function leavesOf(root: SchemaTree, column: SchemaTree): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (path: readonly SchemaTree[], tree: SchemaTree): void => {
    const own = [...path, tree];
    for (const child of tree.children) visit(own, child);
    if (tree.children.length === 0) leaves.push(leafOf(own));
  };
  visit([root], column);
  return leaves;
}

function leafOf(path: readonly SchemaTree[]): Leaf {
  const types = path.slice(1).map(({ element }) => element.repetition_type);
  const element = path.at(-1)?.element;
  if (element === undefined) throw new Error("its schema is incomplete");
  return {
    path,
    element,
    maxDefinition: types.filter((type) => type !== "REQUIRED").length,
    maxRepetition: types.filter((type) => type === "REPEATED").length,
  };
}

/**
 * How many lists and objects a value of a leaf begins, by its repetition level and its definition level: one a group that
 * has a value and does not belong to the value before.
 */
export function containersByLevel({ path, maxDefinition, maxRepetition }: Leaf): number[][] {
  const groups = path.slice(1).map(({ element, children }) => ({
    isOptional: element.repetition_type !== "REQUIRED",
    isRepeated: element.repetition_type === "REPEATED",
    isGroup: children.length > 0 || element.repetition_type === "REPEATED",
  }));
  return Array.from({ length: maxRepetition + 1 }, (_, repetition) => {
    const begun = Array.from({ length: maxDefinition + 1 }, () => 0);
    let repeated = 0;
    let defined = 0;
    for (const { isOptional, isRepeated, isGroup } of groups) {
      if (isOptional) defined += 1;
      if (isRepeated) repeated += 1;
      const continues = isRepeated ? repeated <= repetition : repeated < repetition;
      if (!continues && isGroup) begun[defined] = (begun[defined] ?? 0) + 1;
    }
    let sum = 0;
    return begun.map((count) => {
      sum += count;
      return sum;
    });
  });
}
