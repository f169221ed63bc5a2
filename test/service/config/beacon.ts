import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that a test's task calls, and that answers nothing: the call lasts as long as the task wants it to. */
export interface Beacon {
  readonly url: string;
  /** Resolves when the task has called. */
  readonly called: Promise<void>;
  /** Resolves when the task has given up. */
  readonly left: Promise<void>;
  stop(): Promise<void>;
}

export async function startBeacon(): Promise<Beacon> {
  const called = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    called.resolve();
    response.once("close", left.resolve);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    called: called.promise,
    left: left.promise,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
