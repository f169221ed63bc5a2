import * as z from "zod";
import { TaipyError } from "../../../core/errors.ts";
import { MOST_UNKNOWN, unknownName, unknownText } from "../../../core/names/unknown-names.ts";
import type { View } from "../../output/view.ts";
import { TAIPY_PARAMETERS } from "../compat.ts";

// docs/decisions/087-unknown-names-are-refused.md
/**
 * The parameters of a query as their schema reads them. In Taipy's view parameters that Taipy does not have are ignored, and
 * the first of several values counts.
 * @throws TaipyError `invalid_query` for parameters that the schema does not have, for several values of a parameter that
 *   takes one, and for the first bad value
 */
export function parseQuery<Query extends z.ZodObject>(url: URL, schema: Query, view: View): z.output<Query> {
  const { searchParams } = url;
  const { shape } = schema;
  if (view !== "taipy") refuseOthers(searchParams, shape);
  const given = Object.keys(shape).flatMap((name) => {
    if (view === "taipy" && !TAIPY_PARAMETERS.has(name)) return [];
    const values = searchParams.getAll(name);
    if (values.length === 0) return [];
    return [[name, isList(shape[name]) ? values : values[0]]];
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const parameter = String(issue?.path[0] ?? "");
  throw new TaipyError("invalid_query", `The query parameter '${parameter}' must be ${issue?.message}.`, {
    details: { parameter },
  });
}

function refuseOthers(searchParams: URLSearchParams, shape: z.core.$ZodShape): void {
  const known = Object.keys(shape);
  const names = new Set(searchParams.keys());
  const unknown = [...names].filter((name) => !Object.hasOwn(shape, name));
  if (unknown.length > 0) {
    const found = unknown.slice(0, MOST_UNKNOWN).map((name) => unknownName(name, "query", known));
    throw new TaipyError("invalid_query", unknownText(found, unknown.length), { details: { unknown: found } });
  }
  for (const parameter of names) {
    const count = searchParams.getAll(parameter).length;
    if (count === 1 || isList(shape[parameter])) continue;
    const message = `The query parameter '${parameter}' takes one value, and ${count} are given.`;
    throw new TaipyError("invalid_query", message, { details: { parameter } });
  }
}

/** Whether a parameter may be given several times. */
const isList = (schema: unknown): boolean =>
  schema instanceof z.ZodArray || (schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodArray);

// docs/decisions/088-the-query-goes-before-the-body.md
/** What a request may say in its query or in its body: the query goes before the body. */
export function queryFirst<Query extends object, Body extends object>(query: Query, body: Body): Body & Query {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return { ...body, ...(Object.fromEntries(given) as Query) };
}
