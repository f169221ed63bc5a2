import type { RoleNames } from "../../core/access/permissions.ts";
import type { LiveSession } from "../../core/access/user.ts";
import type { SessionStore } from "../../core/ports/credential-stores.ts";

interface Row extends Omit<LiveSession, "roles"> {
  readonly roles: string;
}

/** One run's share of the sweep; the next one goes on. */
const MAX_REMOVED = 5_000;

/** Networks from which a user has logged in, the newest. */
const MAX_NETWORKS = 20;

const INSERT =
  "INSERT INTO sessions (id, username, expires_at) SELECT ?1, username, ?3 FROM users WHERE username = ?2 AND password_hash = ?4";
const KEEP_NETWORK = `INSERT OR REPLACE INTO login_networks (username, network, last_at)
  SELECT username, ?2, ?3 FROM users WHERE username = ?1 AND password_hash = ?4`;
const FORGET_NETWORKS = `DELETE FROM login_networks WHERE username = ?1 AND network NOT IN (
  SELECT network FROM login_networks WHERE username = ?1 ORDER BY last_at DESC LIMIT ${MAX_NETWORKS})`;

export function createSessionStore(db: D1Database): SessionStore {
  return {
    // Reads the user once more: a password that is changed, or a user who is deleted, while it is checked opens nothing.
    async insert({ id, username, expires_at, network, created }, passwordHash) {
      const [inserted] = await db.batch([
        db.prepare(INSERT).bind(id, username, expires_at, passwordHash),
        db.prepare(KEEP_NETWORK).bind(username, network, created, passwordHash),
        db.prepare(FORGET_NETWORKS).bind(username),
      ]);
      return (inserted?.meta.changes ?? 0) > 0;
    },
    async find(id) {
      const row = await db
        .prepare(
          `SELECT s.id, s.username, s.expires_at, u.roles FROM sessions AS s CROSS JOIN users AS u ON u.username = s.username
            WHERE s.id = ?`,
        )
        .bind(id)
        .first<Row>();
      return row === null ? null : { ...row, roles: JSON.parse(row.roles) as RoleNames };
    },
    async remove(id) {
      await db.prepare("DELETE FROM sessions WHERE id = ?").bind(id).run();
    },
    async removeExpired(now) {
      const sql = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= ?1 LIMIT ?2)";
      await db.prepare(sql).bind(now, MAX_REMOVED).run();
    },
  };
}
