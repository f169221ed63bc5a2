import type { AuditEntry } from "../../core/access/audit.ts";
import { NOBODY } from "../../core/access/identity.ts";
import type { Route } from "../routes.ts";
import { addressOf } from "./address.ts";
import type { Exchange } from "./exchange.ts";

/** Whether a row changes something when it succeeds. A filter in the body of a POST only reads. */
export const isChange = ({ method, answer }: Route): boolean => method !== "GET" && answer.kind !== "value";

/** Who was not let in, or not so often. */
const REFUSED = [401, 403, 429];

/**
 * Tells the audit trail of every change, done or refused, and of everybody who was not let in; the log of refusals. Nothing of
 * what a request holds beside its path's id is told: queries, headers and bodies may be secrets.
 */
export function audit(answer: Response, exchange: Exchange): void {
  const { deps, waitUntil, trail } = exchange;
  if (trail.route === undefined) return;
  if (!isChange(trail.route) && !REFUSED.includes(answer.status)) return;
  const entry = entryOf(answer, exchange, trail.route);
  if (answer.status >= 400) {
    const { actor_name: _, address: __, ...line } = entry;
    deps.services.log("request", line);
  }
  waitUntil(deps.audit.record(entry));
}

function entryOf({ status, headers }: Response, { request, requestId, trail }: Exchange, route: Route): AuditEntry {
  const { kind, id, name } = trail.identity ?? NOBODY;
  return {
    request_id: requestId,
    actor_kind: kind,
    actor_id: id,
    actor_name: name,
    operation: route.id,
    method: request.method,
    entity_id: trail.id || createdId(headers.get("Location")),
    address: addressOf(request),
    status,
    result: status < 400 ? "ok" : (trail.code ?? "internal_error"),
  };
}

/** The last segment of the new entity's path. */
function createdId(location: string | null): string | null {
  const segment = location?.split("/").filter(Boolean).at(-1);
  return segment === undefined ? null : decodeURIComponent(segment);
}
