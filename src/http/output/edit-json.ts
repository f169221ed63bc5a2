import type { Edit } from "../../core/entities/edit.ts";
import { isKept } from "../../core/values/history.ts";

/** An edit as the history shows it: everything but the value and its place. */
export function editJson(edit: Edit) {
  const { number, timestamp, job_id, editor_id, comment, size, hash, content_type } = edit;
  return {
    number,
    timestamp,
    job_id,
    editor_id,
    comment,
    size,
    hash: hash === "" ? null : hash,
    content_type,
    is_kept: isKept(edit),
  };
}
