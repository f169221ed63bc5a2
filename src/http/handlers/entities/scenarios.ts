import { createFromConfig } from "./entities.ts";

/** A scenario with its cycle, tasks, data nodes and sequences. */
export const createScenario = createFromConfig("scenario", (entityWriter, configId) =>
  entityWriter.createScenario(configId),
);
