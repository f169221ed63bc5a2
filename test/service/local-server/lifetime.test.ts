import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../harness/bundle.ts";
import { creationPath, failedStart, type LocalServer, startLocalServer } from "../../harness/local-server.ts";

const run = promisify(execFile);
const SCENARIOS = "/api/v1/scenarios/";

let folder: string;
let server: LocalServer;

const flags = (...more: readonly string[]) => ["--persist-to", folder, ...more];
const idsOf = async (url: string): Promise<readonly string[]> => {
  const found = (await (await fetch(url + SCENARIOS)).json()) as { id: string }[];
  return found.map(({ id }) => id);
};
const create = async (): Promise<string> => {
  const answer = await fetch(server.url + (await creationPath(server)), { method: "POST" });
  return ((await answer.json()) as { scenario: { id: string } }).scenario.id;
};
/** A command of wrangler over the same data. */
const wrangler = async (...given: readonly string[]): Promise<string> => {
  const program = path.join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const env = { ...process.env, CI: "true", WRANGLER_SEND_METRICS: "false" };
  const { stdout } = await run(process.execPath, [program, ...given, "--local", "--persist-to", folder], {
    cwd: ROOT,
    env,
  });
  return stdout;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "taipy-local-"));
  server = await startLocalServer({ flags: flags() });
});

afterAll(async () => {
  await server?.end();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

describe("npm start", () => {
  it("keeps what it has answered when it is killed, and starts again at once on the same port and data", async () => {
    const id = await create();
    const { port } = server;
    await server.end("SIGKILL");
    server = await startLocalServer({ flags: flags("--port", String(port)) });
    expect(await idsOf(server.url)).toEqual([id]);
  });

  it("shares its data with wrangler's own commands", async () => {
    const id = await create();
    expect(await wrangler("d1", "execute", "DB", "--json", "--command", "SELECT id FROM scenarios")).toContain(id);
    expect(await wrangler("d1", "migrations", "list", "DB")).toContain("No migrations to apply");
  });

  it("runs jobs through the queue, and counts against the rate limits", async () => {
    const submitted = await fetch(`${server.url}/api/v1/scenarios/submit/${await create()}/?wait=true`, {
      method: "POST",
    });
    expect(await submitted.json()).toMatchObject({ submission: { status: "COMPLETED" } });
    const statuses = new Set<number>();
    for (let tries = 0; tries < 12; tries += 1) {
      const headers = { Authorization: "Bearer wrong" };
      statuses.add((await fetch(server.url + SCENARIOS, { headers })).status);
    }
    expect([...statuses].sort()).toEqual([401, 429]);
  });

  it("reads a file of variables again when it is saved, so that an AUTH_MODE in it counts at once", async () => {
    const file = path.join(folder, "own.vars");
    await writeFile(file, "AUTH_MODE=none\n");
    await server.end();
    server = await startLocalServer({ flags: flags("--env-file", file) });
    expect((await fetch(server.url + SCENARIOS)).status).toBe(200);
    await writeFile(file, "AUTH_MODE=required\n");
    // The service has no key. It does not listen while the runtime is replaced.
    const code = () =>
      fetch(server.url + SCENARIOS).then(
        async (answer) => ((await answer.json()) as { code?: string }).code,
        () => undefined,
      );
    await expect.poll(code, { timeout: 60_000 }).toBe("service_closed");
    await writeFile(file, "AUTH_MODE=none\n");
    await expect.poll(code, { timeout: 60_000 }).toBeUndefined();
  }, 180_000);

  it("does not start without a file of variables that a flag names", async () => {
    const missing = path.join(folder, "missing.vars");
    // Node reads the flag, too; its later versions refuse first.
    expect(await failedStart(flags("--env-file", missing))).toMatch(/missing\.vars(?:: not found| names no file of )/);
  });

  it("runs one process at a time on a folder of data, and names the other one", async () => {
    expect(await failedStart(flags())).toContain(
      `Another \`npm start\` (process ${server.pid}) uses the data in ${folder}, and answers on ${server.url}. Use that one`,
    );
  });

  it("names the process that has its port, and the flag for another one", async () => {
    const { port, pid } = server;
    const data = await mkdtemp(path.join(tmpdir(), "taipy-local-"));
    const output = await failedStart(["--port", String(port), "--persist-to", data]);
    await rm(data, { recursive: true });
    // Its runtime listens; what has started it says more. Some systems name nothing.
    expect(output).toMatch(
      new RegExp(`Port ${port} is in use by (?:another program|process ${pid} \\(.*start\\.mjs.*\\))\\. End`),
    );
    expect(output).toContain(`End it, or choose another port: npm start -- --port ${port + 1}`);
  });

  it("ends with its runtime at Ctrl+C", async () => {
    const { url } = server;
    await server.end("SIGINT");
    await expect(fetch(url)).rejects.toThrow("fetch failed");
    server = await startLocalServer({ flags: flags() });
  });
});
