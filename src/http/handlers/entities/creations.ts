import * as z from "zod";
import { TaipyError } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { regionOf } from "../../../core/planning/pool.ts";
import { BODY_LIMIT, parseBody, readJson } from "../../input/body.ts";
import { configId, isReadableId, requiredConfigId } from "../../input/query.ts";
import { placeOf } from "../../input/request-headers.ts";
import { createdAnswer } from "../../output/answers.ts";
import { type Action, action, type Call } from "../../pipeline/action.ts";
import { rowOfChange } from "../../pipeline/audit-request.ts";

const CREATED = 201;

const CREATION = {
  scenario: "With its cycle, tasks, data nodes and sequences. Those that are shared are found when they exist.",
  task: "With its data nodes. It belongs to no scenario.",
} as const;

/** A new entity from the configuration that `config_id` names. */
function createFromConfig(
  kind: "scenario" | "task",
  create: (call: Call, configId: string) => Promise<string>,
): Action {
  return action({
    query: () => z.object({ config_id: configId() }),
    answer: { kind: "created", of: kind },
    description: CREATION[kind],
    errors: [
      "config_id_missing",
      `${kind}_config_not_found`,
      "invalid_scenario",
      "invalid_value",
      "value_too_large",
      "configuration_changed",
    ],
    handle: async (call, { config_id }) =>
      createdAnswer(call.view, kind, await create(call, requiredConfigId(config_id))),
  });
}

/** A scenario with its cycle, tasks, data nodes and sequences. */
export const createScenarioAction = createFromConfig("scenario", async ({ deps, request, exchange }, configId) => {
  const audit = rowOfChange(exchange, deps, CREATED);
  const region = regionOf(placeOf(request));
  const scenario = await deps.entityWriter.createScenario(configId, { region, audit });
  if (audit !== undefined) exchange.requestLog.audited = audit;
  return scenario;
});

/** Gets or creates the task of a configuration, with its data nodes; it belongs to no scenario. */
export const createTaskAction = createFromConfig("task", ({ deps }, configId) =>
  deps.entityWriter.createTask(configId),
);

/** Frequency and dates are any texts here: core/planning/cycle-plan.ts checks them. */
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
  errors: ["already_exists", "hidden_value"],
  handle: async ({ deps, request, view }) => {
    const { name: _, id, ...input } = parseBody(CycleBody(), await readJson(request, BODY_LIMIT));
    const cycle = await deps.entityWriter.createCycle({ ...input, id: id === "" ? undefined : id });
    return createdAnswer(view, "cycle", cycle);
  },
});

/** Unknown members are ignored. `tasks` is the name that Taipy's manual gives to `task_ids`. */
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
  handle: async ({ deps, request, view }) => {
    const given = parseBody(AnyObject(), await readJson(request, BODY_LIMIT));
    if (isAbsent(given.scenario_id)) throw new TaipyError("scenario_id_missing", "Scenario id is missing.");
    if (isAbsent(given.sequence_name)) throw new TaipyError("sequence_name_missing", "Sequence name is missing.");
    const { tasks: _, ...known } = given;
    // Taipy's server ignores the name that its manual gives.
    const { scenario_id, sequence_name, task_ids, tasks } = parseBody(SequenceBody(), view === "taipy" ? known : given);
    const input = { scenario_id, sequence_name, task_ids: task_ids ?? tasks ?? [] };
    return createdAnswer(view, "sequence", await deps.entityWriter.createSequence(input));
  },
});

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";
