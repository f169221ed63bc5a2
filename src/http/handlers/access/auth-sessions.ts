import * as z from "zod";
import { roleName } from "../../../core/access/permissions.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { GivenText } from "../../auth/body-fields.ts";
import { parseBody, readJson } from "../../input/body.ts";
import { json } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";

const Credentials = lazySchema(() => z.strictObject({ username: GivenText(), password: GivenText() }));

/** Unknown callers may cause little work. The longest name and password are shorter, with each character escaped. */
const LOGIN_LIMIT = 16 * 1_024;

export const loginAction = action({
  body: { kind: "json", required: true, schema: Credentials, limit: LOGIN_LIMIT },
  answer: { kind: "token" },
  errors: ["unauthenticated", "rate_limited", "signing_key_missing"],
  handle: async ({ deps, request, exchange }) => {
    const { username, password } = parseBody(Credentials(), await readJson(request, LOGIN_LIMIT));
    const { identity, ...answer } = await deps.auth.sessions.login(exchange, username, password);
    exchange.requestLog.identity = identity;
    return json(answer, { status: 201, headers: { "Cache-Control": "no-store" } });
  },
});

/** Ends the session of the request's token. */
export const logoutAction = action({
  answer: { kind: "loggedOut" },
  errors: ["no_session"],
  handle: async ({ deps, identity }) => {
    await deps.auth.sessions.logout(identity);
    return json({ message: `User ${identity.name} was logged out.` }, { status: 201 });
  },
});

/** The caller's identity. */
export const meAction = action({
  answer: { kind: "identity" },
  handle: async ({ identity: { kind, id, name, roles } }) => json({ kind, id, name, roles: roles.map(roleName) }),
});
