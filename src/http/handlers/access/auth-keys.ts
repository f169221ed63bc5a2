import * as z from "zod";
import { identityText } from "../../../core/access/identity.ts";
import { TaipyError } from "../../../core/errors.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import {
  formatTime,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
  parseTime,
  type Timestamp,
} from "../../../core/time.ts";
import { DisplayName, Roles } from "../../auth/body-fields.ts";
import { BODY_LIMIT } from "../../input/body.ts";
import { Paging } from "../../input/query.ts";
import { json, message } from "../../output/answers.ts";
import { listAnswer } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";

const MAX_SECONDS = 10 * 366 * 86_400;

const ApiKeyBody = lazySchema(() =>
  z
    .strictObject({
      name: DisplayName(),
      roles: Roles(),
      /** null = never. */
      expires_at: z
        .string()
        .refine((text) => parseTime(text) !== null, "Not a valid datetime.")
        .nullish(),
      expires_in_seconds: z
        .int("Not a valid integer.")
        .min(1, "Must be greater than or equal to 1.")
        .max(MAX_SECONDS, `Must be less than or equal to ${MAX_SECONDS}.`)
        .optional(),
    })
    .refine(({ expires_at, expires_in_seconds }) => expires_at === undefined || expires_in_seconds === undefined, {
      path: ["expires_at"],
      error: "Give expires_at or expires_in_seconds, not both.",
    }),
);

export const listApiKeysAction = action({
  query: Paging,
  answer: { kind: "apiKeys" },
  handle: async (call, paging) =>
    listAnswer(call, "api_key", paging, { page: (after, limit) => call.deps.auth.apiKeys.page({ after, limit }) }),
});

/** Creates a key. Only this answer shows it. */
export const createApiKeyAction = action({
  body: { kind: "json", required: true, schema: ApiKeyBody, limit: BODY_LIMIT },
  answer: { kind: "apiKeyCreated" },
  description: "Only a hash of it is kept.",
  handle: async ({ deps, identity, exchange }, _, { name, roles, ...expiry }) => {
    const expires_at = expiryOf(expiry, deps.clock());
    const { text, key } = await deps.auth.apiKeys.create({ name, roles, expires_at }, identityText(identity));
    exchange.requestLog.changes = { roles: { from: null, to: key.roles } };
    const body = { message: "API key was created. It is shown this once.", key: text, api_key: key };
    const Location = `/api/v1/auth/keys/${encodeURIComponent(key.id)}/`;
    return json(body, { status: 201, headers: { "Cache-Control": "no-store", Location } });
  },
});

export const revokeApiKeyAction = action({
  answer: { kind: "message" },
  errors: ["api_key_not_found"],
  handle: async ({ deps, id }) => {
    await deps.auth.apiKeys.revoke(id);
    return message(`API key ${id} was revoked.`);
  },
});

function expiryOf(
  given: Pick<z.output<ReturnType<typeof ApiKeyBody>>, "expires_at" | "expires_in_seconds">,
  now: Microseconds,
): Timestamp | null {
  if (given.expires_in_seconds !== undefined)
    return formatTime(now + given.expires_in_seconds * MICROSECONDS_PER_SECOND);
  const time = typeof given.expires_at === "string" ? parseTime(given.expires_at) : null;
  if (time === null) return null;
  if (time > now) return formatTime(time);
  const errors = { expires_at: ["Must lie in the future."] };
  throw new TaipyError("validation_failed", "expires_at: Must lie in the future.", { errors });
}
