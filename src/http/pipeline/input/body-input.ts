import { TaipyError } from "../../../core/errors.ts";
import { isMapping } from "../../../core/field-errors.ts";
import { MOST_UNKNOWN, unknownName, unknownText } from "../../../core/names/unknown-names.ts";
import { readJson, readLenientJson, readOptionalJson, readUnwanted } from "../../input/body.ts";
import { parseBody } from "../../input/parse-body.ts";
import type { View } from "../../output/view.ts";
import type { BodyContract, JsonBody } from "../endpoint.ts";

interface Context {
  readonly view: View;
  /** The names of the query's parameters. */
  readonly parameters: readonly string[];
}

/**
 * A body as its contract reads it: JSON with the members that the contract has, and no others. A value and a file are left
 * to their handlers.
 * @throws TaipyError `invalid_body`, `validation_failed`, `body_too_large` or `unsupported_media_type`
 */
export async function parseBodyOf(request: Request, body: BodyContract, context: Context): Promise<unknown> {
  switch (body.kind) {
    case "none":
      return request.body === null || context.view === "taipy" ? undefined : refuseAny(request, context);
    case "json":
      return parseJsonBody(request, body, context);
    case "filter":
      return readFilter(request, body.limit, context.view);
    case "value":
    case "content":
      return undefined;
  }
}

async function parseJsonBody(request: Request, body: JsonBody, { view, parameters }: Context): Promise<unknown> {
  const { required, limit, readByTaipy, check, isSecret } = body;
  const schema = body.schema();
  const ofTaipy = view === "taipy" ? readByTaipy : undefined;
  if (ofTaipy === "nothing") return schema.parse({});
  const reading = { limit, isSecret };
  const sent = required ? await readJson(request, reading) : ((await readOptionalJson(request, reading)) ?? {});
  const given = ofTaipy === undefined ? sent : picked(sent, ofTaipy);
  const parsed = parseBody(schema, given);
  const unknown = parsed.ok ? undefined : parsed.error.details?.unknown;
  if (!parsed.ok && unknown !== undefined) throw withPlace(parsed.error, parameters);
  if (isMapping(given)) check?.(given);
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}

/** The members with these names. */
const picked = (given: unknown, names: readonly string[]): unknown =>
  isMapping(given) ? Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name))) : given;

/** Whether the names are those of parameters, which belong elsewhere. */
function withPlace(error: TaipyError, parameters: readonly string[]): TaipyError {
  const { code, message, details } = error;
  const unknown = Array.isArray(details?.unknown) ? details.unknown : [];
  const misplaced = parameters.filter((parameter) => unknown.some(({ name }) => name === parameter));
  if (misplaced.length === 0) return error;
  const text = `${message} In the query, and not in the body: ${misplaced.join(", ")}.`;
  return new TaipyError(code, text, error);
}

/** Taipy ignores what it can't read in the body of a GET. */
const readFilter = (request: Request, limit: number, view: View): Promise<unknown> => {
  const reading = { limit, numbers: "digits" } as const;
  return view === "taipy" && request.method === "GET"
    ? readLenientJson(request, reading)
    : readOptionalJson(request, reading);
};

/** More is no JSON that a client sends by mistake. */
const UNWANTED_LIMIT = 65_536;

/** An operation that reads no body takes an empty one, and JSON without members, which some clients always send. */
async function refuseAny(request: Request, { parameters }: Context): Promise<undefined> {
  const sent = await readUnwanted(request, { limit: UNWANTED_LIMIT }).catch(() => undefined);
  if (sent === "" || sent === null) return;
  const names = isMapping(sent) ? Object.keys(sent) : null;
  if (names?.length === 0) return;
  if (names === null) throw new TaipyError("invalid_body", "This operation takes no body.");
  const unknown = names.slice(0, MOST_UNKNOWN).map((name) => unknownName(name, "body", []));
  const refusal = new TaipyError("invalid_body", unknownText(unknown, names.length), { details: { unknown } });
  throw withPlace(refusal, parameters);
}
