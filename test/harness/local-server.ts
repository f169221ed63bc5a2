import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./bundle.ts";

/** `npm start` as a process of its own. */
export interface LocalServer {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Of the Node process; the runtime is a child of it. */
  readonly pid: number;
  /** Everything that it has printed. */
  output(): string;
  /** Resolves when this has been printed after what the last call has found. */
  printed(text: string): Promise<void>;
  /** Ends it, and waits until it is gone. */
  end(signal?: "SIGINT" | "SIGKILL"): Promise<void>;
}

export interface LocalServerOptions {
  /** The project; by default this repository. */
  readonly folder?: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const runFile = promisify(execFile);
const READY = /taipy-edge is ready on (\S+)\. /;

/** Starts it on a free port unless the flags name one, and waits until it answers. @throws Error with its output when it ends before */
export async function startLocalServer({
  folder = ROOT,
  flags = [],
  env = {},
}: LocalServerOptions): Promise<LocalServer> {
  const own = flags.some((flag) => flag.startsWith("--port")) ? [] : ["--port", "0"];
  // npm runs this before `npm start`.
  await runFile(process.execPath, [path.join(folder, "src/dev/page-files.mjs")]);
  const child = spawn(process.execPath, [path.join(folder, "src/dev/start.mjs"), ...own, ...flags], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", CI: "true", ...env },
  });
  const log = readOutput(child);
  await log.until((text) => READY.test(text));
  const url = READY.exec(log.all())?.[1] ?? "";
  const { pid = 0 } = child;
  return {
    url,
    port: Number(new URL(url).port),
    pid,
    output: log.all,
    printed: log.printed,
    async end(signal = "SIGINT") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, "exit");
      process.kill(signal === "SIGINT" ? -pid : pid, signal);
      await closed;
    },
  };
}

/** The path that creates a scenario of the application. */
export async function creationPath(
  { url }: LocalServer,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await fetch(`${url}/api/v1/config/`, { headers });
  const { SCENARIO } = (await answer.json()) as { SCENARIO: Readonly<Record<string, unknown>> };
  return `/api/v1/scenarios/?config_id=${Object.keys(SCENARIO).find((id) => id !== "default")}`;
}

/** What it prints when it does not start, and its exit code. */
export async function failedStart(flags: readonly string[], options: Omit<LocalServerOptions, "flags"> = {}) {
  try {
    const server = await startLocalServer({ ...options, flags });
    await server.end();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`npm start ${flags.join(" ")} was to fail, and did not.`);
}

function readOutput(child: ChildProcess) {
  let output = "";
  let read = 0;
  let notify = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      notify();
    });
  }
  // After its streams have ended, so that its last words are part of the output.
  child.once("close", () => notify());
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  async function until(isThere: (text: string) => boolean): Promise<void> {
    while (!isThere(output)) {
      if (hasEnded() && child.stdout?.readableEnded)
        throw new Error(`npm start has ended with ${child.exitCode}:\n${output}`);
      await new Promise<void>((resolve) => {
        notify = resolve;
      });
    }
  }
  return {
    all: () => output,
    until,
    async printed(text: string) {
      await until((all) => all.includes(text, read));
      read = output.indexOf(text, read) + text.length;
    },
  };
}
