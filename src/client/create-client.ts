import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./schema.ts";

export interface TaipyClientOptions {
  /** The address of the service without `/api/v1`, such as `https://taipy.example.com`. */
  readonly baseUrl: string;
  /**
   * An API key, or the token of a login or of an identity provider. A function is called before each request. Default, also for
   * an empty text: requests have no credentials.
   */
  readonly token?: string | (() => string | Promise<string>);
  /** Sends the requests. Default: the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Has a method for each HTTP method. The compiler checks paths, parameters, bodies and answers. */
export type TaipyClient = Client<paths>;

/**
 * A client of the API: `client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } })` resolves to
 * `{ data, error, response }`, and `error` is undefined when the request succeeded. {@link dataOf} throws the error instead.
 * Answers that are not JSON need `parseAs: "text"`, `"blob"`, `"arrayBuffer"` or `"stream"`.
 * @throws only errors of `fetch`, and of the function `token`
 */
export function createTaipyClient({ baseUrl, token, fetch }: TaipyClientOptions): TaipyClient {
  const client = createClient<paths>({
    baseUrl,
    bodySerializer: bodyOf,
    headers: WHOLE,
    ...(fetch === undefined ? {} : { fetch }),
  });
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

/** The types are those of whole answers, which a service may be set to answer only when they are asked for. */
const WHOLE = { "Taipy-Compat": "off" };

/** JSON; but bytes, and a text whose content type is not JSON, are sent unchanged: they are files. */
function bodyOf(body: unknown, headers?: unknown): unknown {
  const type = headers instanceof Headers ? headers.get("Content-Type") : null;
  const isText = typeof body === "string" && type !== null && !/^application\/json\b/i.test(type);
  return isText || isBytes(body) ? body : JSON.stringify(body);
}

const isBytes = (body: unknown): boolean =>
  body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body) || body instanceof ReadableStream;
