// The arguments of `npm start`. Each is refused that it does not know: it could open the service without a word.
import process from "node:process";
import { parseArgs } from "node:util";

/** Flags, with the names that wrangler gives them. */
const FLAGS = {
  port: { type: "string", value: "5000", help: "the port; 0 = any free one" },
  ip: { type: "string", value: "127.0.0.1", help: "the address to listen on; other than loopback, calls need a key" },
  config: { type: "string", short: "c", value: "wrangler.toml", help: "wrangler's configuration file" },
  env: { type: "string", short: "e", value: "staging", help: "an environment of that file" },
  "env-file": { type: "string", multiple: true, value: ".env.mine", help: "a file of variables, instead of .dev.vars" },
  var: { type: "string", multiple: true, value: "NAME:value", help: "a variable" },
  "persist-to": { type: "string", value: "folder", help: "where the data lie, instead of .wrangler/state" },
  help: { type: "boolean", short: "h", value: "", help: "prints this" },
};

/** What is wrong with the arguments, in words for the developer. */
export class ArgumentsError extends Error {
  /**
   * @param {string} problem
   * @param {string} [advice] what `npm start` says behind it; with it, the problem is the end of a sentence about the command
   */
  constructor(problem, advice) {
    super(advice === undefined ? problem : `\`npm start\` ${problem}${advice}\n\n${HELP}`);
    /** Of a flag that no command has: the sentence after the command's name; null = of a value. */
    this.unknown = advice === undefined ? null : problem;
  }
}

const HELP = `npm start -- [flags]\n\n${Object.entries(FLAGS)
  .map(([name, { value, help }]) => `  --${`${name} ${value}`.padEnd(24)} ${help}`)
  .join("\n")}\n`;

/**
 * @param {readonly string[]} args
 * @returns {{ port?: number, ip?: string, config?: string, env?: string, envFiles?: string[],
 *   variables: Record<string, string>, persistTo?: string, help: boolean }}
 * @throws ArgumentsError
 */
export function readArguments(args) {
  const { values, tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") throw new ArgumentsError(`takes no \`${token.value}\`.`, "");
    if (token.kind === "option") checkFlag(token);
  }
  return {
    port: values.port === undefined ? undefined : portOf(values.port),
    ip: values.ip,
    config: values.config,
    env: values.env,
    envFiles: values["env-file"],
    variables: Object.fromEntries((values.var ?? []).map(variableOf)),
    persistTo: values["persist-to"],
    help: values.help === true,
  };
}

function checkFlag({ name, rawName, value }) {
  const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
  if (flag === undefined) {
    throw new ArgumentsError(
      `has no flag ${rawName}.`,
      ` \`npx wrangler dev ${rawName}\` may have it; every call of that server needs a key (docs/security/README.md).`,
    );
  }
  if (flag.type === "string" && (value === undefined || value === "" || value.startsWith("--"))) {
    throw new ArgumentsError(`${rawName} needs a value: ${rawName} ${flag.value}`);
  }
}

function portOf(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new ArgumentsError(`--port ${text} is no port: write a number up to 65535.`);
}

function variableOf(text) {
  const at = text.indexOf(":");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new ArgumentsError(`--var ${text} is no variable: write --var NAME:value, once for each.`);
}

/** Ends the process with a text when the arguments are wrong, or when it is only asked for help. */
export function argumentsOfProcess() {
  try {
    const given = readArguments(process.argv.slice(2));
    if (!given.help) return given;
    console.log(HELP);
    return process.exit(0);
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    console.error(error.message);
    return process.exit(1);
  }
}
