import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
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
  /** How long to wait for a line that it is to print. */
  readonly patienceMs?: number;
}

const runFile = promisify(execFile);
const READY = /taipy-edge is ready on (\S+)\. /;
const PATIENCE_MS = 60_000;
const PATIENCE_AT_END_MS = 30_000;

/**
 * Starts it on a free port unless the flags name one, and waits until it answers.
 * @throws Error with its output when it ends before, or is silent for too long
 */
export async function startLocalServer({
  folder = ROOT,
  flags = [],
  env = {},
  patienceMs = PATIENCE_MS,
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
  const { pid = 0 } = child;
  const log = readOutput(child, (what) => {
    killGroup(pid);
    return new Error(`${["npm start", ...flags].join(" ")} ${what}. It has printed:\n${log.all()}`);
  });
  await log.until((text) => READY.test(text), { what: "that it is ready", patienceMs });
  const url = READY.exec(log.all())?.[1] ?? "";
  return {
    url,
    port: Number(new URL(url).port),
    pid,
    output: log.all,
    printed: (text) => log.printed(text, patienceMs),
    async end(signal = "SIGINT") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit").then(() => true);
      process.kill(signal === "SIGINT" ? -pid : pid, signal);
      const hasEnded = await Promise.race([ended, setTimeout(PATIENCE_AT_END_MS, false, { ref: false })]);
      if (!hasEnded) throw log.failure(`has not ended ${PATIENCE_AT_END_MS / 1000} s after ${signal}`);
    },
  };
}

/** The process and all that it has started. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** The path that creates a scenario of the application. */
export async function creationPath(
  { url }: Pick<LocalServer, "url">,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await fetch(`${url}/api/v1/config/`, { headers, signal: AbortSignal.timeout(PATIENCE_AT_END_MS) });
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

/** @param failure ends the process, and returns an error that says so */
function readOutput(child: ChildProcess, failure: (what: string) => Error) {
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
  async function until(
    isThere: (text: string) => boolean,
    { what, patienceMs }: { what: string; patienceMs: number },
  ): Promise<void> {
    let isLate = false;
    const timer = globalThis.setTimeout(() => {
      isLate = true;
      notify();
    }, patienceMs);
    try {
      while (!isThere(output)) {
        if (hasEnded() && child.stdout?.readableEnded) {
          throw new Error(`npm start has ended with ${child.exitCode ?? child.signalCode}:\n${output}`);
        }
        if (isLate) throw failure(`has not printed ${what} within ${patienceMs / 1000} s`);
        await new Promise<void>((resolve) => {
          notify = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
  return {
    all: () => output,
    failure,
    until,
    async printed(text: string, patienceMs: number) {
      await until((all) => all.includes(text, read), { what: JSON.stringify(text), patienceMs });
      read = output.indexOf(text, read) + text.length;
    },
  };
}
