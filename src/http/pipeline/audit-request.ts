import type { AuditEntry, AuditRow } from "../../core/access/audited-call.ts";
import { type Caller, callerOf, type Identity } from "../../core/access/identity.ts";
import type { Refusal } from "../../core/ports/audit-log.ts";
import { addressOf, networkOf } from "../input/request-headers.ts";
import type { Call } from "./action.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpDeps } from "./http-deps.ts";

/** Whether a row changes something when it succeeds. A filter in the body of a POST only reads. */
export const isChange = ({ method, answer }: Pick<Endpoint, "method" | "answer">): boolean =>
  method !== "GET" && answer.kind !== "value";

const OK = 200;

/** Answers to callers who were not let in, or not that often. */
const REFUSED = [401, 403, 429];

/**
 * Writes an audit row for every change, done or refused, and for every caller who was not let in; refusals are logged, too.
 * Of a known caller's request only the path's id is written: queries, headers and bodies may hold secrets. Of an unknown
 * caller's request nothing is written that the caller has chosen.
 */
export function auditRequest(answer: Response, exchange: Exchange, deps: Pick<HttpDeps, "audit" | "log">): void {
  const { waitUntil, requestLog, requestId } = exchange;
  const { route, identity } = requestLog;
  if (route === undefined) return;
  if (!isChange(route) && !REFUSED.includes(answer.status)) return;
  if (identity === undefined || isUnknown(identity)) {
    const refusal = refusalOf(answer, exchange, route);
    const { network: _, account: __, ...line } = refusal;
    deps.log("request", { request_id: requestId, actor_kind: "anonymous", ...line });
    waitUntil(deps.audit.count(refusal));
    return;
  }
  // The change's own batch has written this row, with the status that the caller gets.
  if (requestLog.audited?.status === answer.status) return;
  const entry = entryOf(answer.status, answer.headers.get("Location"), exchange, route, identity);
  if (answer.status >= 400) {
    const { actor_name: _, address: __, changes: ___, ...line } = entry;
    deps.log("request", line);
  }
  waitUntil(deps.audit.record(entry, requestLog.audited));
}

/** A caller without credentials, where these are needed. No such caller can change anything, so each is refused. */
const isUnknown = ({ kind, roles }: Identity): boolean => kind === "anonymous" && roles.length === 0;

function refusalOf({ status }: Response, { request, requestLog }: Exchange, { id, method }: Endpoint): Refusal {
  return {
    operation: id,
    method,
    status,
    result: requestLog.code ?? "internal_error",
    network: addressOf(request) === null ? null : networkOf(request),
    account: requestLog.account ?? null,
  };
}

/**
 * The row of a change that is about to be made, which is written with it. A handler that has had it written says so in
 * `requestLog.audited`; if it then answers with another status, the row is corrected.
 */
export function rowOfChange(
  exchange: Exchange,
  { audit }: Pick<HttpDeps, "audit">,
  status: number,
): AuditRow | undefined {
  const { route, identity } = exchange.requestLog;
  if (route === undefined || identity === undefined || isUnknown(identity)) return undefined;
  return audit.row(entryOf(status, null, exchange, route, identity));
}

/** A change whose row goes with it, as far as its object takes it. */
export async function changeWithRow<T extends { readonly audited?: true }>(
  { exchange, identity, deps }: Pick<Call, "exchange" | "identity" | "deps">,
  change: (caller: Caller) => Promise<T>,
): Promise<T> {
  const audit = rowOfChange(exchange, deps, OK);
  const done = await change({ ...callerOf(identity), ...(audit && { audit }) });
  if (audit !== undefined && done.audited === true) exchange.requestLog.audited = audit;
  return done;
}

function entryOf(
  status: number,
  location: string | null,
  exchange: Exchange,
  route: Endpoint,
  identity: Identity,
): AuditEntry {
  const { request, requestId, requestLog } = exchange;
  const { kind, id, name } = identity;
  return {
    request_id: requestId,
    actor_kind: kind,
    actor_id: id,
    actor_name: name,
    operation: route.id,
    method: request.method,
    entity_id: requestLog.id || createdId(location),
    address: addressOf(request),
    status,
    result: status < 400 ? "ok" : (requestLog.code ?? "internal_error"),
    changes: requestLog.changes ?? null,
  };
}

/** The last segment of the new entity's path. */
function createdId(location: string | null): string | null {
  const segment = location?.split("/").filter(Boolean).at(-1);
  return segment === undefined ? null : decodeURIComponent(segment);
}
