import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const SERVE = fileURLToPath(new URL("./serve.mjs", import.meta.url).href);
const READY = /taipy-edge is ready on (http:\/\/[\w.:-]{1,100})\. /;

interface ServiceProcess {
  readonly url: string;
  log(): string;
  end(): Promise<void>;
}

/** Runs the service of a project with flags of `taipy-edge dev`. @throws Error with its output when it ends before it answers */
export async function startProcess(project: string, flags: readonly string[]): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [SERVE, ...flags], {
    cwd: project,
    // Its end of the channel closes when this process ends.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let output = "";
  const outputs: readonly Readable[] = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of outputs) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        const ready = READY.exec(output);
        if (ready?.[1] !== undefined) resolve(ready[1]);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`The service has not started (exit code ${code}).\n${output}`)));
  });
  letGo(child, outputs);
  return {
    url,
    log: () => output,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.ref();
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** A test that has ended without `stop` must not wait for the service. */
function letGo(child: ChildProcess, outputs: readonly Readable[]): void {
  child.unref();
  child.channel?.unref();
  for (const output of outputs) {
    if ("unref" in output && typeof output.unref === "function") output.unref();
  }
}
