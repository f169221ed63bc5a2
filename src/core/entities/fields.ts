// The words that the field lists of the entities are written in. A list names each field once; from it come the type of the
// row, the table's columns, the SQL of the API's answers (d1/read/projections.ts) and the OpenAPI component (dev/openapi).

import type { Units } from "../cost/usage.ts";

/** Free values that a configuration or a caller attached to an entity. */
export type Properties = Record<string, unknown>;

/** A user function registered on an entity, stored as a reference. */
export interface Subscriber {
  fct_name: string;
  fct_params: unknown[];
  fct_module: string;
}

/** Why something can't be, in the form of Taipy's reasons. */
export interface Reason {
  /** The name of Taipy's class of the reason, where it has one. */
  readonly code: string;
  /** What it is about; null = the whole application. */
  readonly entity_id: string | null;
  readonly message: string;
}

export type Kind =
  | "text"
  /** See `core/time.ts` for the form. */
  | "time"
  /** A time that a caller gave: it keeps its offset. */
  | "time_with_offset"
  | "integer"
  | "number"
  | "flag"
  /** One of a few words. */
  | "word"
  | "texts"
  | "properties"
  | "subscribers"
  /** Times by words. */
  | "times"
  | "sequences"
  | "recent_edits"
  | "reasons"
  | "any";

/** How a field's JSON is made of its column. The SQL of each form stands in d1/read/projections.ts. */
export type WireForm =
  /** A text that JSON may have to escape. */
  | "escaped"
  /** A time, a word or an id that this service made of identifiers: JSON escapes nothing in it. */
  | "plain"
  /** As it is stored: JSON or a number. */
  | "stored"
  /** NULL in most rows: a test of it costs less than a call. */
  | "mostly_null"
  | "flag"
  /** A member of a Python enumeration, such as `Status.COMPLETED`. */
  | "member"
  /** A time with a space before its hours. */
  | "spaced"
  /** No column: the property of this name. */
  | "property"
  /** The field's own SQL expression. */
  | "sql";

/** Which derived types a field is part of: {@link RowOf}, {@link SqlFieldOf} and {@link EmptyOf}. */
type Trait = "column" | "sql" | "empty";

/** What a field is at run time. */
interface Definition {
  readonly kind: Kind;
  readonly nullable: boolean;
  /** Whether the API may show null although the column is never null. */
  readonly shownOrNull?: true;
  readonly column: boolean;
  /** null = the API does not show it. */
  readonly wire: WireForm | null;
  /** As the OpenAPI document has it. */
  readonly description: string;
  readonly example?: string;
  /** Of a word, or of the keys of times. */
  readonly words?: readonly [string, ...string[]];
  /** Of a member's name. */
  readonly prefix?: string;
  /** Of an integer. */
  readonly min?: number;
  /** Whether only the answer that holds a single entity has it. */
  readonly detail?: true;
  /** Whether it is null, 0, false or without members in each new entity. */
  readonly startsEmpty?: true;
}

/** A field and, for the compiler only, the type of its value. */
export interface Field<Value = unknown, Traits extends Trait = Trait> extends Definition {
  readonly types?: readonly [Value, Traits];
}

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends Field<infer Value, infer _> ? Value : never;
type WithTrait<List, Wanted extends Trait> = {
  [Name in keyof List]: List[Name] extends Field<infer _, infer Traits>
    ? Wanted extends Traits
      ? Name
      : never
    : never;
}[keyof List];

/** The row of an entity: the fields that have a column. */
export type RowOf<List> = { -readonly [Name in WithTrait<List, "column">]: ValueOf<List[Name]> };

/** The names of the fields whose JSON is an SQL expression of their own. */
export type SqlFieldOf<List> = WithTrait<List, "sql">;

/** The fields that are empty in each new entity. */
export type EmptyOf<List> = { -readonly [Name in WithTrait<List, "empty">]: ValueOf<List[Name]> };

type Column<Value> = Field<Value, "column">;

const field = <Value>(kind: Kind, wire: WireForm, description = "", more: Partial<Definition> = {}): Column<Value> => ({
  kind,
  nullable: false,
  column: true,
  wire,
  description,
  ...more,
});

const changed = <Value, Traits extends Trait>(of: Definition, more: Partial<Definition>): Field<Value, Traits> => ({
  ...of,
  ...more,
});

const exampleOf = (example: string | undefined) => (example === undefined ? {} : { example });

export const text = (description?: string, example?: string): Column<string> =>
  field("text", "escaped", description, exampleOf(example));

/** An id that this service makes of identifiers. */
export const id = (description: string, example?: string): Column<string> =>
  field("text", "plain", description, exampleOf(example));

export const time = (description?: string): Column<string> => field("time", "plain", description);

export const timeWithOffset = (description: string): Column<string> =>
  field("time_with_offset", "escaped", description);

/** With a space before the hours: the form that Taipy gives to a job's date. */
export const spacedTime = (description: string): Column<string> => field("time", "spaced", description);

