import * as z from "zod";
import { identityText } from "../../../core/access/identity.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { NewPassword, Roles, Username } from "../../auth/body-fields.ts";
import { BODY_LIMIT } from "../../input/body.ts";
import { Paging } from "../../input/query.ts";
import { json, message } from "../../output/answers.ts";
import { listAnswer } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";

const NewUser = lazySchema(() => z.strictObject({ username: Username(), password: NewPassword(), roles: Roles() }));

const UserChanges = lazySchema(() =>
  z
    .strictObject({ password: NewPassword().optional(), roles: Roles().optional() })
    .refine(({ password, roles }) => password !== undefined || roles !== undefined, {
      path: ["_schema"],
      error: "Give password, roles or both.",
    }),
);

export const listUsersAction = action({
  query: Paging,
  answer: { kind: "users" },
  handle: async (call, paging) =>
    listAnswer(call, "user", paging, { page: (after, limit) => call.deps.auth.users.page({ after, limit }) }),
});

export const createUserAction = action({
  body: { kind: "json", required: true, schema: NewUser, limit: BODY_LIMIT, isSecret: true },
  answer: { kind: "userCreated" },
  errors: ["already_exists"],
  handle: async ({ deps, identity, exchange }, _, input) => {
    const user = await deps.auth.users.create(input, identityText(identity));
    exchange.requestLog.changes = { roles: { from: null, to: user.roles } };
    const Location = `/api/v1/auth/users/${encodeURIComponent(user.username)}/`;
    return json({ message: "User was created.", user }, { status: 201, headers: { Location } });
  },
});

/** Changes a password, which ends the user's sessions, or roles, which take effect in them. */
export const changeUserAction = action({
  body: { kind: "json", required: true, schema: UserChanges, limit: BODY_LIMIT, isSecret: true },
  answer: { kind: "userChanged" },
  description: "Another password ends the user's sessions; other roles hold in those that go on.",
  errors: ["user_not_found"],
  handle: async ({ deps, id, exchange }, _, { password, roles }) => {
    const change = { ...(password === undefined ? {} : { password }), ...(roles === undefined ? {} : { roles }) };
    const { user, formerRoles } = await deps.auth.users.change(id, change);
    exchange.requestLog.changes = {
      ...(roles === undefined ? {} : { roles: { from: formerRoles, to: user.roles } }),
      ...(password === undefined ? {} : { password: "changed" }),
    };
    return json({ message: `User ${id} was changed.`, user });
  },
});

export const deleteUserAction = action({
  answer: { kind: "message" },
  errors: ["user_not_found"],
  handle: async ({ deps, id }) => {
    await deps.auth.users.remove(id);
    return message(`User ${id} was deleted.`);
  },
});
