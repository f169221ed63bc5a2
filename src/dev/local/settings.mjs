// Where the service of `npm start` listens, and who may call it without credentials.
import { isIPv6 } from "node:net";

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1)$/;
const VARIABLES = ["plain_text", "secret_text", "json"];
/** Modes in which calls of this machine need no key. */
const OPEN_MODES = ["loopback", "none"];

/** @param {string} address of {@link settingsOf} */
export const isLoopback = (address) => LOOPBACK.test(address);

/** An address inside a URL. */
export const inUrl = (address) => (isIPv6(address) ? `[${address}]` : address);

/**
 * AUTH_MODE is the developer's own if there is one, `loopback` while only this machine can reach the service, and else not set, so
 * that every call needs credentials. It is decided from what wrangler itself has read: the Worker gets these very variables, and the
 * service listens on this very address.
 * docs/decisions/028-closed-without-settings.md
 *
 * QUEUE_HANDLER is `returns` unless the developer has set it: docs/decisions/057-where-jobs-run.md.
 *
 * TAIPY_COMPAT may be set for one start only, as in `TAIPY_COMPAT=strict npm start`.
 * @param {{ bindings: Record<string, { type: string, value?: unknown }>,
 *   dev: { server: { hostname?: string, port: number } } }} config of wrangler: its configuration file, .dev.vars, --env-file, flags
 * @param {Readonly<Record<string, string | undefined>>} environment of this process
 */
export function settingsOf({ bindings, dev: { server } }, environment) {
  const address = addressOf(server.hostname ?? "localhost");
  const given = Object.entries(bindings).filter(([, { type }]) => VARIABLES.includes(type));
  const variables = Object.fromEntries(given.map(([name, { value }]) => [name, value]));
  if (!Object.hasOwn(bindings, "AUTH_MODE")) {
    const mode = environment.AUTH_MODE ?? (isLoopback(address) ? "loopback" : undefined);
    if (mode !== undefined) variables.AUTH_MODE = mode;
  }
  const { TAIPY_COMPAT: compat } = environment;
  if (compat !== undefined && !Object.hasOwn(bindings, "TAIPY_COMPAT")) variables.TAIPY_COMPAT = compat;
  if (!Object.hasOwn(bindings, "QUEUE_HANDLER")) variables.QUEUE_HANDLER = "returns";
  return { address, port: server.port, variables, needsKey: !OPEN_MODES.includes(variables.AUTH_MODE) };
}

/** As a number: a name could resolve to an address of another machine. */
function addressOf(ip) {
  const text = ip.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (text === "localhost") return "127.0.0.1";
  return text === "*" ? "0.0.0.0" : text;
}
