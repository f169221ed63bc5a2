/** Callers may bring their own request id, so that one id follows a call through several services. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The caller's own id when it is a plain name, else a new one. */
export function requestIdOf({ headers }: Request, newUuid: () => string): string {
  const given = headers.get("X-Request-Id") ?? "";
  return REQUEST_ID.test(given) ? given : newUuid();
}
