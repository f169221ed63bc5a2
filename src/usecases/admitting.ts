import type { Directory, Registry } from "../core/services.ts";

type Call<Arguments extends readonly unknown[], Answer> = (...given: Arguments) => Promise<Answer>;

/** Creations and submissions that first ask whether the configuration may stand under its version number. */
export function admitting(
  registry: Registry,
  directory: Directory,
  admit: () => Promise<void>,
): { readonly registry: Registry; readonly directory: Directory } {
  const admitted =
    <Arguments extends readonly unknown[], Answer>(call: Call<Arguments, Answer>): Call<Arguments, Answer> =>
    async (...given) => {
      await admit();
      return call(...given);
    };
  return {
    registry: {
      ...registry,
      createScenario: admitted(registry.createScenario),
      createSequence: admitted(registry.createSequence),
      createTask: admitted(registry.createTask),
      createDataNode: admitted(registry.createDataNode),
      taskFor: admitted(registry.taskFor),
    },
    directory: { ...directory, submittable: admitted(directory.submittable) },
  };
}
