// Whether `npm start` may let everybody in who stands on this machine.
import { readdirSync, readFileSync } from "node:fs";

/** Where wrangler takes variables from. Those of its command line would win over them, so they are looked at first. */
const VARIABLE_FILES = /^(?:wrangler\.toml|\.dev\.vars|\.env)(?!.*example)/;
const OWN_MODE = /^[^#\n]*\bAUTH_MODE["']?\s*=/m;
/** Ways to let other machines in. */
const PUBLIC_FLAGS = ["--remote", "--tunnel"];
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;

/**
 * The arguments that open the service to requests of this machine; none when somebody has said otherwise, or when it listens
 * to other machines, which may call it by any name.
 * @param {readonly string[]} args those that `npm start` hands to wrangler
 * @param {string} folder the project's
 * @returns {string[]}
 */
export function authModeArguments(args, folder) {
  const isPublic = args.some((arg) => PUBLIC_FLAGS.includes(arg.split("=")[0]));
  const texts = readdirSync(folder)
    .filter((name) => VARIABLE_FILES.test(name))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
  const ips = [...valuesOf(args, "--ip"), ...texts.flatMap(ipsOf)];
  const hasOwnMode =
    args.some((arg) => /^(?:--var=)?AUTH_MODE:/.test(arg)) || texts.some((text) => OWN_MODE.test(text));
  if (isPublic || hasOwnMode || !ips.every((ip) => LOOPBACK.test(ip))) return [];
  return ["--var", "AUTH_MODE:loopback"];
}

function valuesOf(args, name) {
  return args.flatMap((arg, index) => {
    if (arg === name) return [args[index + 1] ?? ""];
    return arg.startsWith(`${name}=`) ? [arg.slice(name.length + 1)] : [];
  });
}

const ipsOf = (toml) => [...toml.matchAll(/^\s*ip\s*=\s*["']([^"']*)["']/gm)].map(([, ip]) => ip);
