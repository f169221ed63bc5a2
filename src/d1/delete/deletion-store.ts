import type { DeletionStore } from "../../core/ports/deletion-store.ts";
import type { Log } from "../../core/ports/runtime.ts";
import { createCascadeDeletions } from "./cascade-deletions.ts";
import { createRecordDeletions } from "./record-deletions.ts";
import { createVersionDeletions } from "./version-deletions.ts";

/** Deletions in D1: of single records, of entities with everything that they own, and of whole versions. */
export const createDeletionStore = (db: D1Database, log: Log): DeletionStore => ({
  ...createRecordDeletions(db, log),
  ...createCascadeDeletions(db, log),
  ...createVersionDeletions(db, log),
});
