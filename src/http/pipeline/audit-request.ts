import { ANONYMOUS } from "../../core/access/identity.ts";
import type { AuditEntry } from "../../core/ports/audit-log.ts";
import { addressOf } from "../input/request-headers.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpDeps } from "./http-deps.ts";

/** Whether a row changes something when it succeeds. A filter in the body of a POST only reads. */
export const isChange = ({ method, answer }: Pick<Endpoint, "method" | "answer">): boolean =>
  method !== "GET" && answer.kind !== "value";

/** Answers to callers who were not let in, or not that often. */
const REFUSED = [401, 403, 429];

/**
 * Writes an audit row for every change, done or refused, and for every caller who was not let in; refusals are logged, too.
 * Of the request's content only the path's id is written: queries, headers and bodies may hold secrets.
 */
export function auditRequest(answer: Response, exchange: Exchange, deps: Pick<HttpDeps, "audit" | "log">): void {
  const { waitUntil, requestLog } = exchange;
  const { route } = requestLog;
  if (route === undefined) return;
  if (!isChange(route) && !REFUSED.includes(answer.status)) return;
  const entry = entryOf(answer, exchange, route);
  if (answer.status >= 400) {
    const { actor_name: _, address: __, ...line } = entry;
    deps.log("request", line);
  }
  waitUntil(deps.audit.record(entry));
}

function entryOf({ status, headers }: Response, exchange: Exchange, route: Endpoint): AuditEntry {
  const { request, requestId, requestLog } = exchange;
  const { kind, id, name } = requestLog.identity ?? ANONYMOUS;
  return {
    request_id: requestId,
    actor_kind: kind,
    actor_id: id,
    actor_name: name,
    operation: route.id,
    method: request.method,
    entity_id: requestLog.id || createdId(headers.get("Location")),
    address: addressOf(request),
    status,
    result: status < 400 ? "ok" : (requestLog.code ?? "internal_error"),
  };
}

/** The last segment of the new entity's path. */
function createdId(location: string | null): string | null {
  const segment = location?.split("/").filter(Boolean).at(-1);
  return segment === undefined ? null : decodeURIComponent(segment);
}
