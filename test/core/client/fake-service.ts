import { createTaipyClient, type TaipyClient, type TaipyClientOptions } from "../../../src/client/index.ts";

export interface FakeService {
  readonly client: TaipyClient;
  /** The requests of the client, in their order. */
  readonly requests: Request[];
}

/** A client that gets these answers, one for each request. */
export function fakeService(answers: readonly Response[], options: Partial<TaipyClientOptions> = {}): FakeService {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    const answer = answers[requests.length];
    requests.push(request);
    if (answer === undefined) throw new Error(`One request too many: ${request.method} ${request.url}`);
    return answer;
  };
  return { client: createTaipyClient({ baseUrl: "https://taipy.example.com", fetch, ...options }), requests };
}

export const json = (body: unknown, init: ResponseInit = {}): Response => Response.json(body, init);
