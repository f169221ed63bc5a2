import { type Answer, dataOf } from "./data.ts";

/** The query parameter of a page; empty for the first page. */
export interface PageStart {
  readonly cursor?: string;
}

/**
 * The pages of a list. Each is requested when it is needed:
 * `for await (const jobs of pages((start) => client.GET("/api/v1/jobs/", { params: { query: { limit: 100, ...start } } })))`.
 * @throws RefusedError when a page is refused; Error when the request uses `page` instead of `limit`
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

/** Takes only the cursor from the link, so that no answer can send the client and its token to another host. */
function nextOf({ headers }: Response): PageStart | null {
  const [, next] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(headers.get("Link") ?? "") ?? [];
  if (next === undefined) return null;
  const cursor = new URL(next, "http://localhost").searchParams.get("cursor");
  if (cursor === null) throw new Error("These pages have no cursor: request them with `limit`, not with `page`");
  return { cursor };
}
