import * as z from "zod";
import { flag } from "../../input/query.ts";
import { json, message } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";

export const listVersionsAction = action({
  answer: { kind: "versions" },
  handle: async ({ deps }) => json(await deps.versions.list()),
});

/** Deletes a version with all its entities. */
export const deleteVersionAction = action({
  query: () => z.object({ force: flag().describe("Cancel jobs that have not finished.") }),
  answer: { kind: "message" },
  errors: ["version_not_found", "jobs_unfinished", "cascade_too_large"],
  handle: async ({ deps, id }, { force = false }) => {
    await deps.versions.remove(id, force);
    return message(`Version ${id} was deleted.`);
  },
});
