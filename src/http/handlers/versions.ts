import { z } from "zod";
import { action } from "../action.ts";
import { json, message } from "../answers.ts";
import { flag } from "../query.ts";

export const listVersions = action({
  answer: { kind: "versions" },
  handle: async ({ services }) => json(await services.versions.list()),
});

/** With all its entities. */
export const deleteVersion = action({
  query: z.object({ force: flag }),
  answer: { kind: "message" },
  handle: async ({ services, id }, { force = false }) => {
    await services.versions.remove(id, force);
    return message(`Version ${id} was deleted.`);
  },
});
