import { unwrap } from "../../core/errors.ts";
import { action } from "../action.ts";
import { storedAnswer } from "../answers.ts";
import { existing } from "../entity-names.ts";
import { deletedText } from "./entities.ts";

export const deleteSubmission = action({
  answer: { kind: "message" },
  handle: async ({ services, id }) => {
    const { domain } = existing("submission", id, await services.directory.submission(id));
    const { stored } = unwrap(await services.orchestrators(domain).deleteSubmission(id));
    return storedAnswer(stored, { message: deletedText("submission", id) });
  },
});
