import type { DataNodeSnapshot } from "../../../core/entities/data-node.ts";
import type { PayloadRef } from "../../../core/entities/payload.ts";
import { TaipyError } from "../../../core/errors.ts";
import { readOff, VALUE_LIMIT } from "../../input/body.ts";
import { Authorship } from "../../input/query.ts";
import { storedAnswer } from "../../output/answers.ts";
import { dispositionOf, rangeOf } from "../../output/content-headers.ts";
import { editJson } from "../../output/edit-json.ts";
import { existing } from "../../output/entity-names.ts";
import { etagOf, notModified, notModifiedAnswer } from "../../output/entity-tag.ts";
import { payloadBody } from "../../output/payload-body.ts";
import type { Call } from "../../pipeline/action.ts";
import { action } from "../../pipeline/action.ts";
import { discard, recordWrite, refuseLocked } from "./record-write.ts";

/** The encoded value as a file, whole or a range of it. */
export const getContent = action({
  answer: { kind: "content" },
  description: "One range of bytes can be asked for. The entity tag is the content's hash.",
  errors: ["data_node_not_found", "never_written", "value_outside", "range_not_satisfiable", "payload_missing"],
  handle: async (call) => {
    const { deps, id, request } = call;
    const dataNode = existing("data_node", id, await deps.entityReader.dataNode(id));
    const usual = usualMediaType(call, dataNode);
    const { payload } = dataNode;
    if (payload === null) {
      throw new TaipyError("never_written", `Data node ${id} has not been written yet: it has no content.`);
    }
    const etag = etagOf(payload.hash);
    if (notModified(request, etag)) return notModifiedAnswer(etag);
    const range = rangeOf(request, payload.size, etag);
    const { offset, length } = range ?? { offset: 0, length: payload.size };
    const headers = {
      "Content-Type": mediaTypeOf(payload, deps.values.mediaTypes(dataNode), usual),
      "Content-Length": String(length),
      "Content-Disposition": dispositionOf(dataNode),
      "Accept-Ranges": "bytes",
      ETag: etag,
      ...(range === null ? {} : { "Content-Range": `bytes ${offset}-${offset + length - 1}/${payload.size}` }),
    };
    const status = range === null ? 200 : 206;
    if (request.method === "HEAD") return new Response(null, { status, headers });
    return new Response(await payloadBody(deps.content, dataNode, payload, { range }), { status, headers });
  },
});

/** What the storage type has written says what it is; what came from elsewhere (a file of the application) may not. */
function mediaTypeOf({ content_type }: PayloadRef, known: readonly string[], usual: string): string {
  const [type = "", ...parameters] = content_type.split(";");
  return known.includes(type.trim().toLowerCase()) ? content_type : [usual, ...parameters].join(";");
}

/** A file as the new value: stored as it comes, and read once by its storage type before it counts. */
export const putContent = action({
  query: Authorship,
  body: { kind: "content", limit: VALUE_LIMIT },
  answer: { kind: "uploaded" },
  description:
    "The storage type must be able to read the file, else nothing changes. `Content-Type` may say which of its media types it is.",
  errors: ["data_node_not_found", "value_outside", "edit_locked"],
  handle: async (call, { editor_id = null, comment = null }) => {
    try {
      return await upload(call, editor_id, comment);
    } catch (error) {
      await readOff(call.request);
      throw error;
    }
  },
});

async function upload(call: Call, editor_id: string | null, comment: string | null): Promise<Response> {
  const { deps, id, request } = call;
  const data_node = existing("data_node", id, await deps.entityReader.dataNode(id));
  const usual = usualMediaType(call, data_node);
  const given = declaredType(request);
  refuseForm(given);
  refuseDeclaredSize(request, deps.content.limit);
  refuseLocked(call, data_node, editor_id);
  const content_type = deps.values.mediaTypes(data_node).includes(given) ? given : usual;
  const payload = await deps.content.put(request.body, content_type);
  try {
    await deps.values.check(data_node, payload);
  } catch (error) {
    await discard(call, payload);
    throw error;
  }
  const { value, stored } = await recordWrite(call, { data_node, payload, editor_id, comment });
  const body = { message: `Data node ${id} was successfully written.`, edit: editJson(value) };
  return storedAnswer(stored, body, { headers: { ETag: etagOf(payload.hash) } });
}

const declaredType = (request: Request): string =>
  (request.headers.get("Content-Type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

function usualMediaType({ deps }: Call, dataNode: DataNodeSnapshot): string {
  const [usual] = deps.values.mediaTypes(dataNode);
  if (usual !== undefined) return usual;
  const { id, storage_type } = dataNode;
  const message = `Data node ${id} (${storage_type}) has no file: its value lies in a system of its own. Use read/ and write/.`;
  throw new TaipyError("value_outside", message);
}

function refuseForm(type: string): void {
  if (type !== "multipart/form-data") return;
  const message = "Send the file itself as the body (curl: --data-binary @file or -T file), not a form.";
  throw new TaipyError("unsupported_media_type", message);
}

/** What is declared as too large is refused before it is sent; what comes is counted all the same. */
function refuseDeclaredSize(request: Request, limit: number): void {
  const size = Number(request.headers.get("Content-Length") ?? 0);
  if (size <= limit) return;
  throw new TaipyError("body_too_large", `The content has ${size} bytes; ${limit} are possible.`, {
    details: { limit },
  });
}
