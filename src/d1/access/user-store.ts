import type { RoleNames } from "../../core/access/permissions.ts";
import type { User } from "../../core/access/user.ts";
import type { UserStore } from "../../core/ports/credential-stores.ts";
import { pageOf } from "../rows.ts";

interface Row extends Omit<User, "roles"> {
  readonly roles: string;
}

const SHOWN = "username, roles, created, created_by";
const FORGET_NETWORKS = "DELETE FROM login_networks WHERE username = ?";
const END_SESSIONS = "DELETE FROM sessions WHERE username = ?";
const END_OTHERS = `DELETE FROM sessions WHERE username = ?1 AND id <> ?3
  AND EXISTS (SELECT 1 FROM users WHERE username = ?1 AND password_hash = ?2)`;

export function createUserStore(db: D1Database): UserStore {
  return {
    async insert({ username, password_hash, roles, created, created_by }) {
      const { meta } = await db
        .prepare(`INSERT OR IGNORE INTO users (${SHOWN}, password_hash) VALUES (?, ?, ?, ?, ?)`)
        .bind(username, JSON.stringify(roles), created, created_by, password_hash)
        .run();
      return meta.changes > 0;
    },
    async page({ after, limit }) {
      const { results } = await db
        .prepare(`SELECT ${SHOWN} FROM users WHERE username > ?1 ORDER BY username LIMIT ?2`)
        .bind(after ?? "", limit + 1)
        .all<Row>();
      return pageOf(results.map(shownUser), limit, ({ username }) => username);
    },
    async change(username, { roles, password_hash }) {
      const update = db
        .prepare(
          `UPDATE users SET roles = coalesce(?2, roles), password_hash = coalesce(?3, password_hash)
            WHERE username = ?1 RETURNING ${SHOWN}`,
        )
        .bind(username, roles === undefined ? null : JSON.stringify(roles), password_hash ?? null);
      const ending = password_hash === undefined ? [] : [db.prepare(END_SESSIONS).bind(username)];
      const former = db.prepare("SELECT roles FROM users WHERE username = ?").bind(username);
      const [before, updated] = await db.batch<Row>([former, update, ...ending]);
      const [old, row] = [before?.results[0], updated?.results[0]];
      if (old === undefined || row === undefined) return null;
      return { user: shownUser(row), formerRoles: JSON.parse(old.roles) as RoleNames };
    },
    async replacePassword(username, { oldHash, newHash, sessionId }) {
      const [updated] = await db.batch([
        db
          .prepare("UPDATE users SET password_hash = ?3 WHERE username = ?1 AND password_hash = ?2")
          .bind(username, oldHash, newHash),
        // Only with the new password: another call may have changed it meanwhile.
        db.prepare(END_OTHERS).bind(username, newHash, sessionId),
      ]);
      return (updated?.meta.changes ?? 0) > 0;
    },
    async remove(username) {
      const removal = db.prepare("DELETE FROM users WHERE username = ?").bind(username);
      const rest = [END_SESSIONS, FORGET_NETWORKS].map((sql) => db.prepare(sql).bind(username));
      const [removed] = await db.batch([removal, ...rest]);
      return (removed?.meta.changes ?? 0) > 0;
    },
  };
}

const shownUser = ({ username, roles, created, created_by }: Row): User => ({
  username,
  roles: JSON.parse(roles) as RoleNames,
  created,
  created_by,
});
