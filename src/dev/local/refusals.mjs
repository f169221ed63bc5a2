// Settings that `npm start` can't follow, or not safely.
import { existsSync } from "node:fs";
import path from "node:path";
import { isLoopback } from "./settings.mjs";
import { StartError } from "./start-error.mjs";

/**
 * @param {object} config of wrangler
 * @param {{ file: string, address: string, mode: unknown }} given `file` = the configuration file, `mode` = AUTH_MODE
 * @throws StartError
 */
export function refuseUnsupported({ dev, bindings }, { file, address, mode }) {
  const name = path.basename(file);
  if (mode === "loopback" && !isLoopback(address)) {
    throw new StartError(
      `AUTH_MODE=loopback believes the host name that a caller sends, so it must not listen on ${address}, which other ` +
        "machines reach. Set AUTH_MODE to required, or listen on this machine only: npm start -- --ip 127.0.0.1",
    );
  }
  if (dev.server.secure) {
    throw new StartError(`\`npm start\` serves http only: remove local_protocol = "https" from [dev] in ${name}.`);
  }
  const remote = Object.entries(bindings).filter(([, binding]) => binding.remote === true);
  if (remote.length > 0) {
    const names = remote.map(([binding]) => binding).join(", ");
    throw new StartError(
      `\`npm start\` is local, and ${name} makes ${names} remote. Remove \`remote = true\`, or name an environment without it: ` +
        "npm start -- --env local",
    );
  }
}

/** Wrangler passes over files that do not exist, and an AUTH_MODE that was to be in one would be missing without a word. */
export function refuseMissing(folder, envFiles = []) {
  const missing = envFiles.find((file) => !existsSync(path.resolve(folder, file)));
  if (missing !== undefined) throw new StartError(`--env-file ${missing} names no file of ${folder}.`);
}
