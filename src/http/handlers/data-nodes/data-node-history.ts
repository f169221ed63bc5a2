import * as z from "zod";
import { TaipyError } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { existing } from "../../../core/missing.ts";
import { restoreEdit } from "../../../usecases/data-nodes/restore-edit.ts";
import { BODY_LIMIT } from "../../input/body.ts";
import { Authorship, editNumber, isReadableId, Paging } from "../../input/query.ts";
import { writtenAnswer } from "../../output/answers.ts";
import { listAnswer } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";
import { changeWithRow } from "../../pipeline/audit-request.ts";
import { queryFirst } from "../../pipeline/input/query-input.ts";

/** Every write to the data node, oldest first. */
export const listEditsAction = action({
  query: Paging,
  answer: { kind: "edits" },
  errors: ["data_node_not_found"],
  handle: async (call, paging) => {
    const { id } = call;
    const { entityReader } = call.deps;
    existing("data_node", id, await entityReader.dataNode(id));
    return listAnswer(call, "edit", paging, { page: (after, limit) => entityReader.edits(id, { after, limit }) });
  },
});

const RestoreQuery = lazySchema(() =>
  z.object({
    edit: editNumber().describe("The edit's number. Required here or in the body."),
    ...Authorship().shape,
  }),
);
const RestoreBody = lazySchema(() =>
  z.strictObject({
    edit: z.number().int("Not a valid edit number.").min(1, "Not a valid edit number.").optional(),
    editor_id: z.string().min(1, "Not a valid editor id.").refine(isReadableId, "Not a valid editor id.").optional(),
    comment: z.string().max(1_024, "Longer than maximum length 1024.").optional(),
  }),
);

/** Writes an older value again, as a new edit. Both edits share one payload. */
export const restoreAction = action({
  query: RestoreQuery,
  body: { kind: "json", required: false, schema: RestoreBody, limit: BODY_LIMIT },
  answer: { kind: "written" },
  errors: [
    "data_node_not_found",
    "edit_not_found",
    "edit_value_removed",
    "value_outside",
    "schema_mismatch",
    "edit_locked",
  ],
  handle: async (call, query, body) => {
    const { deps, id } = call;
    const { edit: number, editor_id = null, comment = null } = queryFirst(query, body);
    if (number === undefined) {
      const errors = { edit: ["Missing data for required field."] };
      throw new TaipyError("validation_failed", "edit: Missing data for required field.", { errors });
    }
    const edit = await changeWithRow(call, (caller) => restoreEdit(deps, { id, number, editor_id, caller, comment }));
    return writtenAnswer(edit, `Data node ${id} was restored from edit ${number}.`);
  },
});
