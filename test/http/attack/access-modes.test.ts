import { describe, expect, test } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { createTestAuth } from "../auth/world.ts";
import { fake } from "../fakes.ts";

const MODES = [undefined, "none", "loopback", "required"] as const;
const LOOPBACK_HOSTS = [
  "localhost:5000",
  "127.0.0.1:5000",
  "127.9.9.9",
  "127.0.0.1.:5000",
  "[::1]:5000",
  "LOCALHOST:5000",
];
const FOREIGN_HOSTS = [
  "taipy.example.com",
  "evil.example:5000",
  "localhost.evil.example:5000",
  "127.0.0.1.nip.io:5000",
  "localhost.:5000",
  "192.168.1.20:5000",
  "0.0.0.0:5000",
  "[::]:5000",
  "[2001:db8::1]:5000",
  "[::ffff:192.168.1.20]:5000",
  "user@evil.example:5000",
];
/** What a browser says of the page that sends the request. */
const FOREIGN_PAGES: readonly Record<string, string>[] = [
  { Origin: "https://evil.example" },
  { Origin: "null" },
  { Origin: "file://" },
  { Origin: "http://localhost:3000", "Sec-Fetch-Site": "same-site" },
  { Origin: "https://localhost:5000" },
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site" },
];
const closed = routes.filter(({ role }) => role !== null);
const isSafe = (method: string) => method === "GET";

/** The service with one mode, with an administrator's key that no request has. */
function serviceIn(mode: string | undefined) {
  const { guard, auth } = createTestAuth(mode === undefined ? {} : { mode });
  const { handleRequest, calls } = fake({ guard, auth });
  const at = (host: string, method: string, path: string, headers: Record<string, string>) =>
    handleRequest(
      new Request(`http://${host}${path.replace("{id}", "known")}`, {
        method,
        headers: { "Content-Type": "text/plain", ...headers },
        ...(isSafe(method) ? {} : { body: "{}" }),
      }),
    );
  return { at, calls };
}

describe.each(MODES)("without credentials, in the mode %s,", (mode) => {
  const openHosts = mode === "none" ? [...LOOPBACK_HOSTS, ...FOREIGN_HOSTS] : mode === "loopback" ? LOOPBACK_HOSTS : [];
  const closedHosts = [...LOOPBACK_HOSTS, ...FOREIGN_HOSTS].filter((host) => !openHosts.includes(host));

  test("no route is reached at a host that is not the developer's machine, from no page", async () => {
    const { at, calls } = serviceIn(mode);
    for (const host of closedHosts) {
      const own = { Origin: `http://${host.toLowerCase()}`, "Sec-Fetch-Site": "same-origin" };
      for (const page of [{}, own, ...FOREIGN_PAGES.slice(0, 2)]) {
        for (const { method, path } of closed) {
          const { status } = await at(host, method, path, page);
          expect(status, `${method} ${path} at ${host} from ${JSON.stringify(page)}`).toBe(401);
        }
      }
    }
    expect(calls).toEqual([]);
  });

  test("no route is reached with slashes side by side in its path, or with those of its path encoded", async () => {
    const { at, calls } = serviceIn(mode);
    for (const host of closedHosts.slice(0, 1)) {
      for (const { method, path } of closed) {
        for (const form of [`/${path}`, path.replace("/v1", "//v1"), path.replace("/v1/", "/v1//"), `${path}//`]) {
          expect((await at(host, method, form, {})).status, `${method} ${form} at ${host}`).toBe(401);
        }
        expect((await at(host, method, path.replace("/v1/", "/v1%2F"), {})).status, `${method} ${path}`).toBe(404);
      }
    }
    expect(calls).toEqual([]);
  });

  test("a foreign page changes nothing at any host, and reads nothing", async () => {
    const { at, calls } = serviceIn(mode);
    for (const host of openHosts) {
      for (const page of FOREIGN_PAGES) {
        for (const { method, path } of closed) {
          const { status, headers } = await at(host, method, path, page);
          const told = `${method} ${path} at ${host} from ${JSON.stringify(page)}`;
          if (!isSafe(method)) expect(status, told).toBe(403);
          // Without this header a browser keeps the answer from the page.
          expect(headers.get("Access-Control-Allow-Origin"), told).toBeNull();
          expect(headers.get("Cross-Origin-Resource-Policy"), told).toBe("same-origin");
        }
      }
    }
    expect(calls).toEqual([]);
  });

  test("no preflight request of a foreign page is granted, nor one for a private network", async () => {
    const { at } = serviceIn(mode);
    for (const host of [...LOOPBACK_HOSTS, ...FOREIGN_HOSTS]) {
      for (const page of FOREIGN_PAGES) {
        const asked = {
          ...page,
          "Access-Control-Request-Method": "PUT",
          "Access-Control-Request-Private-Network": "true",
        };
        const { headers } = await at(host, "OPTIONS", "/api/v1/scenarios/", asked);
        const granted = [...headers.keys()].filter((name) => name.startsWith("access-control-"));
        expect(granted, `${host} ${JSON.stringify(page)}`).toEqual([]);
      }
    }
  });
});

test("a call without credentials reaches the service where the mode lets it, so the refusals above are the modes'", async () => {
  for (const [mode, host] of [
    ["none", "taipy.example.com"],
    ["none", "localhost:5000"],
    ["loopback", "localhost:5000"],
    ["loopback", "[::1]:5000"],
  ] as const) {
    const own = { Origin: `http://${host}`, "Sec-Fetch-Site": "same-origin" };
    for (const page of [{}, own]) {
      const { at, calls } = serviceIn(mode);
      expect(
        (await at(host, "POST", "/api/v1/scenarios/?config_id=x", { "Content-Type": "application/json", ...page }))
          .status,
      ).toBe(201);
      expect((await at(host, "GET", "/api/v1/tasks/", page)).status).toBe(200);
      expect(calls).not.toEqual([]);
    }
  }
});
