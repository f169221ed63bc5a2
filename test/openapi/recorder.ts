import type { RecordedOperation } from "../../src/dev/openapi/examples.ts";

const MAX_ITEMS = 2;
const MAX_TEXT = 1_000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, text as it is. */
  readonly body?: unknown;
}

interface Operation {
  request?: unknown;
  answers: Record<string, unknown>;
}

/** Calls the service and keeps what was sent and answered, cut to the size of an example. */
export class Recorder {
  readonly #key: string;
  readonly #operations = new Map<string, Operation>();
  readonly #fetch: (path: string, init: RequestInit) => Promise<Response>;

  /** @param key an administrator's */
  constructor(fetch: (path: string, init: RequestInit) => Promise<Response>, key: string) {
    this.#fetch = fetch;
    this.#key = key;
  }

  /** @returns the whole answer, as JSON where it is some */
  // biome-ignore lint/suspicious/noExplicitAny: the caller knows which operation it has called.
  async call(operationId: string, path: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<any> {
    const isText = typeof body === "string";
    const type = body === undefined || isText ? {} : { "Content-Type": "application/json" };
    const sent = body === undefined ? {} : { body: isText ? body : JSON.stringify(body) };
    const answer = await this.#fetch(path, {
      method,
      headers: { ...this.#authorization(), ...type, ...headers },
      ...sent,
    });
    const text = await answer.text();
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json") ?? false;
    const content: unknown = isJson ? JSON.parse(text) : text;
    const operation = this.#operations.get(operationId) ?? { answers: {} };
    this.#operations.set(operationId, operation);
    if (body !== undefined && answer.ok) operation.request ??= body;
    if (text !== "") operation.answers[answer.status] ??= cut(content);
    return content;
  }

  #authorization(): Record<string, string> {
    return { Authorization: `Bearer ${this.#key}` };
  }

  /** In the order of their names, with ids that are the same in every recording. */
  recorded(): Readonly<Record<string, RecordedOperation>> {
    const sorted = [...this.#operations].sort(([a], [b]) => (a < b ? -1 : 1));
    const numbers = new Map<string, string>();
    const text = JSON.stringify(Object.fromEntries(sorted)).replaceAll(UUID, (uuid) => {
      const known = numbers.get(uuid) ?? numberedUuid(numbers.size + 1);
      numbers.set(uuid, known);
      return known;
    });
    return JSON.parse(text) as Readonly<Record<string, RecordedOperation>>;
  }
}

const numberedUuid = (number: number): string => `${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`;

function cut(value: unknown): unknown {
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(cut);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner)]));
}
