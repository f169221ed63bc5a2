import type { RoleNames } from "../../core/access/permissions.ts";
import type { User } from "../../core/access/user.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import type { ChangedUser, UserStore } from "../../core/ports/credential-stores.ts";
import type { Page, PageQuery } from "../../core/ports/entity-reader.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime } from "../../core/time.ts";
import { hashPassword } from "./password.ts";
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
  /** @throws TaipyError `user_not_found` */
  remove(username: string): Promise<void>;
}

export interface UsersDeps {
  readonly store: UserStore;
  readonly sessions: Pick<Sessions, "clearCache">;
  readonly clock: Clock;
}

export function createUsers({ store, sessions, clock }: UsersDeps): Users {
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
    async remove(username) {
      const existed = await store.remove(username);
      sessions.clearCache();
      if (!existed) throw notFound("user", username);
    },
  };
}
