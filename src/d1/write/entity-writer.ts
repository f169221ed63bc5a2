import { domainsOf } from "../../core/planning/domain.ts";
import type { EntityWriter } from "../../core/ports/entity-writer.ts";
import { formatTime } from "../../core/time.ts";
import { doomKeys } from "../../payloads/garbage.ts";
import { deleteCascade } from "../delete/delete-cascade.ts";
import { deleteEntity } from "../delete/delete-entity.ts";
import { createCycle } from "./create-cycle.ts";
import { createScenario } from "./create-scenario.ts";
import { createSequence } from "./create-sequence.ts";
import { createDataNode, createTask, taskFor } from "./create-shared.ts";
import type { CreationDeps, EntityWriterDeps } from "./deps.ts";

export function createEntityWriter(deps: EntityWriterDeps): EntityWriter {
  const { app, clock, newUuid } = deps;
  const domains = domainsOf(app);
  const creation: CreationDeps = { ...deps, context: () => ({ app, domains, newUuid, now: formatTime(clock()) }) };
  return {
    createScenario: (configId) => createScenario(creation, configId),
    createSequence: (input) => createSequence(creation, input),
    createCycle: (input) => createCycle(creation, input),
    createTask: (configId) => createTask(creation, configId),
    createDataNode: (configId) => createDataNode(creation, configId),
    taskFor: (configId) => taskFor(creation, configId),
    deleteEntity: (kind, id) => deleteEntity(deps, kind, id),
    deleteCascade: (kind, id, force) => deleteCascade(deps, kind, id, force),
    async discardLater(payloads) {
      const keys = payloads.flatMap((payload) => payload.key ?? []);
      if (keys.length > 0) await deps.db.batch(doomKeys(deps.db, keys));
    },
  };
}
