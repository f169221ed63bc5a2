import type { Edit } from "../../core/entities/edit.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import { shownEdit } from "../../core/values/history.ts";
import { ENTITY_NAMES } from "./entity-names.ts";
import { entityTag, notModified, notModifiedAnswer } from "./entity-tag.ts";
import { type View, type Viewed, viewed } from "./view.ts";

export interface AnswerInit {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export const JSON_TYPE = "application/json";

/** The note of a 202: the orchestrator object has accepted the change, and the database does not show it yet. */
const NOT_STORED_NOTE =
  "Accepted and safe, but the database did not answer: lists and single entities will show this shortly.";

/** An answer from JSON text that is ready to send. */
export function jsonText(text: string, { status = 200, headers = {} }: AnswerInit = {}): Response {
  return new Response(`${text}\n`, { status, headers: { ...headers, "Content-Type": JSON_TYPE } });
}

export const json = (body: unknown, init?: AnswerInit): Response => jsonText(JSON.stringify(body), init);

export const message = (text: string): Response => json({ message: text });

/** The text with its entity tag, or a 304 for a caller that has this text. */
export async function taggedText(request: Request, text: string, type = JSON_TYPE): Promise<Response> {
  const tag = await entityTag(text);
  if (notModified(request, tag)) return notModifiedAnswer(tag);
  return new Response(text, { headers: { "Content-Type": type, ETag: tag } });
}

/** `{"<key>": <entity>}`, the entity's text spliced in as it came from the database. */
export const entityAnswer = (request: Request, kind: EntityKind, entity: Viewed): Promise<Response> =>
  taggedText(request, `{${JSON.stringify(ENTITY_NAMES[kind].key)}: ${entity}}\n`);

/**
 * With the new entity's path as `Location`.
 * @param entity the whole entity
 * @param shown what the answer shows of it. Default: the view of it
 */
export function createdAnswer(
  view: View,
  kind: EntityKind,
  entity: string,
  shown: string = viewed(view, kind, entity),
): Response {
  const { noun, key } = ENTITY_NAMES[kind];
  return jsonText(`{"message": ${JSON.stringify(`${noun} was created.`)}, ${JSON.stringify(key)}: ${shown}}`, {
    status: 201,
    headers: { Location: pathOf(key, idOf(entity)) },
  });
}

export const pathOf = (key: string, id: string): string => `/api/v1/${key}s/${encodeURIComponent(id.toWellFormed())}/`;

/** The id is the first member of an entity's text, so the text needs no parsing. */
const ID = /^\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*")/;

function idOf(entity: string): string {
  const [, id] = ID.exec(entity) ?? [];
  if (id === undefined) throw new Error("An entity begins with its id");
  return JSON.parse(id);
}

/** The answer to a change that an orchestrator object has accepted; 202 with a note while the database does not show it. */
export function storedAnswer(
  stored: boolean,
  body: Readonly<Record<string, unknown>>,
  init: AnswerInit = {},
): Response {
  if (stored) return json(body, init);
  return json({ ...body, note: NOT_STORED_NOTE }, { ...init, status: 202 });
}

/** What one of Taipy's operations says, and how else this service says it. */
interface Told {
  readonly status?: number;
  readonly body: { readonly message: string } & Readonly<Record<string, unknown>>;
  /** What Taipy does not say. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** The status when it says more than Taipy does. Default: the same one. */
  readonly wholeStatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The answer to one of Taipy's operations that changes something. In Taipy's view a change that the database does not show yet
 * is answered as any other: it is safe.
 */
export function changeAnswer(
  view: View,
  stored: boolean,
  { status = 200, body, more = {}, wholeStatus = status, headers = {} }: Told,
): Response {
  return view === "taipy"
    ? json(body, { status, headers })
    : storedAnswer(stored, { ...body, ...more }, { status: wholeStatus, headers });
}

/** The answer to a write that shows its edit. */
export const writtenAnswer = (
  { value, stored }: Stored<Edit>,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response => storedAnswer(stored, { message, edit: shownEdit(value) }, { headers });
