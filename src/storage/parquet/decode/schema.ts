import type { SchemaElement } from "hyparquet";
import type { Charges } from "./loan.ts";

/** Far above real data, far below the depth that overflows a stack. */
export const MAX_LEVELS = 100;

/** A column chunk's part of the schema. */
export interface Leaf {
  readonly path: readonly string[];
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
