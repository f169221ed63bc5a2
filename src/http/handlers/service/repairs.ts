import * as z from "zod";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { FINDING_KINDS, shownFinding } from "../../../core/repair/findings.ts";
import { type CheckAnswer, check, PART_NAMES } from "../../../usecases/repair/check.ts";
import { resync } from "../../../usecases/repair/resync.ts";
import { flag, text } from "../../input/query.ts";
import { json } from "../../output/answers.ts";
import { linkTo } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";

/** A page's cursor says in which part the check is, and has the cursor of KV or R2 in it. */
const MAX_CURSOR = 4_096;

const Scope = lazySchema(() =>
  z.object({
    part: z
      .enum(PART_NAMES, `one of ${PART_NAMES.join(", ")}`)
      .optional()
      .describe("Only this part. Default: all of them, in this order. Not together with `domain` and `entity_id`."),
    domain: text().describe(
      "Only the orchestrator object of this name: what it holds, and its unfinished submissions.",
    ),
    entity_id: text().describe("Only this submission, job or data node."),
    cursor: z
      .string()
      .max(MAX_CURSOR, `text of at most ${MAX_CURSOR} characters`)
      .optional()
      .meta({ parameter: { type: "string", maxLength: MAX_CURSOR } })
      .describe("Where the check goes on: `next` of the answer before."),
  }),
);

/** The answer, whose `Link` leads to the next steps. */
function steps(
  url: URL,
  { next, ...answer }: Omit<CheckAnswer, "findings"> & { readonly findings: readonly object[] },
) {
  const headers = next === null ? {} : { Link: `<${linkTo(url, { cursor: next })}>; rel="next"` };
  return json({ ...answer, next }, { headers });
}

/** How D1, the objects and the stores of values differ. It changes nothing. */
export const checkAction = action({
  query: Scope,
  answer: { kind: "check" },
  description:
    "Compares the database, the orchestrator objects, and the values in KV and R2, one share at a time: repeat the request with `next` as `cursor` until it is null. An answer without findings may have a next one.",
  errors: ["invalid_query", "submission_not_found", "job_not_found", "data_node_not_found"],
  handle: async ({ deps, url }, { cursor, ...scope }) => {
    const { findings, ...answer } = await check(deps, scope, cursor ?? null);
    return steps(url, { findings: findings.map(shownFinding), ...answer });
  },
});

/** Mends what the check finds. */
export const resyncAction = action({
  query: () =>
    z.object({
      ...Scope().shape,
      kind: z
        .enum(FINDING_KINDS, `one of ${FINDING_KINDS.join(", ")}`)
        .optional()
        .describe("Only findings of this kind. Default: all of them."),
      dry_run: flag().describe("Changes nothing, and answers what would be mended. Default: false."),
    }),
  answer: { kind: "resync" },
  description:
    "Checks as `GET /api/v1/admin/check/` does, and mends each finding as its `mend` says. Begin with `dry_run=true`. It may be repeated and broken off at any time.",
  errors: ["invalid_query", "submission_not_found", "job_not_found", "data_node_not_found"],
  handle: async ({ deps, url }, { cursor, kind, dry_run = false, ...scope }) => {
    const { findings, ...answer } = await resync(deps, scope, cursor ?? null, { kind, dry_run });
    const shown = findings.map(({ mended, ...finding }) => ({ ...shownFinding(finding), mended }));
    return steps(url, { findings: shown, ...answer });
  },
});
