import type { SchemaTree } from "hyparquet";
import { distinctNames } from "../../table/column-names.ts";
import { type Durations, durationUnit } from "./arrow-durations.ts";
import type { LeafType } from "./leaf-type.ts";
import { leafTypeOf } from "./leaf-types.ts";
import { durationType } from "./time-types.ts";

/** A column, or a part of it, as its cells are read and written. */
export interface Node {
  /** That of the row's or the struct's member: no other one has it. */
  readonly name: string;
  readonly tree: SchemaTree;
  readonly form: Form;
  /** The definition level of a value that is present. */
  readonly definition: number;
  /** The repetition level of a further item of a repeated node; else that of the node around it. */
  readonly repetition: number;
  /** The leaves below, in the order of the file's column chunks. */
  readonly leaves: readonly LeafNode[];
}

export interface LeafNode extends Node {
  readonly form: { readonly kind: "leaf"; readonly type: LeafType; readonly index: number };
}

/** `inner`: a list or the group of its items, which is what the node in it is. `map`: of entries that are pairs. */
export type Form =
  | LeafNode["form"]
  | { readonly kind: "inner"; readonly inner: Node }
  | { readonly kind: "struct"; readonly members: readonly Node[] }
  | { readonly kind: "map"; readonly entries: Node; readonly key: Node; readonly value: Node };

type GroupForm = Exclude<Form, LeafNode["form"]>;

/** Names as `a`, `a.1`, `a.2` where several are equal, as csv and Excel have them. */
function namesOf(trees: readonly SchemaTree[]): string[] {
  const given = trees.map(({ element }) => element.name);
  const seen = new Set<string>();
  const distinct = distinctNames(given);
  return given.map((name, index) => {
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst ? name : (distinct[index] ?? name);
  });
}

/** The columns of a file. */
export function nodesOf(root: SchemaTree, durations: Durations | null): Node[] {
  const builder = new Builder();
  const names = namesOf(root.children);
  return root.children.map((tree, index) =>
    builder.node(tree, {
      name: names[index] ?? "",
      definition: 0,
      repetition: 0,
      durations: durations?.[index] ?? null,
    }),
  );
}

interface Place {
  readonly name: string;
  /** Levels of the node around. */
  readonly definition: number;
  readonly repetition: number;
  readonly durations: Durations[number] | null;
}

class Builder {
  #leaves = 0;

  node(tree: SchemaTree, { name, durations, ...around }: Place): Node {
    const { repetition_type } = tree.element;
    const definition = around.definition + Number(repetition_type === "OPTIONAL" || repetition_type === "REPEATED");
    const repetition = around.repetition + Number(repetition_type === "REPEATED");
    const common = { name, tree, definition, repetition };
    if (tree.children.length === 0) {
      const unit = tree.element.type === "INT64" ? durationUnit(durations) : null;
      const type = unit === null ? leafTypeOf(tree.element) : durationType(unit);
      const leaf = {
        ...common,
        form: { kind: "leaf", type, index: this.#leaves++ } as const,
        leaves: [] as LeafNode[],
      };
      leaf.leaves.push(leaf);
      return leaf;
    }
    const form = this.#group(tree, { definition, repetition }, durations);
    return { ...common, form, leaves: partsOf(form).flatMap(({ leaves }) => leaves) };
  }

  #group(tree: SchemaTree, levels: Pick<Place, "definition" | "repetition">, durations: Place["durations"]): GroupForm {
    const [child, ...others] = tree.children;
    const kind = others.length === 0 && child?.element.repetition_type === "REPEATED" ? kindOf(tree) : null;
    if (child === undefined || kind === null) {
      const names = namesOf(tree.children);
      const members = tree.children.map((member, index) =>
        this.node(member, { name: names[index] ?? "", ...levels, durations: durations?.children[index] ?? null }),
      );
      return { kind: "struct", members };
    }
    if (kind === "MAP" && child.children.length === 2) {
      const entries = this.node(child, { name: "", ...levels, durations: durations?.children[0] ?? null });
      const [key, value] = entries.form.kind === "struct" ? entries.form.members : [];
      if (key !== undefined && value !== undefined) return { kind: "map", entries, key, value };
    }
    const inner = isWrapper(tree, child)
      ? this.#wrapper(child, levels, durations)
      : this.node(child, { name: "", ...levels, durations: durations?.children[0] ?? null });
    return { kind: "inner", inner };
  }

  /** The repeated group of a list, of which each item is its only member. Arrow's schema lacks the group. */
  #wrapper(tree: SchemaTree, levels: Pick<Place, "definition" | "repetition">, durations: Place["durations"]): Node {
    const own = { definition: levels.definition + 1, repetition: levels.repetition + 1 };
    const [child] = tree.children as [SchemaTree];
    const inner = this.node(child, { name: "", ...own, durations: durations?.children[0] ?? null });
    return { name: "", tree, ...own, form: { kind: "inner", inner }, leaves: inner.leaves };
  }
}

function partsOf(form: GroupForm): readonly Node[] {
  if (form.kind === "struct") return form.members;
  return [form.kind === "map" ? form.entries : form.inner];
}

function kindOf({ element: { converted_type, logical_type } }: SchemaTree): "LIST" | "MAP" | null {
  const kind = converted_type ?? logical_type?.type;
  if (kind === "LIST") return kind;
  return kind === "MAP" || kind === "MAP_KEY_VALUE" ? "MAP" : null;
}

/** The rules of Parquet's format for lists of older programs, and pyarrow's for a map without values: a list of its keys. */
function isWrapper(list: SchemaTree, { element, children }: SchemaTree): boolean {
  const [item, ...others] = children;
  if (item === undefined || others.length > 0 || item.element.repetition_type === "REPEATED") return false;
  return element.name !== "array" && element.name !== `${list.element.name}_tuple`;
}
