// The port of the service: a free one, or the given one. Where it is taken, the message says by what.
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { StartError } from "../start-error.mjs";
import { holderOf } from "./port-holder.mjs";

/** The runtime could not listen on a port that was free before. */
export class PortTakenError extends StartError {}

const TRIES = 5;
const PAUSE_MS = 200;

/** A free port, or the given one if it is free. */
export function freePort({ address, port }) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", async (error) => reject(new StartError(await portError(error, { address, port }))));
    server.listen({ host: address, port, exclusive: true }, () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}

/**
 * Runs something that listens on a port, again when another program was faster. Programs that look for a free port at the same
 * time may find the same one.
 * @template Result
 * @param {object} given
 * @param {{ address: string, port: number }} given.socket
 * @param {boolean} given.isAny whether another port of the address is as good
 * @param {(socket: { address: string, port: number }) => Promise<Result>} given.run throws a PortTakenError
 * @returns {Promise<{ port: number, result: Result }>}
 */
export async function listening({ socket, isAny, run, pauseMs = PAUSE_MS }) {
  let { port } = socket;
  for (let tries = 1; ; tries += 1) {
    try {
      return { port, result: await run({ ...socket, port }) };
    } catch (error) {
      if (!(error instanceof PortTakenError) || tries === TRIES) throw error;
    }
    if (isAny) port = await freePort({ ...socket, port: 0 });
    else await setTimeout(pauseMs);
  }
}

/** @returns {Promise<string>} what is wrong with the port, and what to do */
export async function portError({ code, message }, { address, port }) {
  if (code === "EADDRINUSE") {
    const holder = await holderOf(port);
    const by = holder === null ? "another program" : holder;
    return `Port ${port} is in use by ${by}. End it, or choose another port: npm start -- --port ${port + 1}`;
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `This machine has no address ${address}: correct --ip, or dev.ip of wrangler's configuration.`;
  if (code === "EACCES")
    return `This user may not listen on port ${port}. Choose one above 1023: npm start -- --port 5000`;
  return `Can't listen on ${address}, port ${port}: ${message}`;
}
