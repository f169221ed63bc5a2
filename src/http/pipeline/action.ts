import * as z from "zod";
import type { Identity } from "../../core/access/identity.ts";
import { type ErrorCode, TaipyError } from "../../core/errors.ts";
import { lazySchema } from "../../core/lazy-schema.ts";
import type { View } from "../output/view.ts";
import { TAIPY_PARAMETERS } from "./compat.ts";
import type { AnswerContract, BodyContract, Contract, Endpoint } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpDeps } from "./http-deps.ts";

/** The arguments of a handler. */
export interface Call {
  readonly identity: Identity;
  readonly exchange: Exchange;
  readonly request: Request;
  readonly url: URL;
  /** The decoded `{id}` of the path, `""` when the path has none. */
  readonly id: string;
  readonly requestId: string;
  readonly view: View;
  readonly deps: HttpDeps;
}

/** The contract of an endpoint with its handler. */
export interface Action extends Contract {
  readonly handle: (call: Call) => Promise<Response>;
}

/** A row of the table (routes.ts). */
export interface Route extends Endpoint, Action {}

const noQuery = lazySchema(() => z.object({}));
const NO_BODY: BodyContract = { kind: "none" };

interface ActionDefinition<Query extends z.ZodObject> {
  /** Called once. */
  readonly query?: () => Query;
  readonly body?: BodyContract;
  readonly answer: AnswerContract;
  readonly description?: string;
  readonly errors?: readonly ErrorCode[];
  readonly handle: (call: Call, query: z.output<Query>) => Promise<Response>;
}

/** Defines an action. The query is parsed before `handle` sees it. */
export function action<Query extends z.ZodObject = ReturnType<typeof noQuery>>(
  definition: ActionDefinition<Query>,
): Action {
  const query = lazySchema((definition.query ?? noQuery) as () => Query);
  const { body = NO_BODY, answer, description = "", errors = [], handle } = definition;
  return {
    query,
    body,
    answer,
    description,
    errors,
    handle: async (call) => handle(call, parseQuery(call, query())),
  };
}

/** The first value of each parameter that the schema knows. Throws `invalid_query` naming the first bad one. */
function parseQuery<Query extends z.ZodObject>({ url, view }: Call, schema: Query): z.output<Query> {
  const given = Object.keys(schema.shape).flatMap((name) => {
    const value = view === "taipy" && !TAIPY_PARAMETERS.has(name) ? null : url.searchParams.get(name);
    return value === null ? [] : [[name, value]];
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const parameter = String(issue?.path[0] ?? "");
  throw new TaipyError("invalid_query", `The query parameter '${parameter}' must be ${issue?.message}.`, {
    details: { parameter },
  });
}
