// Ends the local runtime with this process, also when this process is killed: else it would keep the port and the data.
import { spawn } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import process from "node:process";

/** Reads process ids until its input ends, which it does with this process, and then ends the last of them. */
const WATCH = 'while read -r pid; do last=$pid; done; [ -n "$last" ] && kill -9 "$last" 2>/dev/null';

/**
 * @returns {() => void} call it when the runtime has ended by itself
 */
export function endRuntimeWithThisProcess() {
  // Windows has no such shell.
  if (process.platform === "win32") return () => undefined;
  const watcher = spawn("/bin/sh", ["-c", WATCH], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  watcher.on("error", () => undefined);
  watcher.stdin.on("error", () => undefined);
  watcher.unref();
  watcher.stdin.unref();
  subscribe("child_process", ({ process: child }) => {
    child.once("spawn", () => {
      if (/workerd/.test(child.spawnfile)) watcher.stdin.write(`${child.pid}\n`);
    });
  });
  return () => watcher.kill();
}
