import type { ApiKey, StoredApiKey } from "../../core/access/api-key.ts";
import type { RoleNames } from "../../core/access/permissions.ts";
import { isDatabaseFull } from "../../core/faults/d1-faults.ts";
import type { ApiKeyStore } from "../../core/ports/credential-stores.ts";
import { pageOf } from "../rows.ts";

interface Row extends Omit<StoredApiKey, "roles"> {
  readonly roles: string;
}

const COLUMNS = "id, hash, name, roles, created, created_by, expires_at, last_used_at, revoked_at";

export function createApiKeyStore(db: D1Database): ApiKeyStore {
  return {
    async insert({ id, hash, name, roles, created, created_by, expires_at, last_used_at, revoked_at }) {
      const values = [id, hash, name, JSON.stringify(roles), created, created_by, expires_at, last_used_at, revoked_at];
      await db
        .prepare(`INSERT INTO api_keys (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
        .bind(...values)
        .run();
    },
    async find(id) {
      const row = await db.prepare(`SELECT ${COLUMNS} FROM api_keys WHERE id = ?`).bind(id).first<Row>();
      return row === null ? null : storedKey(row);
    },
    async page({ after, limit }) {
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM api_keys WHERE id > ?1 ORDER BY id LIMIT ?2`)
        .bind(after ?? "", limit + 1)
        .all<Row>();
      return pageOf(results.map(storedKey).map(withoutHash), limit, ({ id }) => id);
    },
    async revoke(id, now) {
      const revoke = db.prepare(REVOKE).bind(id, now);
      const remove = db.prepare(`DELETE FROM api_keys WHERE id = ?1 RETURNING ${COLUMNS}`).bind(id);
      // A full database can't note when; the key must not work all the same.
      const row = await revoke.first<Row>().catch((error) => {
        if (!isDatabaseFull(error)) throw error;
        return remove.first<Row>();
      });
      return row === null ? null : withoutHash(storedKey(row));
    },
    async touch(id, now, since) {
      const sql =
        "UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at <= ?3)";
      await db.prepare(sql).bind(id, now, since).run();
    },
    async hasUsable(now) {
      const sql = "SELECT 1 FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?) LIMIT 1";
      return (await db.prepare(sql).bind(now).first()) !== null;
    },
  };
}

const REVOKE = `UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1 RETURNING ${COLUMNS}`;

const storedKey = (row: Row): StoredApiKey => ({ ...row, roles: JSON.parse(row.roles) as RoleNames });

function withoutHash({ hash: _, ...key }: StoredApiKey): ApiKey {
  return key;
}
