import * as z from "zod";
import type { Submission } from "../../../core/entities/submission.ts";
import type { SubmitAnswer } from "../../../core/ports/orchestrator.ts";
import { flag, wholeNumber } from "../../input/query.ts";
import { storedAnswer } from "../../output/answers.ts";
import { type Cost, costFlag, costOf } from "../../output/cost.ts";
import { ENTITY_NAMES } from "../../output/entity-names.ts";
import { action } from "../../pipeline/action.ts";
import type { Action } from "../../pipeline/exchange.ts";

const DEFAULT_TIMEOUT_S = 30;
const MAX_TIMEOUT_S = 300;
const MILLISECONDS = 1_000;

/** The entity itself, and what it is made of. */
const MISSING = {
  scenario: ["scenario_not_found", "task_not_found", "data_node_not_found"],
  sequence: ["sequence_not_found", "scenario_not_found", "task_not_found", "data_node_not_found"],
  task: ["task_not_found", "data_node_not_found"],
} as const;

/**
 * Runs an entity. In job mode `development` the jobs have ended when the answer comes; with `wait` it comes when the
 * submission has ended or the time is up (202).
 */
export function submit(kind: "scenario" | "sequence" | "task"): Action {
  return action({
    query: () =>
      z.object({
        force: flag().describe("Run tasks although they could be skipped."),
        wait: flag().describe("Answer when the submission has ended, or when the time is up (202)."),
        timeout: wholeNumber(1, MAX_TIMEOUT_S).describe("Seconds to wait. Default: 30."),
        cost: costFlag(),
      }),
    answer: { kind: "submitted" },
    description: "In job mode `development` all jobs have ended when the answer comes.",
    errors: [...MISSING[kind], "submission_too_large", "configuration_changed"],
    handle: async ({ services, id }, { force = false, wait = false, timeout = DEFAULT_TIMEOUT_S, cost = false }) => {
      const timeoutMs = wait ? timeout * MILLISECONDS : 0;
      const inRequest = services.app.job.mode === "development";
      const waiting = wait && !inRequest ? { wait_ms: timeoutMs } : {};
      const { domain, ...accepted } = await services.submit(kind, id, { force, ...waiting });
      const answer = async ({ submission: shown, stored }: SubmitAnswer) => {
        const more = cost ? { cost: await costOf(services, domain, shown.id) } : {};
        return submittedAnswer(kind, id, shown, stored, wait && !hasEnded(shown) ? 202 : 200, more);
      };
      if (!inRequest) return answer(accepted);
      const { submission } = accepted;
      await services.runSubmission(domain, submission.id);
      const outcome = await services.orchestrators(domain).waitForSubmission(submission.id, timeoutMs);
      if (outcome.ok) return answer(outcome.value);
      // Refused only when somebody has deleted it, which takes a submission that has ended.
      return submittedAnswer(kind, id, submission, true, 200, {});
    },
  });
}

/** A submission without jobs has nothing that could end. */
const hasEnded = (submission: Submission): boolean =>
  submission.finished_at !== null || submission.job_ids.length === 0;

function submittedAnswer(
  kind: "scenario" | "sequence" | "task",
  id: string,
  submission: Submission,
  stored: boolean,
  status: 200 | 202,
  more: { readonly cost?: Cost | null },
): Response {
  const body = {
    message: `${ENTITY_NAMES[kind].noun} ${id} was submitted.`,
    submission: {
      id: submission.id,
      status: submission.submission_status,
      job_ids: submission.job_ids,
      ...more,
    },
  };
  return storedAnswer(stored, body, { status, headers: { Location: `/api/v1/submissions/${submission.id}/` } });
}
