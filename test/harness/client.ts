import { createTaipyClient, type TaipyClient } from "../../src/client/index.ts";
import { validated } from "./answers/answer-validation.ts";

/** The typed client of a service. Its answers are ones that the document allows, of which its types are made. */
export function clientOf(service: { readonly url: string }, token?: string): TaipyClient {
  const fetchValidated = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    return validated(request.method, pathname + search, await fetch(request));
  };
  return createTaipyClient({
    baseUrl: service.url,
    fetch: fetchValidated,
    ...(token === undefined ? {} : { token }),
  });
}
