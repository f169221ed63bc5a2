import { textOfDate } from "../../../core/values/exact/precise-date.ts";
import { blankRow } from "../../table/tabular-value.ts";
import type { Form, Node } from "../types/tree.ts";
import { chargeContents } from "./cell-contents.ts";
import type { LeafCursor } from "./leaf-cursor.ts";
import type { Charges } from "./loan.ts";

// docs/decisions/101-parquet-cells-from-levels.md

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
  const { charges, where } = assembly;
  switch (node.tree.element.repetition_type) {
    case "OPTIONAL": {
      const { head, skip } = cursorsOf(node, assembly);
      return () => {
        if (head.definition >= node.definition) return content();
        skip();
        return null;
      };
    }
    case "REPEATED": {
      const forEach = itemReader(node, assembly);
      return () => {
        charges.charge("containers", 1, where);
        const items: unknown[] = [];
        forEach(() => {
          charges.charge("items", 1, where);
          items.push(content());
        });
        return items;
      };
    }
    default:
      return content;
  }
}

/** The cursors of a node's leaves: the first one says what comes next. */
function cursorsOf({ leaves }: Node, assembly: Assembly) {
  const [head, ...others] = leaves.flatMap((leaf) => assembly.cursors.get(leaf) ?? []);
  if (head === undefined) throw new Error("its schema has a group without columns");
  const skip = () => {
    head.skip();
    for (const cursor of others) cursor.skip();
  };
  return { head, others, skip };
}

/** Calls a function at each item of a repeated node. */
function itemReader(node: Node, assembly: Assembly): (read: () => void) => void {
  const { head, others, skip } = cursorsOf(node, assembly);
  return (read) => {
    if (head.definition < node.definition) return skip();
    for (let goesOn = true; goesOn; ) {
      read();
      goesOn = head.repetition === node.repetition;
      for (const other of others) {
        if (goesOn !== (other.repetition === node.repetition)) throw new Error("its members have different rows");
      }
    }
  };
}

/** The value of a node that is present, or one item of a node that is repeated. */
function contentReader({ form, leaves, name }: Node, assembly: Assembly): Read {
  const { charges, where, cursors } = assembly;
  switch (form.kind) {
    case "inner":
      return readerOf(form.inner, assembly);
    case "struct":
      return structReader(form.members, assembly);
    case "map":
      return mapReader(form, assembly);
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

/** Of entries with one key the last one counts, as Parquet's format says. */
function mapReader({ entries, key, value }: Extract<Form, { kind: "map" }>, assembly: Assembly): Read {
  const { charges, where } = assembly;
  const forEach = itemReader(entries, assembly);
  const [readKey, readValue] = [readerOf(key, assembly), readerOf(value, assembly)];
  return () => {
    charges.charge("containers", 1, where);
    const map: Record<string, unknown> = {};
    forEach(() => {
      const name = keyText(readKey());
      if (!Object.hasOwn(map, name)) {
        charges.charge("items", 1, where);
        charges.charge("characters", excessOf(name), where);
      }
      const member = readValue();
      if (name !== "__proto__") map[name] = member;
      else Object.defineProperty(map, name, { value: member, enumerable: true, configurable: true, writable: true });
    });
    return map;
  };
}

const keyText = (key: unknown): string => (key instanceof Date ? textOfDate(key) : String(key));
