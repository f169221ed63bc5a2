import { textOfDate } from "../../../core/values/exact/precise-date.ts";
import { blankRow } from "../../table/tabular-value.ts";
import type { Node } from "../types/tree.ts";
import { chargeContents } from "./cell-contents.ts";
import type { LeafCursor } from "./leaf-cursor.ts";
import type { Charges } from "./loan.ts";

// docs/decisions/102-parquet-cells-from-levels.md

/** Reads the next value of a node: the cursors of its leaves stand at it, and stand behind it then. */
type Read = () => unknown;

interface Assembly {
  readonly cursors: ReadonlyMap<Node, LeafCursor>;
  readonly charges: Charges;
  readonly where: string;
}

/**
 * Makes the cells of a column from the values and levels of its leaves. Everything is charged when it is made.
 * @throws Error (when a cell is read) for levels that contradict each other
 */
export function readerOf(node: Node, assembly: Assembly): Read {
  const content = contentReader(node, assembly);
  const cursors = node.leaves.flatMap((leaf) => assembly.cursors.get(leaf) ?? []);
  const [head, ...others] = cursors;
  if (head === undefined) throw new Error("its schema has a group without columns");
  const { definition, repetition } = node;
  const skip = () => {
    for (const cursor of cursors) cursor.skip();
  };
  switch (node.tree.element.repetition_type) {
    case "OPTIONAL":
      return () => {
        if (head.definition >= definition) return content();
        skip();
        return null;
      };
    case "REPEATED": {
      const { charges, where } = assembly;
      return () => {
        charges.charge("containers", 1, where);
        const items: unknown[] = [];
        if (head.definition < definition) {
          skip();
          return items;
        }
        for (;;) {
          charges.charge("items", 1, where);
          items.push(content());
          const goesOn = head.repetition === repetition;
          for (const other of others) {
            if (goesOn !== (other.repetition === repetition)) throw new Error("its members have different rows");
          }
          if (!goesOn) return items;
        }
      };
    }
    default:
      return content;
  }
}

/** The value of a node that is present, or one item of a node that is repeated. */
function contentReader({ form, leaves, name }: Node, assembly: Assembly): Read {
  const { charges, where, cursors } = assembly;
  switch (form.kind) {
    case "inner":
      return readerOf(form.inner, assembly);
    case "struct":
      return structReader(form.members, assembly);
    case "map": {
      const read = readerOf(form.entries, assembly);
      return () =>
        mapOf(read() as readonly Readonly<Record<string, unknown>>[], form.key.name, form.value.name, assembly);
    }
    case "leaf": {
      const [leaf] = leaves;
      const cursor = leaf && cursors.get(leaf);
      if (cursor === undefined) throw new Error(`the row group does not have "${name}"`);
      return () => {
        const cell = cursor.take();
        if (typeof cell === "string" || typeof cell === "object") chargeContents(cell, charges, where);
        return cell;
      };
    }
  }
}

function structReader(members: readonly Node[], assembly: Assembly): Read {
  const { charges, where } = assembly;
  const blank = blankRow(members.map(({ name }) => name));
  const readers = members.map((member) => ({ name: member.name, read: readerOf(member, assembly) }));
  const characters = members.reduce((sum, { name }) => sum + excessOf(name), 0);
  return () => {
    charges.charge("containers", 1, where);
    charges.charge("items", readers.length, where);
    charges.charge("characters", characters, where);
    const struct = { ...blank };
    for (const { name, read } of readers) struct[name] = read();
    return struct;
  };
}

/** A name that is no longer is part of the weight of a cell or an item. */
const SHORT_NAME = 16;
const excessOf = (name: string): number => Math.max(0, name.length - SHORT_NAME);

const keyText = (key: unknown): string => (key instanceof Date ? textOfDate(key) : String(key));

/** Of entries with one key the last one counts, as Parquet's format says. */
function mapOf(
  entries: readonly Readonly<Record<string, unknown>>[],
  key: string,
  value: string,
  { charges, where }: Assembly,
): unknown {
  charges.charge("containers", 1, where);
  charges.charge("items", entries.length, where);
  return Object.fromEntries(
    entries.map((entry) => {
      const name = keyText(entry[key]);
      charges.charge("characters", excessOf(name), where);
      return [name, entry[value]];
    }),
  );
}
