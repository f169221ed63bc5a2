import { type Answer, dataOf } from "./data.ts";

/** The parameter that leads to a page; none for the first one. */
export interface PageStart {
  readonly cursor?: string;
}

/**
 * The pages of a list, each asked for when it is needed:
 * `pages((start) => client.GET("/api/v1/jobs/", { params: { query: { limit: 100, ...start } } }))`.
 * @throws RefusedError when a page is refused
 */
export async function* pages<Page>(
  read: (start: PageStart) => Promise<Answer<Page>>,
): AsyncGenerator<Page, void, void> {
  let start: PageStart | null = {};
  while (start !== null) {
    const answer: Answer<Page> = await read(start);
    yield await dataOf(answer);
    start = nextOf(answer.response);
  }
}

/** Only the cursor is taken from the link, so that no answer can lead the client and its token to another place. */
function nextOf({ headers }: Response): PageStart | null {
  const [, next] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(headers.get("Link") ?? "") ?? [];
  if (next === undefined) return null;
  const cursor = new URL(next, "http://localhost").searchParams.get("cursor");
  if (cursor === null) throw new Error("These pages have no cursor: ask with `limit`, not with `page`");
  return { cursor };
}
