import type { ErrorCode } from "../../core/errors.ts";
import type { Route } from "../../http/pipeline/action.ts";
import type { BodyContract } from "../../http/pipeline/endpoint.ts";
import { problemOf } from "../../http/pipeline/problems.ts";
import { referenceTo } from "./components.ts";
import { type HeaderName, headersOf } from "./headers.ts";
import type { Reference, ResponseObject } from "./openapi-types.ts";
import { ErrorAnswer, InputErrorAnswer, InternalError, UnavailableAnswer } from "./schemas/error.ts";

/** The refusals of each kind of body. */
const CODES_OF_BODY: Readonly<Record<BodyContract["kind"], readonly ErrorCode[]>> = {
  none: ["invalid_body"],
  json: ["invalid_body", "validation_failed", "body_too_large", "unsupported_media_type"],
  value: [
    "invalid_body",
    "invalid_value",
    "body_too_large",
    "unsupported_media_type",
    "value_too_large",
    "memory_busy",
  ],
  filter: ["invalid_body", "validation_failed", "invalid_filter", "body_too_large", "unsupported_media_type"],
  content: [
    "invalid_body",
    "body_too_large",
    "unsupported_media_type",
    "unreadable_content",
    "value_too_large",
    "memory_busy",
  ],
};

const NEEDED_CREDENTIALS: readonly ErrorCode[] = [
  "unauthenticated",
  "forbidden",
  "origin_not_allowed",
  "rate_limited",
  "identity_provider_unavailable",
];

/** The codes of all refusals of the operation: those of its row, and those of its handler. */
function codesOf({ id, method, path, role, isTaipys, body, errors }: Route): readonly ErrorCode[] {
  const codes: ErrorCode[] = [
    "url_too_long",
    ...(isTaipys ? (["invalid_header"] as const) : []),
    ...(role === null ? (["rate_limited"] as const) : NEEDED_CREDENTIALS),
    "invalid_query",
    ...(path.includes("{id}") ? (["invalid_path"] as const) : []),
    ...CODES_OF_BODY[body.kind],
    ...errors,
    ...(role === null ? [] : (["database_unavailable"] as const)),
    ...(method === "GET" || method === "DELETE" ? [] : (["database_full"] as const)),
    ...(id === "health" ? [] : (["service_closed"] as const)),
  ];
  return [...new Set(codes)];
}

/** Failures that mean the same in each operation: the document describes them once. */
const SHARED = {
  401: { name: "Unauthenticated", codes: ["unauthenticated"], headers: ["WWW-Authenticate"] },
  414: { name: "UrlTooLong", codes: ["url_too_long"], headers: [] },
  429: { name: "TooManyRequests", codes: ["rate_limited"], headers: ["Retry-After", "RateLimit"] },
} as const satisfies Record<number, { name: string; codes: readonly ErrorCode[]; headers: readonly HeaderName[] }>;

const INTERNAL = "InternalServerError";

export function sharedResponses(): Readonly<Record<string, ResponseObject>> {
  const shared = Object.entries(SHARED).map(([status, { name, codes, headers }]) => [
    name,
    failure(Number(status), codes, headers),
  ]);
  const internal: ResponseObject = {
    description: "A failure of the service itself. The log has more under the request id.",
    headers: headersOf([]),
    content: { "application/json": { schema: { ...referenceTo(InternalError) } } },
  };
  return { ...Object.fromEntries(shared), [INTERNAL]: internal };
}

/** The operation's failures by status. */
export function failuresOf(route: Route): Readonly<Record<string, ResponseObject | Reference>> {
  const byStatus = Map.groupBy(codesOf(route), (code) => problemOf(code).status);
  const statuses = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries([
    ...statuses.map(([status, codes]) => [status, sharedOf(status) ?? failure(status, codes, headersAt(status))]),
    [500, { $ref: `#/components/responses/${INTERNAL}` }],
  ]);
}

function sharedOf(status: number): Reference | undefined {
  const name = status === 401 || status === 414 || status === 429 ? SHARED[status].name : undefined;
  return name === undefined ? undefined : { $ref: `#/components/responses/${name}` };
}

function headersAt(status: number): readonly HeaderName[] {
  if (status === 503 || status === 423) return ["Retry-After"];
  return status === 416 ? ["Content-Range"] : [];
}

/** For all codes of the platform: docs/errors.md lists them. */
const ANY_PART = "A part of the platform fails, such as the database (`database_unavailable`).";

function failure(status: number, codes: readonly ErrorCode[], headers: readonly HeaderName[]): ResponseObject {
  const schema =
    status === 503 ? UnavailableAnswer : codes.includes("validation_failed") ? InputErrorAnswer : ErrorAnswer;
  const lines = codes.map((code) =>
    code === "database_unavailable" ? ANY_PART : `${problemOf(code).title} (\`${code}\`).`,
  );
  return {
    description: lines.join(" "),
    headers: headersOf(headers),
    content: { "application/json": { schema: { ...referenceTo(schema) } } },
  };
}
