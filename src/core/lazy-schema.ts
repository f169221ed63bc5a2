import type * as z from "zod";

/** A schema that is made when it is asked for first, so that an isolate starts without. */
export function lazySchema<Schema extends z.ZodType>(create: () => Schema): () => Schema {
  let made: Schema | null = null;
  return () => {
    made ??= create();
    return made;
  };
}
