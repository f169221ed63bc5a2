import { connect } from "cloudflare:sockets";
import { Duplex } from "node:stream";
import type { ServerSettings } from "./server-settings.ts";

/** Length 8, then the number that requests TLS. */
const TLS_REQUEST = new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]);
const TLS_ACCEPTED = "S".charCodeAt(0);

/**
 * Opens a connection to a PostgreSQL server, with TLS if the settings require it. The driver's own socket for Workers goes on
 * reading after it was closed, and its rejection can't be caught.
 */
export async function openPostgresqlSocket({ host, port, tls }: ServerSettings): Promise<Duplex> {
  const plain = connect({ hostname: host, port }, { secureTransport: tls ? "starttls" : "off", allowHalfOpen: false });
  await plain.opened;
  const socket = tls ? await secured(plain) : plain;
  const stream = Duplex.fromWeb(socket as unknown as Parameters<typeof Duplex.fromWeb>[0]);
  // The driver reads it before it closes the session.
  Object.defineProperty(stream, "readyState", { get: () => (stream.destroyed ? "closed" : "open") });
  return stream;
}

async function secured(plain: Socket): Promise<Socket> {
  const writer = plain.writable.getWriter();
  const reader = plain.readable.getReader();
  await writer.write(TLS_REQUEST);
  const { value } = await reader.read();
  writer.releaseLock();
  reader.releaseLock();
  if (value?.[0] !== TLS_ACCEPTED) throw new Error("the server does not speak TLS");
  const socket = plain.startTls();
  await socket.opened;
  return socket;
}
