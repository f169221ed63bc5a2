import * as z from "zod";
import { unwrap } from "../../../core/errors.ts";
import { entityAnswer, storedAnswer } from "../../output/answers.ts";
import { costFlag, costOf } from "../../output/cost.ts";
import { ENTITY_NAMES, existing } from "../../output/entity-names.ts";
import { action } from "../../pipeline/action.ts";
import { deletedText } from "./entities.ts";

/** One submission; its object is asked only for its cost. */
export const readSubmission = action({
  query: () => z.object({ cost: costFlag() }),
  answer: { kind: "entity", of: "submission" },
  errors: ["submission_not_found"],
  handle: async ({ deps, request, id }, { cost = false }) => {
    const text = existing("submission", id, await deps.entityReader.get("submission", id));
    if (!cost) return entityAnswer(request, ENTITY_NAMES.submission.key, text);
    const { domain } = existing("submission", id, await deps.entityReader.submission(id));
    const shown = JSON.stringify(await costOf(deps, domain, id));
    return entityAnswer(request, ENTITY_NAMES.submission.key, `${text.slice(0, -1)}, "cost": ${shown}}`);
  },
});

export const deleteSubmission = action({
  answer: { kind: "message" },
  description: "With its jobs.",
  errors: ["submission_not_found", "submission_not_finished"],
  handle: async ({ deps, id }) => {
    const { domain } = existing("submission", id, await deps.entityReader.submission(id));
    const { stored } = unwrap(await deps.orchestrators(domain).deleteSubmission(id));
    return storedAnswer(stored, { message: deletedText("submission", id) });
  },
});
