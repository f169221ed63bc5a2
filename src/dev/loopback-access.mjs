// Whether `npm start` accepts requests of this machine without credentials.
import { readdirSync, readFileSync } from "node:fs";

/** Files from which wrangler reads variables. A variable of the command line would override them, so they are read first. */
const VARIABLE_FILES = /^(?:wrangler\.toml|\.dev\.vars|\.env)(?!.*example)/;
const OWN_MODE = /^[^#\n]*\bAUTH_MODE["']?\s*=/m;
/** Flags of wrangler that open the service to other machines. */
const PUBLIC_FLAGS = ["--remote", "--tunnel"];
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;

/**
 * The arguments that let requests of this machine in without credentials. Empty when AUTH_MODE is set elsewhere, and when other
 * machines can reach the service: they could send any host name.
 * @param {readonly string[]} args the arguments that `npm start` passes to wrangler
 * @param {string} folder the folder of the project
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
