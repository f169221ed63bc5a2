// docs/decisions/033-entity-tags-are-digests.md
/**
 * A strong entity tag of an answer's text. SHA-256, because a caller who finds two texts with the same tag could make a
 * cache show the wrong one. The platform's own is as fast as a simple hash in JavaScript, and costs nothing at an isolate's start.
 */
export async function entityTag(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return etagOf(btoa(String.fromCharCode(...new Uint8Array(digest))));
}

/** The entity tag of a content whose hash is known. */
export const etagOf = (hash: string): string => `"${hash}"`;

/** Whether the caller has the content of this tag already, so that a 304 is enough. Only for methods that read. */
export const notModified = ({ method, headers }: Pick<Request, "method" | "headers">, tag: string): boolean =>
  (method === "GET" || method === "HEAD") && namesTag(headers.get("If-None-Match"), tag);

/** A 304. The router adds the same `Cache-Control` and `Vary` as to any other answer. */
export const notModifiedAnswer = (tag: string): Response => new Response(null, { status: 304, headers: { ETag: tag } });

/** RFC 9110's list of entity tags: members may be missing, and tags may hold commas. */
const LIST = /^[\t ]*(?:(?:W\/)?"[!#-~\x80-\xff]*"[\t ]*)?(?:,[\t ]*(?:(?:W\/)?"[!#-~\x80-\xff]*"[\t ]*)?)*$/;
const TAGS = /"[^"]*"/g;

/**
 * Whether `If-None-Match` names the tag. A weak tag counts as the strong one, since proxies that compress make tags weak. A
 * header that is no list of tags names none.
 */
export function namesTag(header: string | null, tag: string): boolean {
  if (header === null) return false;
  if (header === tag || header.trim() === "*") return true;
  return LIST.test(header) && header.match(TAGS)?.includes(tag) === true;
}
