import { hasTemplate } from "../../core/config/settings/env-template.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import { isPlatformFailure } from "../../core/errors.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import { type PlainJson, plainJsonOf } from "../../core/values/plain-json.ts";
import { isWhole, type Selection } from "../../core/values/selection.ts";
import { JSON_TYPE, jsonText } from "./answers.ts";
import { entityTag, notModified, notModifiedAnswer } from "./entity-tag.ts";
import { jsonPiecesOf } from "./json-pieces.ts";
import { type PayloadBodyDeps, payloadBody } from "./payload-body.ts";

/** The part of a handler's call that an answer with a value takes. */
interface ValueRead {
  readonly request: Request;
  readonly deps: PayloadBodyDeps & { readonly values: Pick<DataNodeContents, "select"> };
}

/** `{"data": <part of the value>}` with an entity tag where there is one; 304 for a caller that has it, before the value is fetched. */
export async function taggedValueAnswer(
  read: ValueRead,
  dataNode: DataNodeSnapshot,
  selection: Selection,
): Promise<Response> {
  const tag = await valueTag(dataNode, selection);
  if (tag === null) return valueAnswer(read, dataNode, selection);
  return notModified(read.request, tag)
    ? notModifiedAnswer(tag)
    : valueAnswer(read, dataNode, selection, { ETag: tag });
}

/** `{"data": <part of the value>}`, with the number of rows where it has some. */
export async function valueAnswer(
  read: ValueRead,
  dataNode: DataNodeSnapshot,
  selection: Selection,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const plain = isWhole(selection) ? plainJsonOf(dataNode) : null;
  const streamed = plain === null ? null : await streamedAnswer(read, dataNode, plain, headers);
  if (streamed !== null) return streamed;
  return read.deps.values.select(dataNode, selection, (selected) => {
    if (selected === null) return jsonText('{"data": null}', { headers });
    const { value, total } = selected;
    return piecesAnswer(read.request, jsonPiecesOf(value), { ...headers, ...totalCount(total) });
  });
}

/** The pieces as bytes, which take a third of what a text, its copy and its bytes take. All are made before the answer begins. */
function piecesAnswer(
  request: Request,
  pieces: Generator<string>,
  headers: Readonly<Record<string, string>>,
): Response {
  const encoder = new TextEncoder();
  const bytes = [encoder.encode('{"data": ')];
  for (const piece of pieces) bytes.push(encoder.encode(piece));
  bytes.push(encoder.encode("}\n"));
  const init = { headers: { ...headers, "Content-Type": JSON_TYPE } };
  if (request.method === "HEAD") return new Response(null, init);
  const { readable, writable } = new FixedLengthStream(bytes.reduce((sum, { length }) => sum + length, 0));
  // A failure means that the caller has closed the connection.
  passOn(bytes, writable).catch(() => {});
  return new Response(readable, init);
}

async function passOn(bytes: Uint8Array[], writable: WritableStream<Uint8Array>): Promise<void> {
  const writer = writable.getWriter();
  for (const [at, piece] of bytes.entries()) {
    await writer.write(piece);
    // What has been sent need not stay in memory.
    bytes[at] = new Uint8Array();
  }
  await writer.close();
}

const totalCount = (total: number | null): Readonly<Record<string, string>> =>
  total === null ? {} : { "X-Total-Count": String(total) };

/** The stored text, passed on as it comes; null while the store fails: reading the value as a whole tries it again. */
async function streamedAnswer(
  read: ValueRead,
  dataNode: DataNodeSnapshot,
  { items }: PlainJson,
  given: Readonly<Record<string, string>>,
): Promise<Response | null> {
  const { payload } = dataNode;
  if (payload === null) return null;
  const headers = { ...given, ...totalCount(items), "Content-Type": JSON_TYPE };
  if (read.request.method === "HEAD") return new Response(null, { headers });
  try {
    return new Response(await payloadBody(read.deps, dataNode, payload, { before: '{"data": ', after: "}\n" }), {
      headers,
    });
  } catch (error) {
    if (isPlatformFailure(error)) return null;
    throw error;
  }
}

/** Counts up when stored values are answered in another form, so that no cache keeps the old one. */
const FORM = 2;

/**
 * The entity tag of a part of a stored value, known before the value is fetched: the content's hash stands for the value.
 * Null without one: a value that lies in a system of its own may change at any time, a variable of the environment
 * may change how a node's file is read, and a filter may have come in a body, which caches ignore.
 */
async function valueTag(
  { payload, properties }: DataNodeSnapshot,
  { filter, columns, offset, limit }: Selection,
): Promise<string | null> {
  if (payload === null || payload.tier === "outside" || filter !== null || hasTemplate(properties)) return null;
  const { hash, content_type } = payload;
  return entityTag(JSON.stringify([FORM, hash, content_type, columns, offset, limit]));
}
