// The service of a test, as a process of its own: `taipy-edge dev`, which ends with the process that has started it.
import process from "node:process";

process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
await import(new URL("../dev/start.mjs", import.meta.url).href);
