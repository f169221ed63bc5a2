import { type NeededRole, roleName } from "../../core/access/permissions.ts";
import { tagOf } from "../../http/openapi/tags.ts";
import type { Route } from "../../http/pipeline/action.ts";
import { exampleAnswer } from "./examples.ts";
import { failuresOf } from "./failures.ts";
import { headersOf } from "./headers.ts";
import type { MediaTypeObject, Operation, ResponseObject } from "./openapi-types.ts";
import { requestBodyOf } from "./request-body.ts";
import { parametersOf } from "./request-parameters.ts";
import { strictSchemaOf } from "./strict-answers.ts";
import { type Success, successesOf } from "./successes.ts";

/** The status of what Taipy's view does not tell apart. */
const LATER = 202;

/** One row of the route table as an operation. */
export function operationOf(route: Route): Operation {
  const { id, path, role, summary, description } = route;
  const requestBody = requestBodyOf(route);
  const successes = successesOf(route.answer).map((success) => [success.status, responseOf(route, success)] as const);
  return {
    operationId: id,
    summary,
    description: [description, roleSentence(role)].filter((part) => part !== "").join(" "),
    tags: [tagOf(path).name],
    "x-required-role": requiredRole(role),
    ...(role === null ? { security: [] } : {}),
    parameters: parametersOf(route),
    ...(requestBody === null ? {} : { requestBody }),
    responses: { ...failuresOf(route), ...Object.fromEntries(successes) },
  };
}

/** Taipy's name of the role. SIGNED_IN is no role: any caller with valid credentials has it. */
const requiredRole = (role: NeededRole): string | null =>
  role === null || role === "SIGNED_IN" ? role : roleName(role);

function roleSentence(role: NeededRole): string {
  if (role === null) return "Open to everyone.";
  return role === "SIGNED_IN" ? "Needs valid credentials, and no role." : `Needs the role \`${roleName(role)}\`.`;
}

function responseOf(route: Route, { status, description, headers = [], content }: Success): ResponseObject {
  const response = { description, headers: headersOf(headers) };
  if (content === undefined) return response;
  const example = exampleAnswer(route.id, status);
  const strict = status === LATER ? null : strictSchemaOf(route);
  // The example is an answer in the first of the media types.
  const media = Object.entries(content).map(([type, schema], index): [string, MediaTypeObject] => [
    type,
    { schema, ...(strict === null ? {} : { "x-taipy-strict": strict }), ...(index === 0 ? example : {}) },
  ]);
  return { ...response, content: Object.fromEntries(media) };
}
