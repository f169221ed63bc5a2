import * as z from "zod";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { BODY_LIMIT, parseBody, readJson } from "../../input/body.ts";
import { isReadableId } from "../../input/query.ts";
import { createdAnswer } from "../../output/answers.ts";
import { ENTITY_NAMES } from "../../output/entity-names.ts";
import { action } from "../../pipeline/action.ts";

/** Frequency and dates are texts here: what they may say is a rule of the cycle itself. */
const CycleBody = lazySchema(() =>
  z.strictObject({
    id: z.string().refine(isReadableId, "Not a valid id.").optional(),
    /** Accepted and ignored, as Taipy does: the name follows from the frequency and the start. */
    name: z.string().optional(),
    frequency: z.string(),
    properties: z.record(z.string(), z.unknown()).default({}),
    creation_date: z.string(),
    start_date: z.string(),
    end_date: z.string(),
  }),
);

export const createCycleAction = action({
  body: { kind: "json", required: true, schema: CycleBody, limit: BODY_LIMIT },
  answer: { kind: "created", of: "cycle" },
  description: "Scenarios create their cycles by themselves. Dates need not fit the frequency.",
  errors: ["already_exists"],
  handle: async ({ deps, request }) => {
    const { name: _, id, ...input } = parseBody(CycleBody(), await readJson(request, BODY_LIMIT));
    const { noun, key } = ENTITY_NAMES.cycle;
    const cycle = await deps.entityWriter.createCycle({ ...input, id: id === "" ? undefined : id });
    return createdAnswer(noun, key, cycle);
  },
});
