import * as z from "zod";
import { TaipyError } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { regionOf } from "../../../core/planning/pool.ts";
import { BODY_LIMIT } from "../../input/body.ts";
import { configId, isReadableId, requiredConfigId } from "../../input/query.ts";
import { placeOf } from "../../input/request-headers.ts";
import { ScenarioBody, ScenarioQuery } from "../../input/scenario-fields.ts";
import { createdAnswer } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";
import { rowOfChange } from "../../pipeline/audit-request.ts";
import { queryFirst } from "../../pipeline/input/query-input.ts";

const CREATED = 201;

/** The refusals of both, beside those of a missing configuration. */
const ERRORS = [
  "config_id_missing",
  "invalid_scenario",
  "invalid_value",
  "value_too_large",
  "schema_mismatch",
  "configuration_changed",
] as const;

/** A scenario with its cycle, tasks, data nodes and sequences. */
export const createScenarioAction = action({
  query: () => z.object({ config_id: configId(), ...ScenarioQuery().shape }),
  body: { kind: "json", required: false, schema: ScenarioBody, limit: BODY_LIMIT, readByTaipy: "nothing" },
  answer: { kind: "created", of: "scenario" },
  description:
    "With its cycle, tasks, data nodes and sequences. Those that are shared are found when they exist. What the query says about it goes before what the body says.",
  errors: [...ERRORS, "scenario_config_not_found", "hidden_value"],
  handle: async ({ deps, request, exchange, view }, { config_id, ...query }, body) => {
    const audit = rowOfChange(exchange, deps, CREATED);
    const region = regionOf(placeOf(request));
    const creation = { ...queryFirst(query, body), region, audit };
    const scenario = await deps.entityWriter.createScenario(requiredConfigId(config_id), creation);
    if (audit !== undefined) exchange.requestLog.audited = audit;
    return createdAnswer(view, "scenario", scenario);
  },
});

/** Gets or creates the task of a configuration, with its data nodes; it belongs to no scenario. */
export const createTaskAction = action({
  query: () => z.object({ config_id: configId() }),
  answer: { kind: "created", of: "task" },
  description: "With its data nodes. It belongs to no scenario.",
  errors: [...ERRORS, "task_config_not_found"],
  handle: async ({ deps, view }, { config_id }) =>
    createdAnswer(view, "task", await deps.entityWriter.createTask(requiredConfigId(config_id))),
});

/** Frequency and dates are any texts here: core/planning/cycles/cycle-plan.ts checks them. */
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
  handle: async ({ deps, view }, _, { name: __, id, ...input }) => {
    const cycle = await deps.entityWriter.createCycle({ ...input, id: id === "" ? undefined : id });
    return createdAnswer(view, "cycle", cycle);
  },
});

/** `tasks` is the name that Taipy's manual gives to `task_ids`, and that Taipy's server ignores. */
const SequenceBody = lazySchema(() =>
  z.strictObject({
    scenario_id: z.string(),
    sequence_name: z.string(),
    task_ids: z.array(z.string()).optional(),
    tasks: z.array(z.string()).optional(),
  }),
);

export const createSequenceAction = action({
  body: {
    kind: "json",
    required: true,
    schema: SequenceBody,
    limit: BODY_LIMIT,
    readByTaipy: ["scenario_id", "sequence_name", "task_ids"],
    check: ({ scenario_id, sequence_name }) => {
      if (isAbsent(scenario_id)) throw new TaipyError("scenario_id_missing", "Scenario id is missing.");
      if (isAbsent(sequence_name)) throw new TaipyError("sequence_name_missing", "Sequence name is missing.");
    },
  },
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
  handle: async ({ deps, view }, _, { scenario_id, sequence_name, task_ids, tasks }) => {
    const input = { scenario_id, sequence_name, task_ids: task_ids ?? tasks ?? [] };
    return createdAnswer(view, "sequence", await deps.entityWriter.createSequence(input));
  },
});

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";
