import type { IRequest } from "itty-router";
import { Router } from "itty-router/Router";
import { TaipyError } from "../../core/errors.ts";
import { decodeId, refuseLong, withSingleSlashes } from "../input/path.ts";
import { setRateLimit } from "../limits/quotas.ts";
import { json } from "../output/answers.ts";
import { routes } from "../routes.ts";
import type { Route } from "./action.ts";
import { auditRequest } from "./audit-request.ts";
import { refuseUnknownCompat, setCompat, viewOf } from "./compat.ts";
import { preflightAnswer, setCors } from "./cors.ts";
import { errorAnswer } from "./error-answers.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpDeps } from "./http-deps.ts";
import { requestIdOf } from "./request-id.ts";
import { setSecurityHeaders } from "./security-headers.ts";

/** Flask's own texts. */
const METHOD_NOT_ALLOWED = "The method is not allowed for the requested URL.";
const NOT_FOUND =
  "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.";

/** @param waitUntil takes work that goes on after the answer */
export type HttpHandler = (request: Request, waitUntil: (work: Promise<unknown>) => void) => Promise<Response>;

// docs/decisions/035-a-router-for-each-section.md
/** The rows by the section of their paths, so that a request is matched against a few rows only. */
const sections = Map.groupBy(routes, ({ path }) => sectionOf(path));
/** Each is created by the first request to its section, because an isolate must start quickly. */
const routers = new Map<string, ReturnType<typeof createRouter>>();
const noSection = createRouter([]);

/** The HTTP interface over the given dependencies. The answer never rejects. */
export function createHttpHandler(deps: HttpDeps): HttpHandler {
  return (received, waitUntil) => {
    const request = withSingleSlashes(received);
    const requestId = requestIdOf(request, deps.newUuid);
    const url = new URL(request.url);
    const router = routerOf(sectionOf(url.pathname));
    return router.fetch(request, { request, url, requestId, waitUntil, requestLog: {} }, deps);
  };
}

function routerOf(section: string) {
  const known = routers.get(section);
  if (known !== undefined) return known;
  const rows = sections.get(section);
  if (rows === undefined) return noSection;
  const created = createRouter(rows);
  routers.set(section, created);
  return created;
}

/** `scenarios` of `/api/v1/scenarios/…`, and the first segment of all other paths. */
function sectionOf(path: string): string {
  const [, first = "", version, section = ""] = path.split("/", 4);
  return first === "api" && version === "v1" ? section : first;
}

function createRouter(rows: readonly Route[]) {
  const created = Router<IRequest, [Exchange, HttpDeps]>({
    before: [
      (_: IRequest, exchange: Exchange, { guard }: HttpDeps) => guard.open(exchange),
      (request: Request, _: Exchange, { app }: HttpDeps) => preflightAnswer(request, app.http.corsOrigins) ?? undefined,
    ],
    catch: (error: unknown, _: IRequest, exchange: Exchange, deps: HttpDeps) => errorAnswer(error, exchange, deps),
    finally: [withoutBodyOfHead, finished],
  });
  for (const route of rows) {
    const path = pattern(route.path);
    const handler = handlerOf(route);
    if (route.method === "GET") created.get(path, handler).head(path, handler);
    else if (route.method === "POST") created.post(path, handler);
    else if (route.method === "PUT") created.put(path, handler);
    else created.delete(path, handler);
  }
  for (const [path, siblings] of Map.groupBy(rows, (route) => route.path)) {
    const headers = { Allow: allowed(siblings).join(", ") };
    const methods = Object.fromEntries(siblings.map(({ method, summary }) => [method, summary]));
    created.options(pattern(path), () => json({ path, methods }, { headers }));
    created.all(pattern(path), (_: IRequest, exchange: Exchange, deps: HttpDeps) => {
      const answer = errorAnswer(new TaipyError("method_not_allowed", METHOD_NOT_ALLOWED), exchange, deps);
      answer.headers.set("Allow", headers.Allow);
      return answer;
    });
  }
  created.all("*", () => {
    throw new TaipyError("route_not_found", NOT_FOUND);
  });
  return created;
}

/** itty-router's form of a path of the table. */
function pattern(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

function handlerOf(route: Route) {
  return async ({ params }: IRequest, exchange: Exchange, deps: HttpDeps): Promise<Response> => {
    const { request, url, requestId, requestLog } = exchange;
    requestLog.route = route;
    refuseLong(request.url);
    const id = params.id === undefined ? "" : decodeId(params.id);
    requestLog.id = id;
    const identity = await deps.guard.admit(route, exchange);
    requestLog.identity = identity;
    refuseUnknownCompat(exchange);
    const view = viewOf(exchange, deps.app);
    return route.handle({ request, url, id, requestId, identity, view, exchange, deps });
  };
}

function allowed(siblings: readonly Route[]): string[] {
  const methods = siblings.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return [...methods, "OPTIONS"].sort();
}

async function withoutBodyOfHead(answer: Response, request: Request): Promise<Response> {
  if (request.method !== "HEAD") return answer;
  await answer.body?.cancel();
  return new Response(null, answer);
}

/** Sets the headers of every answer, and audits the request. */
function finished(given: Response, request: Request, exchange: Exchange, deps: HttpDeps): Response {
  const { requestId, url, requestLog } = exchange;
  const answer = withRequestId(given, requestId);
  const { headers } = answer;
  setSecurityHeaders(headers, url, requestLog.route?.answer.kind === "content");
  setCompat(headers, exchange, deps.app);
  setCors(headers, request, deps.app.http.corsOrigins);
  if (requestLog.rateLimit !== undefined) setRateLimit(headers, requestLog.rateLimit);
  auditRequest(answer, exchange, deps);
  return answer;
}

/** The answer with its request's id; a copy of it where its headers are immutable, as those of fetched answers are. */
function withRequestId(answer: Response, requestId: string): Response {
  try {
    answer.headers.set("X-Request-Id", requestId);
    return answer;
  } catch {
    return withRequestId(new Response(answer.body, answer), requestId);
  }
}
