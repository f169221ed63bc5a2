import type { DataNodeSnapshot } from "../../../core/entities/data-node.ts";
import type { Edit } from "../../../core/entities/edit.ts";
import { TaipyError, unwrap } from "../../../core/errors.ts";
import type { Stored } from "../../../core/ports/orchestrator.ts";
import { readJson, VALUE_LIMIT } from "../../input/body.ts";
import { Authorship } from "../../input/query.ts";
import { storedAnswer } from "../../output/answers.ts";
import { editJson } from "../../output/edit-json.ts";
import { existing } from "../../output/entity-names.ts";
import type { Call } from "../../pipeline/action.ts";
import { action } from "../../pipeline/action.ts";
import { recordWrite, refuseLocked, tryToRecord } from "./record-write.ts";

interface Author {
  readonly editor_id: string | null;
  readonly comment: string | null;
}

/** Replaces the value. The body is checked before the data node is looked up, as Taipy does. */
export const writeDataNode = action({
  query: Authorship,
  body: { kind: "value", limit: VALUE_LIMIT },
  answer: { kind: "message" },
  description: 'Tables are lists of objects that share their keys. Dates are `{__type__: "Datetime", __value__}`.',
  errors: ["data_node_not_found", "edit_locked", "payload_missing"],
  handle: async (call, { editor_id = null, comment = null }) => {
    const { deps, id, request } = call;
    const value = await readJson(request, deps.content.limit, "exact");
    const known = existing("data_node", id, await deps.entityReader.knownDataNode(id));
    const data_node = isOutside(call, known) ? await unlocked(call, editor_id) : known;
    const payload = await deps.values.write(data_node, value);
    const { stored } = await recordWrite(call, { data_node, payload, editor_id, comment });
    return storedAnswer(stored, { message: `Data node ${id} was successfully written.` });
  },
});

/** Every attempt that is overtaken means that another write has succeeded. */
const MAX_ATTEMPTS = 100;

/** Adds to the value: what is appended at the same time is all there afterwards. */
export const appendDataNode = action({
  query: Authorship,
  body: { kind: "value", limit: VALUE_LIMIT },
  answer: { kind: "written" },
  description: "Rows of a table, items of a list or text. What is appended at the same time is all there afterwards.",
  errors: ["data_node_not_found", "cannot_append", "edit_locked", "edit_number_changed", "payload_missing"],
  handle: async (call, { editor_id = null, comment = null }) => {
    const value = await readJson(call.request, call.deps.content.limit, "exact");
    const { value: edit, stored } = await append(call, value, { editor_id, comment });
    const message = `Data node ${call.id} was successfully appended to.`;
    return storedAnswer(stored, { message, edit: editJson(edit) });
  },
});

/** The data node as D1 has it now, which says that this editor may write it. */
async function unlocked(call: Call, editor_id: string | null): Promise<DataNodeSnapshot> {
  const dataNode = existing("data_node", call.id, await call.deps.entityReader.dataNode(call.id));
  refuseLocked(call, dataNode, editor_id);
  return dataNode;
}

async function append(call: Call, value: unknown, author: Author): Promise<Stored<Edit>> {
  const { deps, id } = call;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const data_node = await unlocked(call, author.editor_id);
    const payload = await deps.values.append(data_node, value);
    // The other system has it now and keeps concurrent writes apart by itself.
    if (payload.tier === "outside") return recordWrite(call, { data_node, payload, ...author });
    const expected_edit_number = data_node.edit_number;
    const outcome = await tryToRecord(call, { data_node, payload, ...author, expected_edit_number });
    if (outcome.ok || outcome.error.code !== "edit_number_changed") return unwrap(outcome);
  }
  throw new TaipyError("edit_number_changed", `Data node ${id} is written too often to append to it. Try again.`);
}

/** A write to a system of its own cannot be taken back when the node's object refuses it. */
const isOutside = ({ deps }: Call, dataNode: DataNodeSnapshot): boolean =>
  deps.values.mediaTypes(dataNode).length === 0;
