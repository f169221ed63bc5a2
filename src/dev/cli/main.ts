import { RELEASE } from "../../core/config/release.ts";
import { nearestName } from "../../core/names/nearest-name.ts";
import { aligned } from "./aligned.ts";
import { COMMANDS, commandOf } from "./commands.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs a command.
 * @param args what follows `taipy-edge` on the command line
 * @returns the exit code: 0 = done, 1 = not done, or problems were found
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...others] = args;
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      console.log(help());
      return name === undefined ? 1 : 0;
    }
    if (name === "--version" || name === "-v") {
      console.log(RELEASE);
      return 0;
    }
    const command = commandOf(name);
    if (command === null) throw new UsageError(`${unknown(name)}\n\n${help()}`);
    return await command.run(others);
  } catch (error) {
    if (!(error instanceof UsageError) && !isOfSystem(error)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** A file that can't be read or written, a full disk: its message names the file. */
const isOfSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";

function unknown(name: string): string {
  const nearest = nearestName(name, Object.keys(COMMANDS));
  const meant = nearest === null ? "" : ` Did you mean \`taipy-edge ${nearest}\`?`;
  return `\`taipy-edge\` has no command \`${name}\`.${meant}`;
}

function help(): string {
  const rows = Object.entries(COMMANDS).map(([name, { takes, summary }]) => [`${name} ${takes}`, summary] as const);
  return [
    "npx taipy-edge <command>",
    "",
    ...aligned(rows),
    "",
    "`npx taipy-edge <command> --help` has the options of a command.",
  ].join("\n");
}
