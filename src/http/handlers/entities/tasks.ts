import { createFromConfig } from "./entities.ts";

/** Gets or creates the task of a configuration that nobody owns, with its data nodes. */
export const createTask = createFromConfig("task", (entityWriter, configId) => entityWriter.createTask(configId));
