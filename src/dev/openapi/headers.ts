import type { HeaderObject, Reference } from "./openapi-types.ts";

/** Headers that answers carry, by the names that components give them. */
export const HEADERS = {
  "X-Request-Id": {
    description: "The request's id in logs: the caller's own `X-Request-Id` when it is a plain name.",
    schema: { type: "string" },
  },
  "Server-Timing": {
    description:
      "The time in milliseconds, and to callers who are let in, what each part of the platform was used for (W3C Server Timing).",
    schema: { type: "string" },
  },
  Link: {
    description: 'The next page (RFC 8288, `rel="next"`); absent on the last one and without paging.',
    schema: { type: "string" },
  },
  Location: { description: "The path of what was created.", schema: { type: "string" } },
  ETag: {
    description: "The entity tag (RFC 9110) of what the answer holds: another one when that has changed.",
    schema: { type: "string" },
  },
  "Content-Range": { description: "Which bytes these are, of how many.", schema: { type: "string" } },
  "Content-Disposition": { description: "The file's name.", schema: { type: "string" } },
  "Accept-Ranges": { description: "Ranges of bytes can be requested.", schema: { type: "string" } },
  "X-Total-Count": {
    description:
      "How many rows the filter lets through; absent where values have no rows, or where counting them would take long.",
    schema: { type: "integer", minimum: 0 },
  },
  "Retry-After": { description: "Seconds to wait before another try.", schema: { type: "integer", minimum: 0 } },
  RateLimit: { description: "What is left of the limit that was exceeded.", schema: { type: "string" } },
  "RateLimit-Policy": {
    description: "How many requests are possible in how many seconds; absent where nothing is counted.",
    schema: { type: "string" },
  },
  "WWW-Authenticate": { description: "How to authenticate (RFC 6750).", schema: { type: "string" } },
} as const satisfies Record<string, HeaderObject>;

export type HeaderName = keyof typeof HEADERS;

/** References to the headers; every answer has a request id, its time, and what it is counted against. */
export function headersOf(names: readonly HeaderName[]): Readonly<Record<string, Reference>> {
  const all: readonly HeaderName[] = ["X-Request-Id", "Server-Timing", "RateLimit-Policy", ...names];
  return Object.fromEntries(all.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
