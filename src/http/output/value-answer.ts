import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { TaipyError } from "../../core/errors.ts";
import { type PlainJson, plainJsonOf } from "../../core/values/plain-json.ts";
import { isWhole, type Selection } from "../../core/values/selection.ts";
import type { Call } from "../pipeline/exchange.ts";
import { JSON_TYPE, jsonText } from "./answers.ts";
import { notModified, notModifiedAnswer } from "./entity-tag.ts";
import { jsonOfValue } from "./json-value.ts";
import { payloadBody } from "./payload-body.ts";
import { valueTag } from "./value-tag.ts";

/** `{"data": <part of the value>}` with an entity tag where there is one; 304 to a caller who has it, before anything is fetched. */
export async function taggedValueAnswer(
  call: Call,
  dataNode: DataNodeSnapshot,
  selection: Selection,
): Promise<Response> {
  const tag = await valueTag(dataNode, selection);
  if (tag === null) return valueAnswer(call, dataNode, selection);
  return notModified(call.request, tag)
    ? notModifiedAnswer(tag)
    : valueAnswer(call, dataNode, selection, { ETag: tag });
}

/** `{"data": <part of the value>}`, with the number of rows where it has some. */
export async function valueAnswer(
  call: Call,
  dataNode: DataNodeSnapshot,
  selection: Selection,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const plain = isWhole(selection) ? plainJsonOf(dataNode) : null;
  const streamed = plain === null ? null : await streamedAnswer(call, dataNode, plain, headers);
  if (streamed !== null) return streamed;
  const selected = await call.services.values.select(dataNode, selection);
  if (selected === null) return jsonText('{"data": null}', { headers });
  const { value, total } = selected;
  return jsonText(`{"data": ${jsonOfValue(value)}}`, { headers: { ...headers, ...totalCount(total) } });
}

const totalCount = (total: number | null): Readonly<Record<string, string>> =>
  total === null ? {} : { "X-Total-Count": String(total) };

/** The stored text, passed on as it comes; null while the store fails: whoever reads the value as a whole asks it again. */
async function streamedAnswer(
  call: Call,
  dataNode: DataNodeSnapshot,
  { items }: PlainJson,
  given: Readonly<Record<string, string>>,
): Promise<Response | null> {
  const { payload } = dataNode;
  if (payload === null) return null;
  const headers = { ...given, ...totalCount(items), "Content-Type": JSON_TYPE };
  if (call.request.method === "HEAD") return new Response(null, { headers });
  try {
    return new Response(await payloadBody(call, dataNode, payload, { before: '{"data": ', after: "}\n" }), { headers });
  } catch (error) {
    if (error instanceof TaipyError && error.code === "database_unavailable") return null;
    throw error;
  }
}
