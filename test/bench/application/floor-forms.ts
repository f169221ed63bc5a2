export type FormName = "rows" | "value";

type Form = (db: D1Database, kind: string, limit: number) => Promise<string>;

/** One value in D1 holds 2 MB: longer lists take several. */
const ROWS_OF_A_VALUE = 1_000;

const VALUE = `SELECT group_concat(body, ', ') AS page, max(id) AS last
  FROM (SELECT id, body FROM floor_entities WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3 + 0)`;

async function asValue(db: D1Database, kind: string, limit: number): Promise<string> {
  const pages: string[] = [];
  let after = "";
  for (let left = limit; left > 0; left -= ROWS_OF_A_VALUE) {
    const found = await db
      .prepare(VALUE)
      .bind(kind, after, Math.min(left, ROWS_OF_A_VALUE))
      .first<{ page: string; last: string | null }>();
    if (found === null || found.last === null) break;
    pages.push(found.page);
    after = found.last;
  }
  return `[${pages.join(", ")}]`;
}

async function asRows(db: D1Database, kind: string, limit: number): Promise<string> {
  const { results } = await db
    .prepare("SELECT id, body FROM floor_entities WHERE kind = ? ORDER BY id LIMIT ? + 0")
    .bind(kind, limit)
    .all<{ body: string }>();
  return `[${results.map(({ body }) => body).join(", ")}]`;
}

/** The two ways to read a page of texts: as rows that the Worker joins, or as one value that D1 has joined. */
export const FORMS: Readonly<Record<FormName, Form>> = { rows: asRows, value: asValue };
