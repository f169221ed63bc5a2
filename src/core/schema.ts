import type * as z from "zod";

/**
 * Makes a schema, so that the bundler sees one call: marked as pure, it leaves the bundle where only the schema's type is
 * used, as is the case for most entities. Making them all would take a good part of an isolate's start.
 */
export const schema = <Schema extends z.ZodType>(create: () => Schema): Schema => create();

/** A schema that is made when it is asked for first, so that an isolate starts without. */
export function lazySchema<Schema extends z.ZodType>(create: () => Schema): () => Schema {
  let made: Schema | null = null;
  return () => {
    made ??= create();
    return made;
  };
}
