import * as z from "zod";
import { DEFAULT_WAIT_S, MAX_WAIT_S } from "../../../core/access/caller-limits.ts";
import { callerOf } from "../../../core/access/identity.ts";
import type { Submission } from "../../../core/entities/submission.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { existing } from "../../../core/missing.ts";
import { deleteSubmission } from "../../../usecases/jobs/delete-submission.ts";
import { costIfKnown, readCost } from "../../../usecases/jobs/read-cost.ts";
import { submit } from "../../../usecases/jobs/submit.ts";
import { BODY_LIMIT } from "../../input/body.ts";
import { flag, wholeNumber } from "../../input/query.ts";
import { changeAnswer, entityAnswer, storedAnswer } from "../../output/answers.ts";
import { ENTITY_NAMES } from "../../output/entity-names.ts";
import { viewed } from "../../output/view.ts";
import { type Action, action } from "../../pipeline/action.ts";
import { rowOfChange } from "../../pipeline/audit-request.ts";
import { queryFirst } from "../../pipeline/input/query-input.ts";
import { deletedText } from "./entities.ts";

const OK = 200;
const MILLISECONDS = 1_000;

const costFlag = lazySchema(() => flag().describe("Answer with what the submission has used of the platform, too."));

const SubmitQuery = lazySchema(() =>
  z.object({
    force: flag().describe("Run tasks although they could be skipped."),
    wait: flag().describe("Answer when the submission has ended, or when the time is up (202)."),
    timeout: wholeNumber(1, MAX_WAIT_S).describe("Seconds to wait. Default: 30."),
    cost: costFlag(),
  }),
);
const timeoutError = `Must be a whole number from 1 to ${MAX_WAIT_S}.`;
const SubmitBody = lazySchema(() =>
  z.strictObject({
    force: z.boolean().optional(),
    wait: z.boolean().optional(),
    timeout: z.number().int(timeoutError).min(1, timeoutError).max(MAX_WAIT_S, timeoutError).optional(),
    cost: z.boolean().optional(),
  }),
);

/** Codes for an entity or a part of it that does not exist. */
const MISSING = {
  scenario: ["scenario_not_found", "task_not_found", "data_node_not_found"],
  sequence: ["sequence_not_found", "scenario_not_found", "task_not_found", "data_node_not_found"],
  task: ["task_not_found", "data_node_not_found"],
} as const;

/** Runs an entity. With `wait` the answer comes when the submission has ended, or with 202 when the time is up. */
export function submitAction(kind: "scenario" | "sequence" | "task"): Action {
  return action({
    query: SubmitQuery,
    body: { kind: "json", required: false, schema: SubmitBody, limit: BODY_LIMIT, readByTaipy: "nothing" },
    answer: { kind: "submitted" },
    description: "In job mode `development` all jobs have ended when the answer comes.",
    errors: [...MISSING[kind], "submission_too_large", "configuration_changed", "being_deleted"],
    handle: async (call, query, body) => {
      const { force = false, wait = false, timeout = DEFAULT_WAIT_S, cost = false } = queryFirst(query, body);
      const { deps, id, exchange, view } = call;
      const audit = rowOfChange(exchange, deps, OK);
      const waitMs = wait ? timeout * MILLISECONDS : null;
      const client = { gone: call.request.signal, waitUntil: call.exchange.waitUntil };
      const input = { kind, id, force, waitMs, client, audit, caller: callerOf(call.identity) };
      const { submission, stored, isDeleted, audited } = await submit(deps, input);
      if (audit !== undefined && audited === true) exchange.requestLog.audited = audit;
      const more = {
        submission: {
          id: submission.id,
          status: submission.submission_status,
          job_ids: submission.job_ids,
          ...(cost && !isDeleted ? { cost: await costIfKnown(deps, submission) } : {}),
        },
      };
      return changeAnswer(view, stored, {
        body: { message: `${ENTITY_NAMES[kind].noun} ${id} was submitted.` },
        more,
        wholeStatus: wait && !isDeleted && !hasEnded(submission) ? 202 : 200,
        headers: { Location: `/api/v1/submissions/${submission.id}/` },
      });
    },
  });
}

/** A submission without jobs has none that could end. */
const hasEnded = (submission: Submission): boolean =>
  submission.finished_at !== null || submission.job_ids.length === 0;

/** One submission; only the cost of one that has not ended comes from its object. */
export const readSubmissionAction = action({
  query: () => z.object({ cost: costFlag() }),
  answer: { kind: "entity", of: "submission" },
  errors: ["submission_not_found"],
  handle: async ({ deps, request, id, view }, { cost = false }) => {
    const text = existing("submission", id, await deps.entityReader.get("submission", id));
    if (!cost) return entityAnswer(request, "submission", viewed(view, "submission", text));
    const submission = existing("submission", id, await deps.entityReader.submission(id));
    const shown = JSON.stringify(await readCost(deps, submission));
    return entityAnswer(request, "submission", viewed(view, "submission", `${text.slice(0, -1)}, "cost": ${shown}}`));
  },
});

export const deleteSubmissionAction = action({
  answer: { kind: "message" },
  description: "With its jobs.",
  errors: ["submission_not_found", "submission_not_finished"],
  handle: async ({ deps, id }) => {
    const { stored } = await deleteSubmission(deps, id);
    return storedAnswer(stored, { message: deletedText("submission", id) });
  },
});
