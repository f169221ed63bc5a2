import type { Document } from "mongodb";

/** MongoDB's types that an answer shows as another one of JSON: text, a number, a list of numbers. */
export type FieldKind = "ObjectId" | "Decimal128" | "Binary";

const KINDS: readonly unknown[] = ["ObjectId", "Decimal128", "Binary"] satisfies readonly FieldKind[];

/** The types of a field, of its members and of its items in the documents that a collection has. */
export class Field {
  readonly #kinds = new Set<FieldKind | "other">();
  readonly #members = new Map<string, Field>();
  #items: Field | null = null;

  /** The one type that all values of the field have; null = another one, or several. */
  get kind(): FieldKind | null {
    const [kind = "other"] = this.#kinds;
    return this.#kinds.size === 1 && kind !== "other" ? kind : null;
  }

  member = (name: string): Field => this.#members.get(name) ?? NO_FIELD;

  get items(): Field {
    return this.#items ?? NO_FIELD;
  }

  /** Adds a value as the driver gives it. */
  see(value: unknown): void {
    if (value === null || value === undefined) return;
    const kind = typeof value === "object" && "_bsontype" in value ? value._bsontype : null;
    this.#kinds.add(KINDS.includes(kind) ? (kind as FieldKind) : "other");
    if (typeof value !== "object" || kind !== null || value instanceof Date) return;
    if (Array.isArray(value)) {
      this.#items ??= new Field();
      for (const item of value) this.#items.see(item);
      return;
    }
    for (const [name, member] of Object.entries(value)) {
      const field = this.#members.get(name) ?? new Field();
      this.#members.set(name, field);
      field.see(member);
    }
  }
}

export const NO_FIELD = new Field();

/** The types of the fields of some documents: those of a document that is written again as it was answered. */
export function fieldsOf(documents: readonly Document[]): Field {
  const root = new Field();
  for (const document of documents) root.see(document);
  return root;
}
