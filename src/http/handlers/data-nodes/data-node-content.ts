import type { PayloadRef } from "../../../core/entities/payload.ts";
import { TaipyError } from "../../../core/errors.ts";
import { VALUE_MEMORY } from "../../../core/values/budget.ts";
import { readAsOf } from "../../../usecases/data-nodes/read-as-of.ts";
import { uploadContent, usualMediaType } from "../../../usecases/data-nodes/upload-content.ts";
import { discardBody } from "../../input/body.ts";
import { Authorship, Moment } from "../../input/query.ts";
import { mediaTypeOf } from "../../input/request-headers.ts";
import { writtenAnswer } from "../../output/answers.ts";
import { dispositionOf, rangeOf } from "../../output/content-headers.ts";
import { etagOf, notModified, notModifiedAnswer } from "../../output/entity-tag.ts";
import { payloadBody } from "../../output/payload-body.ts";
import { action } from "../../pipeline/action.ts";
import { changeWithRow } from "../../pipeline/audit-request.ts";

/** The encoded value as a file, now or as it was (`edit` or `at`), whole or a range of it. */
export const getContentAction = action({
  query: Moment,
  answer: { kind: "content" },
  description: "One range of bytes can be requested. The entity tag is the content's hash.",
  errors: [
    "data_node_not_found",
    "edit_not_found",
    "edit_value_removed",
    "never_written",
    "value_outside",
    "range_not_satisfiable",
    "payload_missing",
    "payload_gone",
  ],
  handle: async ({ deps, id, request }, moment) => {
    const dataNode = await readAsOf(deps, id, moment);
    const usual = usualMediaType(deps.values, dataNode);
    const { payload } = dataNode;
    if (payload === null) {
      throw new TaipyError("never_written", `Data node ${id} has not been written yet: it has no content.`);
    }
    const etag = etagOf(payload.hash);
    if (notModified(request, etag)) return notModifiedAnswer(etag);
    const range = rangeOf(request, payload.size, etag);
    const { offset, length } = range ?? { offset: 0, length: payload.size };
    const headers = {
      "Content-Type": contentTypeOf(payload, deps.values.mediaTypes(dataNode), usual),
      "Content-Length": String(length),
      "Content-Disposition": dispositionOf(dataNode),
      "Accept-Ranges": "bytes",
      ETag: etag,
      ...(range === null ? {} : { "Content-Range": `bytes ${offset}-${offset + length - 1}/${payload.size}` }),
    };
    const status = range === null ? 200 : 206;
    if (request.method === "HEAD") return new Response(null, { status, headers });
    return new Response(await payloadBody(deps, dataNode, payload, { range }), { status, headers });
  },
});

/** The payload's own type, unless a file of the application has brought one that the storage type does not know. */
function contentTypeOf({ content_type }: PayloadRef, known: readonly string[], usual: string): string {
  const [type = "", ...parameters] = content_type.split(";");
  return known.includes(type.trim().toLowerCase()) ? content_type : [usual, ...parameters].join(";");
}

/** A file as the new value: stored unchanged, and recorded after its storage type has read it once. */
export const putContentAction = action({
  query: Authorship,
  body: { kind: "content", limit: VALUE_MEMORY },
  answer: { kind: "uploaded" },
  description:
    "The storage type must be able to read the file, and its value must fit the schema, else nothing changes. `Content-Type` may say which of its media types it is.",
  errors: ["data_node_not_found", "value_outside", "schema_mismatch", "edit_locked"],
  handle: async (call, { editor_id = null, comment = null }) => {
    const { deps, request, id, requestId } = call;
    const { body, headers } = request;
    const declared = { mediaType: mediaTypeOf(request), size: Number(headers.get("Content-Length") ?? 0) };
    const logFields = { request_id: requestId };
    try {
      const { payload, ...edit } = await changeWithRow(call, (caller) =>
        uploadContent(deps, { id, body, declared, editor_id, caller, comment, logFields }),
      );
      return writtenAnswer(edit, `Data node ${id} was successfully written.`, { ETag: etagOf(payload.hash) });
    } catch (error) {
      await discardBody(request);
      throw error;
    }
  },
});
