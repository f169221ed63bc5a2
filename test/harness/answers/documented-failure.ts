import type * as z from "zod";
import {
  InputErrorAnswer,
  InternalError,
  UnavailableAnswer,
  UnhealthyAnswer,
} from "../../../src/dev/openapi/schemas/error.ts";
import { documentedAnswer } from "./documented-answer.ts";

/**
 * The answer itself, when the document has its status and its media type and, where it refuses something, its body. For
 * tests inside workerd, which lets no validator compile schemas; what entities look like they make up themselves.
 * @throws when the document allows no such answer
 */
export async function documented(request: Request, answer: Response): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const { schema } = documentedAnswer({
    method: request.method,
    path: pathname + search,
    status: answer.status,
    headers: answer.headers,
  });
  if (answer.status < 400 || schema === null) return answer;
  const body: unknown = await answer.clone().json();
  const { error } = schemaOf(answer.status, pathname).safeParse(body);
  if (error !== undefined) throw new Error(`The document does not allow ${JSON.stringify(body)}: ${error.message}`);
  return answer;
}

function schemaOf(status: number, path: string): z.ZodType {
  if (status === 500) return InternalError;
  if (status !== 503) return InputErrorAnswer;
  return /^\/health\/*$/.test(path) ? UnhealthyAnswer : UnavailableAnswer;
}
