import * as z from "zod";
import { roleName } from "../../../core/access/permissions.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { GivenText, NewPassword } from "../../auth/body-fields.ts";
import { json, message } from "../../output/answers.ts";
import { action } from "../../pipeline/action.ts";

const Credentials = lazySchema(() => z.strictObject({ username: GivenText(), password: GivenText() }));

/** Unknown callers may cause little work. The longest name and password are shorter, with each character escaped. */
const LOGIN_LIMIT = 16 * 1_024;

export const loginAction = action({
  body: { kind: "json", required: true, schema: Credentials, limit: LOGIN_LIMIT, isSecret: true },
  answer: { kind: "token" },
  errors: ["unauthenticated", "origin_not_allowed", "rate_limited", "signing_key_missing", "logins_busy"],
  handle: async ({ deps, exchange }, _, { username, password }) => {
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

const OwnPassword = lazySchema(() =>
  z
    .strictObject({ current_password: GivenText(), new_password: NewPassword() })
    .refine(({ current_password, new_password }) => current_password !== new_password, {
      path: ["new_password"],
      error: "Must differ from the current password.",
    }),
);

/** Changes the password of the session's user. */
export const changeOwnPasswordAction = action({
  body: { kind: "json", required: true, schema: OwnPassword, limit: LOGIN_LIMIT, isSecret: true },
  answer: { kind: "message" },
  description:
    "Ends all other sessions of the user. API keys and callers of an identity provider have no password here.",
  errors: ["no_password", "wrong_password", "logins_busy"],
  handle: async ({ deps, identity, exchange }, _, given) => {
    const passwords = { current: given.current_password, next: given.new_password };
    await deps.auth.users.changeOwnPassword(identity, exchange, passwords);
    exchange.requestLog.changes = { password: "changed" };
    return message("The password was changed. The other sessions have ended.");
  },
});
