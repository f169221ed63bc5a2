import * as z from "zod";
import { action } from "../action.ts";
import { json, message } from "../answers.ts";
import { flag } from "../query.ts";

export const listVersions = action({
  answer: { kind: "versions" },
  handle: async ({ services }) => json(await services.versions.list()),
});

/** With all its entities. */
export const deleteVersion = action({
  query: () => z.object({ force: flag().describe("Cancel jobs that have not finished.") }),
  answer: { kind: "message" },
  errors: ["version_not_found", "jobs_unfinished", "cascade_too_large"],
  handle: async ({ services, id }, { force = false }) => {
    await services.versions.remove(id, force);
    return message(`Version ${id} was deleted.`);
  },
});
