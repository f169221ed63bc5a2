import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

type Command = readonly [program: string, args: readonly string[]];

const isRoot = () => process.getuid?.() === 0;

/** The command as another user when this process is root (database servers refuse to be); else as it is. */
export const asUser = (user: string, program: string, args: readonly string[]): Command =>
  isRoot() ? ["setpriv", [`--reuid=${user}`, `--regid=${user}`, "--init-groups", program, ...args]] : [program, args];

export function ownedBy(user: string, ...paths: readonly string[]): void {
  if (isRoot()) execFileSync("chown", [`${user}:${user}`, ...paths]);
}

export interface ServerProcess {
  readonly command: Command;
  readonly folder: string;
  /** What the server prints when it takes connections. */
  readonly ready: RegExp;
  readonly stopSignal: NodeJS.Signals;
}

/** Answers when the server is ready; the answer stops it and waits for its end. */
export async function startServer({ command, folder, ready, stopSignal }: ServerProcess): Promise<() => Promise<void>> {
  const [program, args] = command;
  const server = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  // Tests that end without their teardown must not leave a server behind.
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const listen = (text: Buffer) => {
      output += String(text);
      if (ready.test(output)) resolve();
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`)));
  });
  return async () => {
    process.off("exit", kill);
    if (server.exitCode !== null) return;
    const ended = once(server, "exit");
    server.kill(stopSignal);
    await ended;
  };
}
