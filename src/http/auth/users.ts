import type { Identity } from "../../core/access/identity.ts";
import type { RoleNames } from "../../core/access/permissions.ts";
import type { User } from "../../core/access/user.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import type { ChangedUser, UserStore } from "../../core/ports/credential-stores.ts";
import type { Page, PageQuery } from "../../core/ports/entity-reader.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { hashPassword } from "./passwords/password.ts";
import type { PasswordCheck } from "./passwords/password-check.ts";
import type { Sessions } from "./sessions.ts";

export interface UserInput {
  readonly username: string;
  readonly password: string;
  readonly roles: RoleNames;
}

export interface Users {
  /** @throws TaipyError `already_exists` */
  create(input: UserInput, createdBy: string): Promise<User>;
  page(query: PageQuery): Promise<Page>;
  /**
   * The user's sessions get new roles, and end with a new password.
   * @throws TaipyError `user_not_found`
   */
  change(username: string, change: Partial<Pick<UserInput, "password" | "roles">>): Promise<ChangedUser>;
  /**
   * Changes the caller's own password, and ends the caller's other sessions.
   * @throws TaipyError `no_password`, `wrong_password`, `rate_limited` or `logins_busy`
   */
  changeOwnPassword(identity: Identity, exchange: Exchange, passwords: OwnPasswords): Promise<void>;
  /** @throws TaipyError `user_not_found` */
  remove(username: string): Promise<void>;
}

export interface OwnPasswords {
  readonly current: string;
  readonly next: string;
}

export interface UsersDeps {
  readonly store: UserStore;
  readonly sessions: Pick<Sessions, "clearCache">;
  readonly check: PasswordCheck;
  readonly clock: Clock;
}

const WRONG = "The current password is wrong.";
const NONE =
  "Only a user who has logged in with a password can change it. API keys are revoked by an administrator, and an identity provider keeps its own passwords.";

export function createUsers({ store, sessions, check, clock }: UsersDeps): Users {
  return {
    async create({ username, password, roles }, created_by) {
      const user = { username, roles, created: formatTime(clock()), created_by };
      const isNew = await store.insert({ ...user, password_hash: await hashPassword(password) });
      if (!isNew) throw new TaipyError("already_exists", `User: ${username} exists already.`);
      return user;
    },
    page: (query) => store.page(query),
    async change(username, { password, roles }) {
      const password_hash = password === undefined ? undefined : await hashPassword(password);
      const changed = await store.change(username, { roles, password_hash });
      sessions.clearCache();
      if (changed === null) throw notFound("user", username);
      return changed;
    },
    async changeOwnPassword({ id, session_id }, exchange, { current, next }) {
      if (session_id === undefined) throw new TaipyError("no_password", NONE);
      const user = await check(exchange, id, current);
      if (user === null) throw new TaipyError("wrong_password", WRONG);
      const change = { oldHash: user.password_hash, newHash: await hashPassword(next), sessionId: session_id };
      const isChanged = await store.replacePassword(id, change);
      sessions.clearCache();
      // It was changed, or the user was deleted, while it was checked.
      if (!isChanged) throw new TaipyError("wrong_password", WRONG);
    },
    async remove(username) {
      const existed = await store.remove(username);
      sessions.clearCache();
      if (!existed) throw notFound("user", username);
    },
  };
}
