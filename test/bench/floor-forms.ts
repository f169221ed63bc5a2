export type FormName = "rows" | "value";

type Form = (db: D1Database, kind: string, limit: number) => Promise<string>;

/** One value in D1 holds 2 MB: longer lists take several. */
const ROWS_OF_A_VALUE = 1_000;

const VALUE = `SELECT json_group_array(json_object('id', id, 'body', body)) AS page, max(id) AS last
  FROM (SELECT id, body FROM floor_entities WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3)`;

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
  return pages.length === 1 ? (pages[0] ?? "[]") : `[${pages.map((page) => page.slice(1, -1)).join(",")}]`;
}

async function asRows(db: D1Database, kind: string, limit: number): Promise<string> {
  const { results } = await db
    .prepare("SELECT id, body FROM floor_entities WHERE kind = ? ORDER BY id LIMIT ?")
    .bind(kind, limit)
    .all();
  return JSON.stringify(results);
}

/** The two ways to read a page: rows that are made JSON by the Worker, or one value that is JSON already. */
export const FORMS: Readonly<Record<FormName, Form>> = { rows: asRows, value: asValue };
