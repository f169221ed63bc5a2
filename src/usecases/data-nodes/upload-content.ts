import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Edit } from "../../core/entities/edit.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import { TaipyError } from "../../core/errors.ts";
import { existing } from "../../core/missing.ts";
import type { ContentStore } from "../../core/ports/content-store.ts";
import type { Stored } from "../../core/ports/orchestrator.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import {
  type Author,
  discardPayload,
  type LockCheckDeps,
  type LogFields,
  type RecordEditDeps,
  recordEdit,
  refuseLocked,
} from "./record-edit.ts";

export interface UploadContentDeps<Stream> extends RecordEditDeps, LockCheckDeps {
  readonly values: Pick<DataNodeContents, "check" | "mediaTypes">;
  readonly content: Pick<ContentStore<Stream>, "limit" | "put" | "discard">;
}

export interface UploadContentInput<Stream> extends Author {
  readonly id: string;
  readonly body: Stream | null;
  /** As the caller declares them, before the body is read; the size is 0 when it is unknown. */
  readonly declared: { readonly mediaType: string; readonly size: number };
  readonly logFields: LogFields;
}

export interface Uploaded extends Stored<Edit> {
  readonly payload: PayloadRef;
}

/**
 * Stores a file as the data node's new value, once the storage type has read it.
 * @throws TaipyError `data_node_not_found`, `value_outside`, `unsupported_media_type`, `body_too_large`, `edit_locked`,
 *   `unreadable_content`
 */
export async function uploadContent<Stream>(
  deps: UploadContentDeps<Stream>,
  { id, body, declared, editor_id, caller, comment, logFields }: UploadContentInput<Stream>,
): Promise<Uploaded> {
  const data_node = existing("data_node", id, await deps.entityReader.dataNode(id));
  const usual = usualMediaType(deps.values, data_node);
  refuseForm(declared.mediaType);
  refuseDeclaredSize(declared.size, deps.content.limit);
  refuseLocked(deps, data_node, { editor_id, caller });
  const isKnown = deps.values.mediaTypes(data_node).includes(declared.mediaType);
  const content_type = isKnown ? declared.mediaType : usual;
  let isChecked = false;
  const payload = await deps.content.put(body, content_type, declared.size, async (bytes) => {
    await deps.values.check(data_node, unstored(content_type, bytes.byteLength), bytes);
    isChecked = true;
  });
  if (!isChecked) await checkStored(deps, data_node, payload, logFields);
  const command = { data_node, payload, editor_id, caller, comment };
  return { ...(await recordEdit(deps, command, logFields)), payload };
}

/** The reference of bytes that are stored only when they can be read. */
const unstored = (content_type: string, size: number): PayloadRef => ({
  tier: "kv",
  content_type,
  size,
  hash: "",
  key: null,
  body: null,
});

/** Removes a stored payload that can't be read. */
async function checkStored<Stream>(
  deps: UploadContentDeps<Stream>,
  dataNode: DataNodeSnapshot,
  payload: PayloadRef,
  logFields: LogFields,
): Promise<void> {
  try {
    await deps.values.check(dataNode, payload);
  } catch (error) {
    await discardPayload(deps, payload, logFields);
    throw error;
  }
}

/**
 * The media type of the node's files.
 * @throws TaipyError `value_outside` when it has none
 */
export function usualMediaType(values: Pick<DataNodeContents, "mediaTypes">, dataNode: DataNodeSnapshot): string {
  const [usual] = values.mediaTypes(dataNode);
  if (usual !== undefined) return usual;
  const { id, storage_type } = dataNode;
  const message = `Data node ${id} (${storage_type}) has no file: its value lies in a system of its own. Use read/ and write/.`;
  throw new TaipyError("value_outside", message);
}

function refuseForm(mediaType: string): void {
  if (mediaType !== "multipart/form-data") return;
  const message = "Send the file itself as the body (curl: --data-binary @file or -T file), not a form.";
  throw new TaipyError("unsupported_media_type", message);
}

/** A body that is declared as too large is refused before it is sent; the store counts the bytes of all others. */
function refuseDeclaredSize(size: number, limit: number): void {
  if (size <= limit) return;
  throw new TaipyError("body_too_large", `The content has ${size} bytes; ${limit} are possible.`, {
    details: { limit },
  });
}
