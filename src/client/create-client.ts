import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./schema.ts";

export interface TaipyClientOptions {
  /** Where the service is, without `/api/v1`. */
  readonly baseUrl: string;
  /**
   * An API key, or the token of a login or of an identity provider; a function is asked before each request. Without one, or
   * with an empty one, requests have no credentials.
   */
  readonly token?: string | (() => string | Promise<string>);
  /** Default: the platform's. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A method for each HTTP verb. Paths, parameters, bodies and answers are checked by the compiler. */
export type TaipyClient = Client<paths>;

/**
 * A client of a service's API: `client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } })` answers
 * `{ data, error, response }`, of which `error` is undefined when the request succeeded. It throws only what `fetch` throws.
 * Answers that are not JSON need `parseAs: "text"`, `"blob"`, `"arrayBuffer"` or `"stream"`.
 */
export function createTaipyClient({ baseUrl, token, fetch }: TaipyClientOptions): TaipyClient {
  const client = createClient<paths>({ baseUrl, bodySerializer: bodyOf, ...(fetch === undefined ? {} : { fetch }) });
  if (token !== undefined) {
    client.use({
      async onRequest({ request }) {
        const bearer = typeof token === "string" ? token : await token();
        if (bearer !== "") request.headers.set("Authorization", `Bearer ${bearer}`);
      },
    });
  }
  return client;
}

/** JSON, but files as they are: bytes, and text of which the caller says that it is something else. */
function bodyOf(body: unknown, headers?: unknown): unknown {
  const type = headers instanceof Headers ? headers.get("Content-Type") : null;
  const isText = typeof body === "string" && type !== null && !/^application\/json\b/i.test(type);
  return isText || isBytes(body) ? body : JSON.stringify(body);
}

const isBytes = (body: unknown): boolean =>
  body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body) || body instanceof ReadableStream;
