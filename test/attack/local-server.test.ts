import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { routes } from "../../src/http/routes.ts";
import { ROOT } from "../harness/bundle.ts";
import { creationPath, failedStart, type LocalServer, startLocalServer } from "../harness/local-server.ts";
import { type RawAnswer, type RawRequest, send } from "../harness/send.ts";

const ADMIN_KEY = "an-administrators-key-of-the-attacks-0123456789";
const TASKS = "/api/v1/tasks/";
/** Without credentials: refused, and after many refusals of one address without a look at the request. */
const REFUSED = [401, 429];
const closed = routes.filter(({ role }) => role !== null);

/** Names that are not this machine, though a rebound one leads to it. `{port}` = the service's. */
const FOREIGN_HOSTS = [
  "evil.example",
  "evil.example:{port}",
  "localhost.evil.example:{port}",
  "127.0.0.1.nip.io:{port}",
  "localhost.:{port}",
  "0.0.0.0:{port}",
  "192.168.1.20:{port}",
  "[::]:{port}",
  "[2001:db8::1]:{port}",
  "[::ffff:192.168.1.20]:{port}",
  "localhost:1",
  "localhost",
  "2130706433:{port}",
  "127.1:{port}",
  "localhost@evil.example:{port}",
  "evil.example@localhost:{port}",
  "localhost:{port}, evil.example",
  "evil.example, localhost:{port}",
  "localhost:{port}/evil",
  "localhost:0{port}",
];
const OWN_HOSTS = ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}"];
const FOREIGN_PAGES: readonly Record<string, string>[] = [
  { Origin: "https://evil.example" },
  { Origin: "null" },
  { Origin: "file://" },
  { Origin: "http://localhost:3000", "Sec-Fetch-Site": "same-site" },
  { "Sec-Fetch-Site": "cross-site" },
];
/** With these the local runtime would take another address, another Worker, another page or other facts for true. */
const RUNTIME_HEADERS: readonly Record<string, string>[] = [
  { "MF-Original-URL": "http://localhost:{port}/api/v1/tasks/" },
  { "mf-original-url": "http://localhost/" },
  { "MF-Original-Hostname": "localhost" },
  { "MF-Route-Override": "taipy-edge" },
  { "MF-CF-Blob": '{"clientIp":"127.0.0.1"}' },
  { "MF-Proxy-Shared-Secret": "guess" },
  { "MF-Disable-Pretty-Error": "true" },
  { "MF-Custom-Fetch-Service": "x" },
  { "MF-Sec-Fetch-Mode": "navigate" },
  { "X-Mf-Additional-Response-Log": "x" },
];

/** Everything that the local runtime answers by itself, as its own source names it. */
const RUNTIME_PATHS = [
  ...new Set(
    readFileSync(path.join(ROOT, "node_modules/miniflare/dist/src/workers/core/entry.worker.js"), "utf8").match(
      /(?<=")\/(?:cdn-cgi|__cf_local)\/[a-z0-9/-]+(?=")/g,
    ),
  ),
  "/cdn-cgi/explorer/",
  "/cdn-cgi/mf/scheduled",
  "/cdn-cgi/handler/scheduled",
  "/cdn-cgi/mf/reload",
  "/cdn-cgi/local/explorer/api/d1/database/DB/raw",
  "/cdn-cgi/explorer/api/d1/database/DB/raw",
  "/cdn-cgi/ProxyWorker/play",
  "/cdn-cgi/trace",
];

const SQL = { headers: { "Content-Type": "application/json" }, body: '{"sql":"SELECT * FROM users"}' };

interface Attacked {
  readonly server: LocalServer;
  attack(request: RawRequest): Promise<RawAnswer>;
}

