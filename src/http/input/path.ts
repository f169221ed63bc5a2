import { TaipyError } from "../../core/errors.ts";
import { isReadableId } from "./query.ts";

/** The limit of Cloudflare's edge; the local runtime has none. */
const MAX_URL_LENGTH = 16_384;

/** Behind the slashes of `http://` and `https://`. */
const PROTOCOL_LENGTH = "https://".length;

/** @throws TaipyError `url_too_long`. Call it before any part of the URL is parsed. */
export function refuseLong(url: string): void {
  if (url.length <= MAX_URL_LENGTH) return;
  const message = `The URL is longer than ${MAX_URL_LENGTH} characters. Send what is long in a body.`;
  throw new TaipyError("url_too_long", message, { details: { limit: MAX_URL_LENGTH } });
}

/**
 * The request with one slash wherever several stand side by side in its path, as after a base URL that ends with one. All that
 * follows sees that one path. Taipy redirects to it, and then clients that follow no redirects fail.
 */
export function withSingleSlashes(request: Request): Request {
  if (!request.url.includes("//", PROTOCOL_LENGTH)) return request;
  const url = new URL(request.url);
  if (!url.pathname.includes("//")) return request;
  url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  return new Request(url, request);
}

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
