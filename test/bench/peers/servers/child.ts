import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Child {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  end(): Promise<void>;
}

/** Runs a file of this folder that prints `ready <url>`; it ends when this process does. */
export async function startFile(file: string, args: readonly string[]): Promise<Child> {
  const name = fileURLToPath(new URL(file, import.meta.url).href);
  // The channel carries nothing: its end says that this process has ended.
  const child = spawn(process.execPath, [name, ...args], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const url = await firstUrl(child, file);
  // A full pipe would stop it at its next line.
  child.stdout?.resume();
  const ended = once(child, "exit");
  return {
    url,
    pid: child.pid ?? 0,
    async end() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

async function firstUrl({ stdout }: ChildProcess, file: string): Promise<string> {
  if (stdout === null) throw new Error(`${file} has no output`);
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith("ready ")) return line.slice("ready ".length);
  }
  throw new Error(`${file} ended before it was ready`);
}

/** Tells the process that has started this one where it listens, and runs `end` when that process has ended. */
export function ready(url: string, end: () => Promise<unknown>): void {
  process.stdout.write(`ready ${url.replace(/\/$/, "")}\n`);
  process.once("disconnect", () => void end().finally(() => process.exit()));
}
