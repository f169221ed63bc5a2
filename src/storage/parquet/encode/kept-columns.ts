import type { SchemaElement, SchemaTree } from "hyparquet";
import { untagged } from "../../../core/values/exact/typed-cell.ts";
import type { Table } from "../../table/tabular-value.ts";
import type { ArrowField } from "../types/arrow-durations.ts";
import type { Node } from "../types/tree.ts";
import { checkFits, Misfit } from "./disassemble.ts";
import { type ColumnSchema, inferColumn } from "./infer-column.ts";

export interface KeptColumn extends ColumnSchema {
  /** Whether it is as in the present file. */
  readonly isKept: boolean;
}

/**
 * The schemas of a table's columns: those that the present file has keep their types, when all cells fit.
 * @param present the columns of the file that is replaced
 * @throws TaipyError `invalid_value` for cells that Parquet can't hold
 */
export function schemasOf({ columns, rows }: Table, present: readonly Node[]): KeptColumn[] {
  const known = new Map(present.map((node) => [node.name, node]));
  return columns.map((name, column) => {
    const cells = rows.map((row) => row[column]);
    const node = known.get(name);
    if (node !== undefined && fits(node, cells)) {
      const [head, ...others] = elementsOf(node.tree);
      return { elements: [{ ...head, name } as SchemaElement, ...others], arrow: arrowOf(node), isKept: true };
    }
    return { ...inferColumn(name, untagged(cells) as unknown[]), isKept: false };
  });
}

function fits(node: Node, cells: readonly unknown[]): boolean {
  try {
    checkFits(node, cells);
    return true;
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}

const elementsOf = ({ element, children }: SchemaTree): SchemaElement[] => [element, ...children.flatMap(elementsOf)];

/** Arrow's form of a column. */
function arrowOf({ form }: Node): ArrowField {
  switch (form.kind) {
    case "leaf": {
      const [, unit] = /^DURATION\((\w+)\)$/.exec(form.type.name) ?? [];
      return { unit: (unit ?? null) as ArrowField["unit"], children: [] };
    }
    case "struct":
      return { unit: null, group: "struct", children: form.members.map(arrowOf) };
    case "map":
      return { unit: null, group: "map", children: [arrowOf(form.entries)] };
    case "inner": {
      // Arrow knows no group of a list's items.
      const { inner } = form.inner.form as { readonly inner?: Node };
      return { unit: null, group: "list", children: [arrowOf(inner ?? form.inner)] };
    }
  }
}
