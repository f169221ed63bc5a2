import type { EntityReader } from "../core/ports/entity-reader.ts";
import type { EntityWriter } from "../core/ports/entity-writer.ts";

type Call<Arguments extends readonly unknown[], Answer> = (...given: Arguments) => Promise<Answer>;

/** Creations and submissions that first ask whether the configuration may stand under its version number. */
export function admitting(
  entityWriter: EntityWriter,
  entityReader: EntityReader,
  admit: () => Promise<void>,
): { readonly entityWriter: EntityWriter; readonly entityReader: EntityReader } {
  const admitted =
    <Arguments extends readonly unknown[], Answer>(call: Call<Arguments, Answer>): Call<Arguments, Answer> =>
    async (...given) => {
      await admit();
      return call(...given);
    };
  return {
    entityWriter: {
      ...entityWriter,
      createScenario: admitted(entityWriter.createScenario),
      createSequence: admitted(entityWriter.createSequence),
      createTask: admitted(entityWriter.createTask),
      createDataNode: admitted(entityWriter.createDataNode),
      taskFor: admitted(entityWriter.taskFor),
    },
    entityReader: { ...entityReader, submittable: admitted(entityReader.submittable) },
  };
}
