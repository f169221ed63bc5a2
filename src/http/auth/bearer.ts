import { TaipyError } from "../../core/errors.ts";

/** Longer than all valid credentials; the headers of a request could be longer. */
const MAX_LENGTH = 16_384;
const BEARER = /^Bearer +([\x21-\x7e]+)$/i;

/** One message for every reason, so that it does not show which part of a guess was right. */
const REFUSED = "The credentials are wrong, or have expired or been revoked.";
const MISSING = "Send credentials: `Authorization: Bearer <API key or token>`.";

export const refused = (): TaipyError => new TaipyError("unauthenticated", REFUSED);
export const missing = (): TaipyError => new TaipyError("unauthenticated", MISSING);

/**
 * The token of an Authorization header.
 * @throws TaipyError `unauthenticated` when the header has another form
 */
export function bearerToken(header: string): string {
  const token = header.length > MAX_LENGTH ? undefined : BEARER.exec(header.trim())?.[1];
  if (token === undefined) throw refused();
  return token;
}