export const integer = (description?: string, min?: number): Column<number> =>
  field("integer", "stored", description, min === undefined ? {} : { min });

export const number = (description: string): Column<number> => field("number", "stored", description);

export const flag = (description?: string): Column<boolean> => field("flag", "flag", description);

type Words<Word extends string> = readonly [Word, ...Word[]];

export const word = <Word extends string>(words: Words<Word>, description: string): Column<Word> =>
  field("word", "plain", description, { words });

/** A word that the API shows as the member of a Python enumeration: `Status.COMPLETED`. */
export const member = <Word extends string>(prefix: string, words: Words<Word>, description: string): Column<Word> =>
  field("word", "member", description, { words, prefix });

export const texts = (description?: string): Column<string[]> => field("texts", "stored", description);

export const properties = (): Column<Properties> => field("properties", "stored");

export const subscribers = (): Column<Subscriber[]> => field("subscribers", "stored");

/** Times by some of the words. */
export const times = <Word extends string>(
  words: Words<Word>,
  description: string,
): Column<Partial<Record<Word, string>>> => field("times", "stored", description, { words });

/** The version of the application that an entity belongs to. */
export const version = (): Column<string> =>
  text("The number of the application's version that it belongs to; `latest` without one.", "1.0");

/** Sequences of a scenario by their names. */
export const sequences = (description: string): Column<unknown> => field("sequences", "sql", description);

/** Why a job waits. */
export const reasons = (description?: string): Column<Reason[]> => field("reasons", "stored", description);

/** What something has used of the platform. */
export const units = (): Column<Units> => field("properties", "stored");

/** The newest edits of a data node. */
export const recentEdits = (description: string): Column<unknown> => field("recent_edits", "sql", description);

/** A property of the entity that the API shows beside `properties` too. */
export const property = (description: string): Field<unknown, never> =>
  changed(field("any", "property", description), { column: false });

export const orNull = <Value, Traits extends Trait>(of: Field<Value, Traits>): Field<Value | null, Traits> =>
  changed(of, { nullable: true, wire: "escaped" });

/** null in most rows. */
export const rarely = <Value, Traits extends Trait>(of: Field<Value, Traits>): Field<Value | null, Traits> =>
  changed(of, { nullable: true, wire: "mostly_null" });

/** The API does not show it. */
export const hidden = <Value, Traits extends Trait>(of: Field<Value, Traits>): Field<Value, Traits> =>
  changed(of, { wire: null });

/** Has no column: its JSON is an SQL expression. */
export const computed = <Value>(of: Column<Value>): Field<Value, "sql"> => changed(of, { column: false, wire: "sql" });

/** Has a column, and the API shows what an SQL expression makes of it. */
export const rewritten = <Value>(of: Column<Value>): Field<Value, "column" | "sql"> => changed(of, { wire: "sql" });

/** The API may show null, which the column never is. */
export const shownOrNull = <Value, Traits extends Trait>(of: Field<Value, Traits>): Field<Value, Traits> =>
  changed(of, { shownOrNull: true });

/** Too costly for lists: only the answer that holds a single entity has it. */
export const detail = <Value, Traits extends Trait>(of: Field<Value, Traits>): Field<Value, Traits> =>
  changed(of, { detail: true });

/** Is null, 0, false or without members in each new entity, and in each document that is older than the field. */
export const startsEmpty = <Value, Traits extends Trait>(of: Field<Value, Traits>): Field<Value, Traits | "empty"> =>
  changed(of, { startsEmpty: true });

const EMPTY: Readonly<Partial<Record<Kind, () => unknown>>> = {
  text: () => "",
  integer: () => 0,
  number: () => 0,
  flag: () => false,
  texts: () => [],
  subscribers: () => [],
  properties: () => ({}),
  times: () => ({}),
};

type EmptyValues = readonly (readonly [name: string, create: () => unknown])[];

const emptyValues = (fields: Fields): EmptyValues =>
  Object.entries(fields)
    .filter(([, field]) => field.startsEmpty === true)
    .map(([name, { kind, nullable }]) => [name, (nullable ? undefined : EMPTY[kind]) ?? (() => null)]);

/** The fields that start empty, as they are in a new entity. */
export const emptyFields = <List extends Fields>(fields: List): EmptyOf<List> =>
  Object.fromEntries(emptyValues(fields).map(([name, create]) => [name, create()])) as EmptyOf<List>;

/** Completes rows that may be older than a field that starts empty: each of these fields that a row lacks is set. */
export function completing(fields: Fields): (row: object) => void {
  const values = emptyValues(fields);
  return (row) => {
    for (const [name, create] of values) if (!Object.hasOwn(row, name)) Object.assign(row, { [name]: create() });
  };
}

/** Of an entity that an orchestrator object owns. */
export const revision = (): Field<number, "column" | "empty"> =>
  hidden(startsEmpty(integer("Grows with every copy that the owner sends to D1, so that an old one never wins.", 0)));
