import * as z from "zod";
import { MAX_LOCK_S } from "../../../core/access/caller-limits.ts";
import type { DataNodeSnapshot } from "../../../core/entities/data-node.ts";
import { TaipyError } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import type { Stored } from "../../../core/ports/orchestrator.ts";
import { MICROSECONDS_PER_SECOND } from "../../../core/time.ts";
import { lockDataNode, unlockDataNode } from "../../../usecases/data-nodes/lock-data-node.ts";
import { BODY_LIMIT } from "../../input/body.ts";
import { isReadableId, text, wholeNumber } from "../../input/query.ts";
import { storedAnswer } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";
import { changeWithRow } from "../../pipeline/audit-request.ts";
import { queryFirst } from "../../pipeline/input/query-input.ts";

const LockQuery = lazySchema(() =>
  z.object({
    editor_id: text().describe("Who reserves it. Required here or in the body."),
    seconds: wholeNumber(1, MAX_LOCK_S).describe("How long the reservation holds. Default: 1800."),
    comment: text().describe("Shown to others who want to write."),
  }),
);
const UnlockQuery = lazySchema(() =>
  z.object({ editor_id: text().describe("Whose reservation ends. Default: any editor's.") }),
);

const editorId = () =>
  z.string().min(1, "Not a valid editor id.").refine(isReadableId, "Not a valid editor id.").optional();
const secondsError = `Must be a whole number from 1 to ${MAX_LOCK_S}.`;
const LockBody = lazySchema(() =>
  z.strictObject({
    editor_id: editorId(),
    seconds: z.number().int(secondsError).min(1, secondsError).max(MAX_LOCK_S, secondsError).optional(),
    comment: z.string().max(1_024, "Longer than maximum length 1024.").optional(),
  }),
);
const UnlockBody = lazySchema(() => z.strictObject({ editor_id: editorId() }));

/** Reserves the data node for one editor, or renews the editor's reservation. Query and body may carry the same fields; the query's go first. */
export const lockAction = action({
  query: LockQuery,
  body: { kind: "json", required: false, schema: LockBody, limit: BODY_LIMIT },
  answer: { kind: "lock" },
  description: "The same editor may ask again, to hold it for longer.",
  errors: ["data_node_not_found", "edit_locked"],
  handle: async (call, query, body) => {
    const { deps, id } = call;
    const { editor_id = "", seconds, comment = null } = queryFirst(query, body);
    if (editor_id === "") throw missingEditor();
    const duration = seconds === undefined ? null : seconds * MICROSECONDS_PER_SECOND;
    const locked = await changeWithRow(call, (caller) =>
      lockDataNode(deps, { id, editor_id, duration, comment, caller }),
    );
    return lockAnswer(`Data node ${id} was locked.`, locked);
  },
});

/** Ends a reservation: the given editor's, or any editor's when none is given. */
export const unlockAction = action({
  query: UnlockQuery,
  body: { kind: "json", required: false, schema: UnlockBody, limit: BODY_LIMIT },
  answer: { kind: "lock" },
  description: "A reservation that another caller has made needs TAIPY_ADMIN.",
  errors: ["data_node_not_found", "edit_locked"],
  handle: async (call, query, body) => {
    const { deps, id } = call;
    const { editor_id = null } = queryFirst(query, body);
    const unlocked = await changeWithRow(call, (caller) => unlockDataNode(deps, { id, editor_id, caller }));
    return lockAnswer(`Data node ${id} was unlocked.`, unlocked);
  },
});

function missingEditor(): TaipyError {
  const errors = { editor_id: ["Missing data for required field."] };
  return new TaipyError("validation_failed", "editor_id: Missing data for required field.", { errors });
}

function lockAnswer(message: string, { value, stored }: Stored<DataNodeSnapshot>): Response {
  const { edit_in_progress, editor_id, editor_expiration_date } = value;
  return storedAnswer(stored, { message, lock: { edit_in_progress, editor_id, editor_expiration_date } });
}
