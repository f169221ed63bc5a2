import { TaipyError } from "../core/errors.ts";
import type { Page } from "../core/services.ts";
import { JSON_TYPE, jsonText } from "./answers.ts";

/** Entities read from the database at a time while a whole list is streamed. */
const STREAM_PAGE_SIZE = 500;
const DEFAULT_LIMIT = 100;
/** As Taipy's own, unused pagination. */
const DEFAULT_PER_PAGE = 50;

export type ReadPage = (after: string | null, limit: number) => Promise<Page>;

export interface Paging {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly page?: number | undefined;
  readonly per_page?: number | undefined;
}

/** A list as one JSON array: whole, or the part that the query asks for with a `Link` to the next one. */
export async function listAnswer(
  url: URL,
  { limit, cursor, page, per_page }: Paging,
  read: ReadPage,
  report: (error: unknown) => void,
): Promise<Response> {
  const byCursor = limit !== undefined || cursor !== undefined;
  const byNumber = page !== undefined || per_page !== undefined;
  if (byCursor && byNumber) {
    throw new TaipyError("invalid_query", "Page by 'limit' and 'cursor' or by 'page' and 'per_page', not by both.");
  }
  if (byCursor) {
    const { text, next } = await read(cursor ?? null, limit ?? DEFAULT_LIMIT);
    return pageAnswer(text, next === null ? null : linkTo(url, { limit: limit ?? DEFAULT_LIMIT, cursor: next }));
  }
  if (byNumber) return numberedPage(url, page ?? 1, per_page ?? DEFAULT_PER_PAGE, read);
  return wholeList(read, report);
}

/** Counts its way to the page through the keyset: slower the further it lies back, but as stable as a cursor. */
async function numberedPage(url: URL, number: number, size: number, read: ReadPage): Promise<Response> {
  let toSkip = (number - 1) * size;
  let after: string | null = null;
  while (toSkip > 0) {
    const skipped: Page = await read(after, Math.min(toSkip, STREAM_PAGE_SIZE));
    if (skipped.next === null) return pageAnswer("", null);
    toSkip -= skipped.count;
    after = skipped.next;
  }
  const { text, next } = await read(after, size);
  return pageAnswer(text, next === null ? null : linkTo(url, { page: number + 1, per_page: size }));
}

function pageAnswer(text: string, next: string | null): Response {
  return jsonText(`[${text}]`, next === null ? {} : { headers: { Link: `<${next}>; rel="next"` } });
}

function linkTo(url: URL, parameters: Readonly<Record<string, string | number>>): string {
  const next = new URL(url);
  for (const [name, value] of Object.entries(parameters)) next.searchParams.set(name, String(value));
  return next.href;
}

/**
 * Everything, with no more than two pages in memory. The first page is read before the status is sent. There is no cap on
 * it: Taipy's lists are whole, and what does not grow with the list needs none.
 */
async function wholeList(read: ReadPage, report: (error: unknown) => void): Promise<Response> {
  const first = await read(null, STREAM_PAGE_SIZE);
  if (first.next === null) return pageAnswer(first.text, null);
  const chunks = arrayChunks(first, read);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done === true) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          // The status is sent already: breaking the connection off is the only way left to say that the list is not whole.
          report(error);
          controller.error(error);
        }
      },
    },
    // A page is read when the client has taken the one before.
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { "Content-Type": JSON_TYPE } });
}

async function* arrayChunks(first: Page, read: ReadPage): AsyncGenerator<string> {
  let page = first;
  let separator = "[";
  while (true) {
    if (page.count > 0) {
      yield separator + page.text;
      separator = ", ";
    }
    if (page.next === null) break;
    page = await read(page.next, STREAM_PAGE_SIZE);
  }
  yield separator === "[" ? "[]\n" : "]\n";
}
