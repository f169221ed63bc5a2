import * as z from "zod";
import { TaipyError } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { BODY_LIMIT, parseBody, readJson } from "../../input/body.ts";
import { createdAnswer } from "../../output/answers.ts";
import { ENTITY_NAMES } from "../../output/entity-names.ts";
import { action } from "../../pipeline/action.ts";

/** Other members are ignored. `tasks` is the name that Taipy's manual gives to `task_ids`. */
const SequenceBody = lazySchema(() =>
  z.object({
    scenario_id: z.string(),
    sequence_name: z.string(),
    task_ids: z.array(z.string()).optional(),
    tasks: z.array(z.string()).optional(),
  }),
);
const AnyObject = lazySchema(() => z.looseObject({}));

export const createSequenceAction = action({
  body: { kind: "json", required: true, schema: SequenceBody, limit: BODY_LIMIT },
  answer: { kind: "created", of: "sequence" },
  description: "`tasks` is another name of `task_ids`; its tasks must be connected.",
  errors: [
    "scenario_id_missing",
    "sequence_name_missing",
    "scenario_not_found",
    "invalid_sequence",
    "already_exists",
    "configuration_changed",
  ],
  handle: async ({ deps, request }) => {
    const given = parseBody(AnyObject(), await readJson(request, BODY_LIMIT));
    if (isAbsent(given.scenario_id)) throw new TaipyError("scenario_id_missing", "Scenario id is missing.");
    if (isAbsent(given.sequence_name)) throw new TaipyError("sequence_name_missing", "Sequence name is missing.");
    const { scenario_id, sequence_name, task_ids, tasks } = parseBody(SequenceBody(), given);
    const input = { scenario_id, sequence_name, task_ids: task_ids ?? tasks ?? [] };
    const { noun, key } = ENTITY_NAMES.sequence;
    return createdAnswer(noun, key, await deps.entityWriter.createSequence(input));
  },
});

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";
