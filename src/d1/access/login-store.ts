import type { LoginFailures } from "../../core/access/login-delay.ts";
import type { RoleNames } from "../../core/access/permissions.ts";
import type { StoredUser } from "../../core/access/user.ts";
import type { LoginStore } from "../../core/ports/credential-stores.ts";

interface Row extends Omit<StoredUser, "roles"> {
  readonly roles: string;
  readonly is_known: number;
}

const USER = `SELECT u.username, u.password_hash, u.roles, u.created, u.created_by,
  EXISTS (SELECT 1 FROM login_networks AS n WHERE n.username = u.username AND n.network = ?2) AS is_known
  FROM users AS u WHERE u.username = ?1`;

/** More say no more: the delay has its maximum long before. */
const MAX_FAILURES = 1_000;

export function createLoginStore(db: D1Database): LoginStore {
  return {
    async state(username, network, bucket) {
      const [users, buckets] = await db.batch<unknown>([
        db.prepare(USER).bind(username, network),
        db.prepare("SELECT failures, last_at FROM login_failures WHERE bucket = ?").bind(bucket),
      ]);
      const [row] = (users?.results ?? []) as Row[];
      const [failures = null] = (buckets?.results ?? []) as LoginFailures[];
      if (row === undefined) return { user: null, isKnownNetwork: false, failures };
      const { is_known, roles, ...user } = row;
      return { user: { ...user, roles: JSON.parse(roles) as RoleNames }, isKnownNetwork: is_known === 1, failures };
    },
    async addFailure(bucket, now, since) {
      const sql = `INSERT INTO login_failures (bucket, failures, last_at) VALUES (?1, 1, ?2)
        ON CONFLICT (bucket) DO UPDATE SET last_at = ?2,
          failures = CASE WHEN last_at <= ?3 THEN 1 ELSE min(failures + 1, ${MAX_FAILURES}) END`;
      await db.prepare(sql).bind(bucket, now, since).run();
    },
  };
}
