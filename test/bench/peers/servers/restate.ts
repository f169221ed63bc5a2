import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../harness/ports.ts";
import { ready, startFile } from "./child.ts";

// node restate.ts <folder>: a Restate server with its defaults, and the process whose steps it runs.
const program = `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`;
const folder = path.join(process.argv[2] ?? ".", "restate");
const [ingress, admin, fabric] = [await freePort(), await freePort(), await freePort()];
const server = spawn(createRequire(import.meta.url).resolve(program), ["--no-logo", "--base-dir", folder], {
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    ...process.env,
    RESTATE_LISTEN_MODE: "tcp",
    RESTATE_BIND_IP: "127.0.0.1",
    RESTATE_BIND_PORT: String(fabric),
    RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${fabric}`,
    RESTATE_INGRESS__BIND_PORT: String(ingress),
    RESTATE_ADMIN__BIND_PORT: String(admin),
    RESTATE_LOG_FILTER: "error,octocrab=off",
    DO_NOT_TRACK: "1",
  },
});
process.once("exit", () => server.kill("SIGKILL"));

process.env.RESTATE_LOGGING = "ERROR";
const service = await startFile("restate-chain.mjs", []);
await register(service.url);
await untilAnswered(`http://127.0.0.1:${ingress}/chain/run`);
ready(`http://127.0.0.1:${ingress}`, async () => {
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await Promise.all([ended, service.end()]);
});

/** Says where the steps run, as soon as the server listens. */
async function register(uri: string): Promise<void> {
  const body = JSON.stringify({ uri });
  await untilAnswered(`http://127.0.0.1:${admin}/deployments`, body);
}

async function untilAnswered(url: string, body?: string): Promise<void> {
  for (;;) {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(url, { method: "POST", ...(body === undefined ? {} : { body, headers }) }).catch(
      () => null,
    );
    if (answer?.ok) return;
    if (server.exitCode !== null) throw new Error(`Restate ended with ${server.exitCode}`);
    await sleep(200);
  }
}
