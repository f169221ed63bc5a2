import { describe, expect, it } from "vitest";

interface Rules {
  readonly url: string;
  readonly port: number;
  readonly isPublic: boolean;
  readonly names: readonly string[];
  readonly clientAddress: string | null;
  readonly problem?: string;
}
interface Guard {
  fetch(request: Request, env: { readonly RULES: Rules; readonly SERVICE?: object }): Promise<Response>;
}

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/guard.worker.mjs", import.meta.url).href;
const { default: guard } = (await import(MODULE)) as { default: Guard };

const LOCAL: Rules = {
  url: "http://localhost:5000",
  port: 5000,
  isPublic: false,
  names: [],
  clientAddress: "127.0.0.1",
};
const PUBLIC: Rules = { ...LOCAL, isPublic: true, names: ["pc7", "pc7.local"], clientAddress: null };

/** The status of the guard, or the headers of the request that reaches the service. */
async function guarded(host: string, rules: Rules, headers: Record<string, string> = {}, url = `http://${host}/docs`) {
  let passed: Request | null = null;
  const SERVICE = {
    fetch: async (request: Request) => {
      passed = request;
      return new Response("from the service");
    },
  };
  const request = new Request(url, {
    method: "POST",
    headers: { Host: host, ...headers },
    body: "a body",
  });
  const answer = await guard.fetch(request, { RULES: rules, SERVICE });
  return { status: answer.status, passed: passed as Request | null };
}

describe("the guard of npm start", () => {
  it("handles requests only, so that the runtime's other protocol on its port reaches nothing", () => {
    expect(Object.keys(guard)).toEqual(["fetch"]);
  });

  it.each(["localhost:5000", "127.0.0.1:5000", "127.8.8.8:5000", "[::1]:5000", "LocalHost:5000"])(
    "lets a request to %s through",
    async (host) => {
      const { status, passed } = await guarded(host, LOCAL);
      expect(status).toBe(200);
      expect(await passed?.text()).toBe("a body");
    },
  );

  it.each(["localhost", "localhost:80", "pc7:5000", "10.0.0.7:5000", "0.0.0.0:5000", "evil.example:5000"])(
    "answers a request to %s with 421",
    async (host) => {
      const { status, passed } = await guarded(host, LOCAL);
      expect([status, passed]).toEqual([421, null]);
    },
  );

  it.each(["pc7:5000", "PC7.local:5000", "10.0.0.7:5000", "[2001:db8::7]:5000", "localhost:5000"])(
    "lets a request to %s through when other machines may call",
    async (host) => {
      expect((await guarded(host, PUBLIC)).status).toBe(200);
    },
  );

  it.each(["evil.example:5000", "pc8:5000", "pc7.evil.example:5000", "pc7"])(
    "answers a request to %s with 421 when other machines may call",
    async (host) => {
      expect((await guarded(host, PUBLIC)).status).toBe(421);
    },
  );

  it("answers a request whose address has another host than its header with 400", async () => {
    expect((await guarded("localhost:5000", LOCAL, {}, "http://evil.example:5000/docs")).status).toBe(400);
    expect((await guarded("evil.example:5000", LOCAL, {}, "http://localhost:5000/docs")).status).toBe(400);
  });

  it("gives the service the caller's address instead of one that the caller names", async () => {
    const named = { "CF-Connecting-IP": "203.0.113.9" };
    expect((await guarded("localhost:5000", LOCAL, named)).passed?.headers.get("CF-Connecting-IP")).toBe("127.0.0.1");
    expect((await guarded("localhost:5000", PUBLIC, named)).passed?.headers.get("CF-Connecting-IP")).toBeNull();
  });

  it("answers 503 while the service has not started, and refuses as before", async () => {
    const request = (host: string) => new Request(`http://${host}/docs`, { headers: { Host: host } });
    expect((await guard.fetch(request("localhost:5000"), { RULES: LOCAL })).status).toBe(503);
    const problem = "Error: src/app/index.ts:3:5";
    const answer = await guard.fetch(request("localhost:5000"), { RULES: { ...LOCAL, problem } });
    expect(await answer.json()).toMatchObject({ message: `The service has not started. ${problem}` });
    expect((await guard.fetch(request("evil.example"), { RULES: LOCAL })).status).toBe(421);
  });
});
