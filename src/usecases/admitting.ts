import type { EntityWriter } from "../core/ports/entity-writer.ts";

type Call<Arguments extends readonly unknown[], Answer> = (...given: Arguments) => Promise<Answer>;

/** Creations that first ask whether the configuration may stand under its version number. */
export function admitting(entityWriter: EntityWriter, admit: () => Promise<void>): EntityWriter {
  const admitted =
    <Arguments extends readonly unknown[], Answer>(call: Call<Arguments, Answer>): Call<Arguments, Answer> =>
    async (...given) => {
      await admit();
      return call(...given);
    };
  return {
    ...entityWriter,
    createScenario: admitted(entityWriter.createScenario),
    createSequence: admitted(entityWriter.createSequence),
    createTask: admitted(entityWriter.createTask),
    createDataNode: admitted(entityWriter.createDataNode),
    taskFor: admitted(entityWriter.taskFor),
  };
}
