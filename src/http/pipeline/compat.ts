import type { App } from "../../core/config/app-types.ts";
import { COMPATS, type Compat, compatOf } from "../../core/config/settings/http-settings.ts";
import { TaipyError } from "../../core/errors.ts";
import type { View } from "../output/view.ts";
import type { Exchange } from "./exchange.ts";

/** Asks for Taipy's answers to Taipy's operations, or for those with this service's additions; it beats the setting. */
const HEADER = "Taipy-Compat";

/** The query parameters that Taipy's operations read. In Taipy's view all others are ignored. */
export const TAIPY_PARAMETERS: ReadonlySet<string> = new Set(["config_id", "task_id"]);

type Asked = Pick<Exchange, "request" | "requestLog">;

/** Whether the answer depends on the header: one to an operation of Taipy's, or to a path or method that nothing answers. */
const hasTaipysView = ({ request: { method }, requestLog: { route } }: Asked): boolean =>
  route === undefined ? method !== "OPTIONS" : route.isTaipys;

/** The view in which a request is answered. A header that {@link refuseUnknownCompat} refuses counts as none. */
export function viewOf(asked: Asked, { http }: Pick<App, "http">): View {
  if (!hasTaipysView(asked)) return "whole";
  const wanted = compatOf(asked.request.headers.get(HEADER)) ?? http.compat;
  return wanted === "strict" ? "taipy" : "whole";
}

/** Whether the header asks for exactly Taipy's answer, whichever operation it is. */
export const asksForTaipys = ({ headers }: Request): boolean => compatOf(headers.get(HEADER)) === "strict";

/** @throws TaipyError `invalid_header` when one of Taipy's operations is asked with another value of the header */
export function refuseUnknownCompat(asked: Asked): void {
  const given = asked.request.headers.get(HEADER);
  if (given === null || given.trim() === "" || !hasTaipysView(asked) || compatOf(given) !== null) return;
  const message = `The header '${HEADER}' must be ${COMPATS.map((word) => `'${word}'`).join(" or ")}.`;
  throw new TaipyError("invalid_header", message, { details: { header: HEADER } });
}

/** The answer says its view, and no cache takes it for one of the other view. */
export function setCompat(headers: Headers, asked: Asked, app: Pick<App, "http">): void {
  if (!hasTaipysView(asked)) return;
  headers.append("Vary", HEADER);
  if (viewOf(asked, app) === "taipy") headers.set(HEADER, "strict" satisfies Compat);
}
