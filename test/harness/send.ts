import { Agent, request } from "node:http";
import { isOfWorker, validateAnswer } from "./answers/answer-validation.ts";

export interface RawRequest {
  readonly method: string;
  /** Sent as it is, so that what `fetch` would normalise or refuse reaches the service. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A service that is silent for so long has failed. */
const PATIENCE_MS = 20_000;
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** One request over node:http: `fetch` can't send a body with GET. The answer is one that the document allows. */
export async function send(url: string, request: RawRequest): Promise<RawAnswer> {
  const answer = await exchange(url, request);
  const { method, path } = request;
  const { status, text } = answer;
  const headers = new Headers(answer.headers);
  const body = headers.get("Content-Type")?.startsWith("application/json") ? text : null;
  if (isOfWorker(headers)) validateAnswer({ method, path, status, headers, body });
  return answer;
}

function exchange(url: string, { method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, agent, method, path, headers: { ...headers, ...length } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(incoming.headers).map(([key, value]) => [key, String(value)])),
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.setTimeout(PATIENCE_MS, () =>
      outgoing.destroy(new Error(`No answer to ${method} ${path.slice(0, 200)} in ${PATIENCE_MS} ms`)),
    );
    outgoing.end(body);
  });
}
