import { appendValue } from "../../../usecases/data-nodes/append-value.ts";
import { writeValue } from "../../../usecases/data-nodes/write-value.ts";
import { readValue, VALUE_LIMIT } from "../../input/body.ts";
import { Authorship } from "../../input/query.ts";
import { changeAnswer, writtenAnswer } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";
import { changeWithRow } from "../../pipeline/audit-request.ts";

/** Replaces the value. The body is checked before the data node is read, as Taipy does. */
export const writeAction = action({
  query: Authorship,
  body: { kind: "value", limit: VALUE_LIMIT },
  answer: { kind: "message" },
  description: 'Tables are lists of objects that share their keys. Dates are `{__type__: "Datetime", __value__}`.',
  errors: [
    "data_node_not_found",
    "schema_mismatch",
    "edit_locked",
    "payload_missing",
    "storage_unavailable",
    "storage_misconfigured",
  ],
  handle: async (call, { editor_id = null, comment = null }) => {
    const { deps, request, id, requestId, view } = call;
    const value = await readValue(request, VALUE_LIMIT, deps.memory);
    const logFields = { request_id: requestId };
    const { stored } = await changeWithRow(call, (caller) =>
      writeValue(deps, { id, value, editor_id, caller, comment, logFields }),
    );
    return changeAnswer(view, stored, { body: { message: `Data node ${id} was successfully written.` } });
  },
});

/** Adds to the value. */
export const appendAction = action({
  query: Authorship,
  body: { kind: "value", limit: VALUE_LIMIT },
  answer: { kind: "written" },
  description: "Rows of a table, items of a list or text. What is appended at the same time is all there afterwards.",
  errors: [
    "data_node_not_found",
    "cannot_append",
    "schema_mismatch",
    "edit_locked",
    "edit_number_changed",
    "payload_missing",
    "payload_gone",
    "storage_unavailable",
    "storage_misconfigured",
  ],
  handle: async (call, { editor_id = null, comment = null }) => {
    const { deps, request, id, requestId } = call;
    const value = await readValue(request, VALUE_LIMIT, deps.memory);
    const logFields = { request_id: requestId };
    const edit = await changeWithRow(call, (caller) =>
      appendValue(deps, { id, value, editor_id, caller, comment, logFields }),
    );
    return writtenAnswer(edit, `Data node ${id} was successfully appended to.`);
  },
});
