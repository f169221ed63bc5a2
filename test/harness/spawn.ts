import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ROOT } from "./bundle.ts";
import { answerOf } from "./service.ts";

export interface SpawnedService {
  readonly url: string;
  readonly process: ChildProcess;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Ends the whole process group with SIGKILL, as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * The service in a process group of its own, on a folder that outlives it.
 * @param entry as that of `startService`: a file, or `release:0.1.0` for the Worker of a release
 */
export async function spawnService(
  entry: string,
  persistTo: string,
  port = 0,
  variables: Readonly<Record<string, string>> = {},
): Promise<SpawnedService> {
  const serve = fileURLToPath(new URL("./serve.ts", import.meta.url).href);
  const child = spawn(process.execPath, [serve, entry, String(port), persistTo, JSON.stringify(variables)], {
    cwd: ROOT,
    detached: true,
    // The channel carries nothing: its end tells the service that its test has died.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await firstUrl(child);
  // A full pipe would stop the service at its next line.
  child.stdout?.resume();
  return {
    url,
    process: child,
    fetch: async (where, init) => answerOf(entry, where, init?.method, await fetch(url + where, init)),
    kill: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

async function firstUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The service has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("ready ")) return line.slice("ready ".length);
  }
  throw new Error("The service ended before it was ready");
}
