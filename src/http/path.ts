import { TaipyError } from "../core/errors.ts";
import { isReadableId } from "./query.ts";

/** The decoded id of a path segment; throws `invalid_path` when no entity can have such an id. */
export function decodeId(segment: string): string {
  const id = decode(segment);
  if (!isReadableId(id)) {
    throw new TaipyError("invalid_path", "The id in the path is too long or contains control characters.");
  }
  return id;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new TaipyError("invalid_path", "The path contains a percent encoding that is not UTF-8 text.");
  }
}
