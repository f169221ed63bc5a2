import type * as z from "zod";

/** A schema that is created at its first use, so that it does not delay the start of an isolate. */
export function lazySchema<Schema extends z.ZodType>(create: () => Schema): () => Schema {
  let created: Schema | null = null;
  return () => {
    created ??= create();
    return created;
  };
}
