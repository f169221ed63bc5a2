import { isMapping } from "../../../core/field-errors.ts";
import { cut } from "../../../core/listed.ts";
import type { Stored } from "../types/leaf-type.ts";
import type { LeafNode, Node } from "../types/tree.ts";

/** The values of a leaf with their levels; null where one is missing. */
export interface LeafValues {
  readonly leaf: LeafNode;
  readonly repetitions: number[];
  readonly definitions: number[];
  readonly values: (Stored | null)[];
}

/** A cell that a column can't hold. */
export class Misfit extends Error {
  /** Counts from 0. */
  readonly row: number;

  constructor(row: number, what: string) {
    super(what);
    this.row = row;
  }
}

/**
 * The values and levels of a column's leaves: the reverse of `readerOf`.
 * @throws Misfit
 */
export function disassemble(column: Node, cells: readonly unknown[]): LeafValues[] {
  const parts = new Map<Node, LeafValues>(
    column.leaves.map((leaf) => [leaf, { leaf, repetitions: [], definitions: [], values: [] }]),
  );
  const writer = new Writer(parts);
  for (const [row, cell] of cells.entries()) {
    writer.row = row;
    writer.visit(column, cell, 0);
  }
  return [...parts.values()];
}

/** @throws Misfit when a column can't hold one of the cells */
export function checkFits(column: Node, cells: readonly unknown[]): void {
  const writer = new Writer(null);
  for (const [row, cell] of cells.entries()) {
    writer.row = row;
    writer.visit(column, cell, 0);
  }
}

/** A row that lacks a member has null there. */
const memberOf = (cell: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(cell, name) ? cell[name] : null;

class Writer {
  row = 0;
  /** null: cells are only checked. */
  readonly #parts: ReadonlyMap<Node, LeafValues> | null;

  constructor(parts: ReadonlyMap<Node, LeafValues> | null) {
    this.#parts = parts;
  }

  visit(node: Node, cell: unknown, repetition: number): void {
    const isMissing = cell === null || cell === undefined;
    switch (node.tree.element.repetition_type) {
      case "OPTIONAL":
        if (isMissing) this.#addMissing(node, repetition, node.definition - 1);
        else this.#content(node, cell, repetition);
        return;
      case "REPEATED":
        if (!Array.isArray(cell)) throw this.#misfit(node, cell, "a list");
        if (cell.length === 0) this.#addMissing(node, repetition, node.definition - 1);
        for (let index = 0; index < cell.length; index += 1) {
          this.#content(node, cell[index], index === 0 ? repetition : node.repetition);
        }
        return;
      default:
        this.#content(node, cell, repetition);
    }
  }

  #content(node: Node, cell: unknown, repetition: number): void {
    const { form } = node;
    switch (form.kind) {
      case "leaf": {
        const stored = cell === null || cell === undefined ? undefined : form.type.write(cell);
        if (stored === undefined) throw this.#misfit(node, cell, form.type.name);
        this.#add(node, repetition, node.definition, stored);
        return;
      }
      case "inner":
        this.visit(form.inner, cell, repetition);
        return;
      case "struct": {
        if (!isMapping(cell)) throw this.#misfit(node, cell, "an object");
        const names = new Set(form.members.map(({ name }) => name));
        const unknown = Object.keys(cell).find((name) => !names.has(name));
        if (unknown !== undefined) throw this.#misfit(node, cell, `an object without the member "${cut(unknown)}"`);
        for (const member of form.members) this.visit(member, memberOf(cell, member.name), repetition);
        return;
      }
      case "map": {
        if (!isMapping(cell)) throw this.#misfit(node, cell, "an object");
        const entries = Object.entries(cell).map(([key, value]) => ({
          [form.key.name]: key,
          [form.value.name]: value,
        }));
        this.visit(form.entries, entries, repetition);
      }
    }
  }

  #add(node: Node, repetition: number, definition: number, value: Stored | null): void {
    const part = this.#parts?.get(node);
    part?.repetitions.push(repetition);
    part?.definitions.push(definition);
    part?.values.push(value);
  }

  #addMissing(node: Node, repetition: number, definition: number): void {
    for (const leaf of node.leaves) this.#add(leaf, repetition, definition, null);
  }

  #misfit(node: Node, cell: unknown, wanted: string): Misfit {
    const place = node.tree.path.join(".");
    return new Misfit(this.row, `column "${cut(place)}" holds ${wanted}, not ${described(cell)}`);
  }
}

function described(cell: unknown): string {
  if (cell === null || cell === undefined) return "a missing value";
  if (Array.isArray(cell)) return "a list";
  if (typeof cell === "string") return `the text "${cut(cell)}"`;
  // With all its digits, one of which may be the reason.
  if (cell instanceof Date && !Number.isNaN(cell.getTime())) return cell.toISOString();
  return isMapping(cell) ? "an object" : cell instanceof Uint8Array ? "these bytes" : cut(String(cell));
}