async function withServer(flags: readonly string[], test: (attacked: Attacked) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "taipy-attacked-"));
  const server = await startLocalServer({
    flags: ["--persist-to", folder, "--var", `ADMIN_KEY:${ADMIN_KEY}`, ...flags],
  });
  const withPort = (text: string) => text.replaceAll("{port}", String(server.port));
  try {
    await test({
      server,
      attack: ({ headers = {}, ...request }) =>
        send(`http://127.0.0.1:${server.port}`, {
          ...request,
          headers: {
            Host: `localhost:${server.port}`,
            ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, withPort(value)])),
          },
        }),
    });
  } finally {
    await server.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A few attacks at a time. */
async function each<Item>(items: readonly Item[], attack: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const one = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await attack(item);
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

const CASES = [
  { title: "without a setting", flags: [], isOpen: true },
  { title: "with AUTH_MODE none", flags: ["--var", "AUTH_MODE:none"], isOpen: true },
  { title: "with AUTH_MODE loopback", flags: ["--var", "AUTH_MODE:loopback"], isOpen: true },
  { title: "with AUTH_MODE required", flags: ["--var", "AUTH_MODE:required"], isOpen: false },
];

describe.each(CASES)("npm start $title", ({ flags, isOpen }) => {
  it(
    "lets no page of another origin, no rebound name, and no request to the runtime itself through",
    () =>
      withServer(flags, async ({ server, attack }) => {
        const pathOf = (route: string) => route.replace("{id}", "known");
        const asEditor = isOpen ? {} : { Authorization: `Bearer ${ADMIN_KEY}` };
        const creation = await creationPath(server, asEditor);
        const created = await attack({ method: "POST", path: creation, headers: asEditor });
        expect(created.status).toBe(201);
        const { scenario } = JSON.parse(created.text) as { scenario: { id: string } };
        const state = async () => (await attack({ method: "GET", path: "/api/v1/datanodes/", headers: asEditor })).text;
        const before = await state();

        // A foreign host is refused, also with the administrator's key and with a page of that host.
        await each(
          // Each host at a quarter of the routes, each route at five hosts.
          FOREIGN_HOSTS.flatMap((host, at) =>
            closed.filter((_, index) => (at + index) % 4 === 0).map((route) => ({ host, ...route })),
          ),
          async ({ host, method, path: route }) => {
            const headers = { Host: host, Origin: `http://${host}`, Authorization: `Bearer ${ADMIN_KEY}` };
            const { status, text } = await attack({ method, path: pathOf(route), headers });
            expect([400, 421], `${method} ${route} at ${host}: ${text}`).toContain(status);
          },
        );
        for (const host of FOREIGN_HOSTS) {
          for (const forwarded of [
            "X-Forwarded-Host",
            "Forwarded",
            "X-Original-URL",
            "X-Forwarded-Proto",
            "CF-Connecting-IP",
          ]) {
            const headers = { Host: host, [forwarded]: "localhost:{port}" };
            expect([400, 421], `${host} ${forwarded}`).toContain(
              (await attack({ method: "GET", path: TASKS, headers })).status,
            );
          }
        }

        // A page of another origin changes nothing, and may read no answer.
        await each(
          closed.flatMap((route) => FOREIGN_PAGES.map((page) => ({ route, page }))),
          async ({ route: { method, path: route }, page }) => {
            for (const id of ["known", scenario.id]) {
              const { status, headers } = await attack({ method, path: route.replace("{id}", id), headers: page });
              const told = `${method} ${route} from ${JSON.stringify(page)}`;
              if (!isOpen) expect(REFUSED, told).toContain(status);
              else if (method !== "GET") expect(status, told).toBe(403);
              expect(headers["access-control-allow-origin"], told).toBeUndefined();
            }
          },
        );

        // The runtime's own headers and paths are closed on the port of the service …
        for (const headers of RUNTIME_HEADERS) {
          for (const host of ["localhost:{port}", "evil.example"]) {
            const { status } = await attack({ method: "GET", path: TASKS, headers: { Host: host, ...headers } });
            expect(status, JSON.stringify(headers)).toBe(400);
          }
        }
        for (const closedPath of RUNTIME_PATHS) {
          for (const method of ["GET", "POST", "PUT"]) {
            const { status } = await attack({ method, path: closedPath, ...(method === "GET" ? {} : SQL) });
            expect(status, `${method} ${closedPath}`).toBe(404);
          }
        }
        // … and on each other port that the processes of `npm start` have opened.
        const ports = listeningPorts(server.pid);
        if (ports !== null) {
          expect(ports).toContain(server.port);
          for (const port of ports.filter((other) => other !== server.port)) await expectClosed(port);
        }
        expect(await state()).toBe(before);

        // The developer still gets through.
        for (const host of OWN_HOSTS) {
          const own = { Host: host, Origin: `http://${host.toLowerCase()}`, ...asEditor };
          expect((await attack({ method: "GET", path: TASKS, headers: own })).status, host).toBe(200);
          expect((await attack({ method: "POST", path: creation, headers: own })).status, host).toBe(201);
        }
      }),
    300_000,
  );
});

describe("npm start on an address that other machines reach", () => {
  it("refuses every call without a key, whatever the host, and every call by a name that is not this machine's", () =>
    withServer(["--ip", "0.0.0.0"], async ({ server, attack }) => {
      const address = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
      const key = { Authorization: `Bearer ${ADMIN_KEY}` };
      for (const host of [...OWN_HOSTS, `${address ?? "192.168.1.20"}:{port}`]) {
        await each(closed, async ({ method, path: route }) => {
          const { status } = await attack({ method, path: route.replace("{id}", "known"), headers: { Host: host } });
          expect(REFUSED, `${method} ${route} at ${host}`).toContain(status);
        });
        expect((await attack({ method: "GET", path: TASKS, headers: { Host: host, ...key } })).status).toBe(200);
      }
      for (const host of ["evil.example:{port}", "localhost.evil.example:{port}", "localhost:1"]) {
        expect((await attack({ method: "GET", path: TASKS, headers: { Host: host, ...key } })).status, host).toBe(421);
      }
      if (address !== undefined) {
        const answer = await send(`http://${address}:${server.port}`, { method: "GET", path: TASKS });
        expect(answer.status).toBe(401);
        // Other machines reach no other port of it.
        for (const port of listeningPorts(server.pid) ?? []) {
          if (port !== server.port) expect(await accepts(address, port), String(port)).toBe(false);
        }
      }
    }));

  it("does not start with AUTH_MODE loopback, which other machines could claim to be", async () => {
    const flags = [
      "--ip",
      "0.0.0.0",
      "--var",
      "AUTH_MODE:loopback",
      "--persist-to",
      path.join(tmpdir(), "taipy-never"),
    ];
    expect(await failedStart(flags)).toContain("so it must not listen on 0.0.0.0");
  });

  it("and on loopback, other machines do not reach it at all", () =>
    withServer([], async ({ server }) => {
      const outside = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .filter(({ internal, family }) => !internal && family === "IPv4");
      for (const { address } of outside) {
        for (const port of [server.port, ...(listeningPorts(server.pid) ?? [])]) {
          expect(await accepts(address, port), `${address}:${port}`).toBe(false);
        }
      }
      expect(await accepts("127.0.0.1", server.port)).toBe(true);
    }));
});

/** A port of the runtime has nothing for a caller who lacks its secrets: not the service, not its tools. */
async function expectClosed(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}`;
  const hosts = [`localhost:${port}`, "evil.example", "closed.invalid"];
  const requests = hosts.flatMap((Host) => [
    ...[TASKS, "/health", "/docs", ...RUNTIME_PATHS].flatMap((where) => [
      { method: "GET", path: where, headers: { Host } },
      { method: "POST", path: where, headers: { Host, ...SQL.headers }, body: SQL.body },
    ]),
    ...[TASKS, ...RUNTIME_PATHS].flatMap((where) =>
      ["taipy-edge", "npm-start-guard", "npm-start-assets"].map((worker) => ({
        method: "GET",
        path: where,
        headers: {
          Host,
          Authorization: `Bearer ${ADMIN_KEY}`,
          "MF-Original-URL": `http://localhost:${port}${where}`,
          "MF-Route-Override": worker,
          "MF-Op": "GET",
          "MF-Op-Target": "1",
          "MF-Op-Secret": "00",
        },
      })),
    ),
  ]);
  await each(requests, async (request) => {
    const { status, text } = await send(url, request);
    expect(status, `${port} ${JSON.stringify(request)}: ${text.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
    expect(text).not.toMatch(/"id":"TASK_|DATANODE_|taipy-edge-payloads|<html/);
  });
}

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** The TCP ports that a process and its children listen on; null where the system does not say. */
function listeningPorts(pid: number): readonly number[] | null {
  if (process.platform !== "linux") return null;
  const inodes = new Set([pid, ...descendants(pid)].flatMap(socketsOf));
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readFileSync(file, "utf8").split("\n").slice(1));
  const LISTENING = "0A";
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTENING && inodes.has(inode ?? ""))
    .map(([, local]) => Number.parseInt(local?.split(":")[1] ?? "", 16));
}

function socketsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

function descendants(pid: number): readonly number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const fields = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\)/, "").trim().split(" ");
        return [{ child: Number(name), parent: Number(fields[1]) }];
      } catch {
        return [];
      }
    });
  const children = parents.filter(({ parent }) => parent === pid).map(({ child }) => child);
  return [...children, ...children.flatMap(descendants)];
}
