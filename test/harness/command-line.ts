import process from "node:process";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

export const print = (text: string): boolean => process.stdout.write(`${text}\n`);

/** The options of a command. With `--help` it prints its usage and ends. */
export function commandLine<Options extends ParseArgsOptionsConfig>(usage: string, options: Options) {
  if (process.argv.includes("--help")) {
    print(usage);
    process.exit();
  }
  return parseArgs({ options }).values;
}
