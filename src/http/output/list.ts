import { TaipyError } from "../../core/errors.ts";
import type { Page } from "../../core/ports/entity-reader.ts";
import type { Log } from "../../core/ports/runtime.ts";
import { JSON_TYPE, jsonText } from "./answers.ts";

/** Entities read from the database at a time while a whole list is streamed. */
const STREAM_PAGE_SIZE = 500;
const DEFAULT_LIMIT = 100;
/** As Taipy's own, unused pagination. */
const DEFAULT_PER_PAGE = 50;

/** The source of a list's entities. */
export interface ListSource {
  page(after: string | null, limit: number): Promise<Page>;
  /** The page after so many entities, in one call; without it the pages before are read, too. */
  pageBehind?(count: number, limit: number): Promise<Page>;
}

export interface Paging {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly page?: number | undefined;
  readonly per_page?: number | undefined;
}

/** The part of a handler's call that a list takes. */
interface ListRequest {
  readonly url: URL;
  readonly requestId: string;
  readonly deps: { readonly log: Log };
}

/** A list as one JSON array: whole, or the part that the query asks for with a `Link` to the next one. */
export async function listAnswer(
  { url, requestId, deps: { log } }: ListRequest,
  kind: string,
  { limit, cursor, page, per_page }: Paging,
  source: ListSource,
): Promise<Response> {
  const byCursor = limit !== undefined || cursor !== undefined;
  const byNumber = page !== undefined || per_page !== undefined;
  if (byCursor && byNumber) {
    throw new TaipyError("invalid_query", "Page by 'limit' and 'cursor' or by 'page' and 'per_page', not by both.");
  }
  if (byCursor) {
    const { text, next } = await source.page(cursor ?? null, limit ?? DEFAULT_LIMIT);
    return pageAnswer(text, next === null ? null : linkTo(url, { limit: limit ?? DEFAULT_LIMIT, cursor: next }));
  }
  if (byNumber) return numberedPage(url, page ?? 1, per_page ?? DEFAULT_PER_PAGE, source);
  return wholeList(source, (error) => log("list_broke_off", { request_id: requestId, kind, error: String(error) }));
}

// docs/decisions/019-numbered-pages-by-offset.md
async function numberedPage(url: URL, number: number, size: number, source: ListSource): Promise<Response> {
  const count = (number - 1) * size;
  const { text, next } = await (source.pageBehind?.(count, size) ?? countedPage(source, count, size));
  // By its cursor: what is created or deleted meanwhile moves no entity to another page.
  return pageAnswer(text, next === null ? null : linkTo(url, { limit: size, cursor: next }));
}

async function countedPage(source: ListSource, count: number, size: number): Promise<Page> {
  let after: string | null = null;
  for (let toSkip = count; toSkip > 0; ) {
    const skipped: Page = await source.page(after, Math.min(toSkip, STREAM_PAGE_SIZE));
    if (skipped.next === null) return { text: "", count: 0, next: null };
    toSkip -= skipped.count;
    after = skipped.next;
  }
  return source.page(after, size);
}

function pageAnswer(text: string, next: string | null): Response {
  return jsonText(`[${text}]`, next === null ? {} : { headers: { Link: `<${next}>; rel="next"` } });
}

/** The address of the next page. */
export function linkTo(url: URL, parameters: Readonly<Record<string, string | number>>): string {
  const next = new URL(url);
  for (const name of ["page", "per_page"]) next.searchParams.delete(name);
  for (const [name, value] of Object.entries(parameters)) next.searchParams.set(name, String(value));
  return next.href;
}

/**
 * All entities, with at most two pages in memory. The first page is read before the status is sent. Like Taipy's lists, it
 * has no limit: the memory that it takes does not grow with its length.
 */
async function wholeList(source: ListSource, report: (error: unknown) => void): Promise<Response> {
  const first = await source.page(null, STREAM_PAGE_SIZE);
  if (first.next === null) return pageAnswer(first.text, null);
  const chunks = arrayChunks(first, source);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done === true) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          // The status is already sent: only a broken connection can still show that the list is incomplete.
          report(error);
          controller.error(error);
        }
      },
    },
    // A page is read after the client has taken the one before.
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { "Content-Type": JSON_TYPE, "Server-Timing": STREAMED } });
}

/** The metric that marks an answer whose calls go on after its headers: the counts are those until then. */
const STREAMED = 'streamed;desc="the calls until now; all of them are in the log line list_streamed"';

async function* arrayChunks(first: Page, source: ListSource): AsyncGenerator<string> {
  let page = first;
  let separator = "[";
  while (true) {
    if (page.count > 0) {
      yield separator + page.text;
      separator = ", ";
    }
    if (page.next === null) break;
    page = await source.page(page.next, STREAM_PAGE_SIZE);
  }
  yield separator === "[" ? "[]\n" : "]\n";
}
