import * as z from "zod";
import { TaipyError, unwrap } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { nodeAsOf } from "../../input/as-of.ts";
import { BODY_LIMIT, readOptionalJson } from "../../input/body.ts";
import { parseBody } from "../../input/parse-body.ts";
import { Authorship, editNumber, isReadableId, Paging } from "../../input/query.ts";
import { storedAnswer } from "../../output/answers.ts";
import { editJson } from "../../output/edit-json.ts";
import { existing } from "../../output/entity-names.ts";
import { listAnswer } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";

/** Every write to the data node, oldest first. */
export const listEdits = action({
  query: Paging,
  answer: { kind: "edits" },
  errors: ["data_node_not_found"],
  handle: async ({ deps, url, id, requestId }, paging) => {
    existing("data_node", id, await deps.entityReader.dataNode(id));
    return listAnswer(url, paging, { page: (after, limit) => deps.entityReader.edits(id, { after, limit }) }, (error) =>
      deps.log("list_broke_off", { request_id: requestId, kind: "edit", error: String(error) }),
    );
  },
});

const RestoreQuery = lazySchema(() =>
  z.object({
    edit: editNumber().describe("The edit's number. Required here or in the body."),
    ...Authorship().shape,
  }),
);
const RestoreBody = lazySchema(() =>
  z.object({
    edit: z.number().int("Not a valid edit number.").min(1, "Not a valid edit number.").optional(),
    editor_id: z.string().min(1, "Not a valid editor id.").refine(isReadableId, "Not a valid editor id.").optional(),
    comment: z.string().max(1_024, "Longer than maximum length 1024.").optional(),
  }),
);

/** Writes an older value again, as a new edit. Both edits share one payload. */
export const restoreEdit = action({
  query: RestoreQuery,
  body: { kind: "json", required: false, schema: RestoreBody, limit: BODY_LIMIT },
  answer: { kind: "written" },
  errors: ["data_node_not_found", "edit_not_found", "edit_value_removed", "value_outside", "edit_locked"],
  handle: async (call, query) => {
    const { deps, id, request } = call;
    const body = parseBody(RestoreBody(), (await readOptionalJson(request, BODY_LIMIT)) ?? {});
    const number = body.edit ?? query.edit;
    if (number === undefined) {
      const errors = { edit: ["Missing data for required field."] };
      throw new TaipyError("validation_failed", "edit: Missing data for required field.", { errors });
    }
    const data_node = existing("data_node", id, await deps.entityReader.dataNode(id));
    const { payload } = await nodeAsOf(call, data_node, number);
    if (payload === null) throw new Error("A node as of an edit has a payload");
    const editor_id = body.editor_id ?? query.editor_id ?? null;
    const comment = body.comment ?? query.comment ?? `Restored from edit ${number}.`;
    const orchestrator = deps.orchestrators(data_node.domain);
    // A refusal removes nothing: the payload belongs to the older edit.
    const { value, stored } = unwrap(await orchestrator.writeDataNode({ data_node, payload, editor_id, comment }));
    const message = `Data node ${id} was restored from edit ${number}.`;
    return storedAnswer(stored, { message, edit: editJson(value) });
  },
});
