import * as z from "zod";
import type { Identity } from "../../core/access/identity.ts";
import type { ErrorCode } from "../../core/errors.ts";
import { lazySchema } from "../../core/lazy-schema.ts";
import type { View } from "../output/view.ts";
import type { AnswerContract, BodyContract, Contract, Endpoint, JsonBody } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpDeps } from "./http-deps.ts";
import { parseBodyOf } from "./input/body-input.ts";
import { parseQuery } from "./input/query-input.ts";

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

interface ActionDefinition<Query extends z.ZodObject, Body extends z.ZodType> {
  /** Called once. */
  readonly query?: () => Query;
  readonly body?: JsonBody<Body> | Exclude<BodyContract, JsonBody>;
  readonly answer: AnswerContract;
  readonly description?: string;
  readonly errors?: readonly ErrorCode[];
  /** @param body as its schema reads it; a filter as it was sent; undefined for other kinds */
  readonly handle: (call: Call, query: z.output<Query>, body: z.output<Body>) => Promise<Response>;
}

/** Defines an action. Query and body are parsed before `handle` sees them; what their schemas do not have is refused. */
export function action<Query extends z.ZodObject = ReturnType<typeof noQuery>, Body extends z.ZodType = z.ZodUnknown>(
  definition: ActionDefinition<Query, Body>,
): Action {
  const query = lazySchema((definition.query ?? noQuery) as () => Query);
  const { body = NO_BODY, answer, description = "", errors = [], handle } = definition;
  return {
    query,
    body,
    answer,
    description,
    errors,
    handle: async (call) => {
      const parameters = parseQuery(call.url, query(), call.view);
      const given = await parseBodyOf(call.request, body, { view: call.view, parameters: Object.keys(query().shape) });
      return handle(call, parameters, given as z.output<Body>);
    },
  };
}
