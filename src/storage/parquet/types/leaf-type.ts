import type { SchemaElement } from "hyparquet";

/** A value as its page stores it: a boolean, number, BigInt (INT64, INT96) or bytes; texts are strings when they are written. */
export type Stored = boolean | number | bigint | string | Uint8Array;

/** What memory a decoded document takes. */
export type Charge = (kind: "containers" | "items" | "characters", count: number) => void;

/** How the stored values of a leaf stand for cells. The two functions are each other's reverse. */
export interface LeafType {
  /** For messages, such as `DECIMAL(10, 2)`. */
  readonly name: string;
  /** null: cells are as they are stored. @throws UnreadableCell */
  readonly read: ((stored: never, charge: Charge) => unknown) | null;
  /** The stored value of a cell that is not null; undefined when the type can't hold it exactly. */
  readonly write: (cell: unknown) => Stored | undefined;
  /** `stored`: stored values are ordered as their cells are. `cells`: the format orders them by their cells. `none`: it does not. */
  readonly order: "stored" | "cells" | "none";
}

/** A value of the file that has no cell in JavaScript. */
export class UnreadableCell extends Error {}

/** The type of a leaf, and what it is annotated with. */
export type Annotated = Pick<
  SchemaElement,
  "type" | "type_length" | "converted_type" | "logical_type" | "scale" | "precision"
>;
