import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../src/http/routes.ts";
import { ADMIN_KEY, bodyOf, type Fortress, get, INSIDE, json, startFortress } from "./fortress.ts";

const SQL = [
  "' OR '1'='1",
  "'; DROP TABLE sales; --",
  '"; DROP TABLE sales; --',
  "') UNION SELECT hash, hash FROM api_keys --",
  "x' UNION ALL SELECT sql FROM sqlite_master --",
  "1) OR 1=1 --",
  "\\'; DELETE FROM scenarios; --",
  "%' ESCAPE '\\",
  "$[0]",
  "$.a.b",
];
const NAMES = [
  "config_id",
  "task_id",
  "cursor",
  "version",
  "entity_id",
  "limit",
  "page",
  "columns",
  "operators",
  "join_operator",
  "editor_id",
  "comment",
  "actor",
  "operation",
  "since",
  "until",
  "key",
  "from",
  "to",
  "edit",
  "at",
  "force",
  "cascade",
];
const PARAMETERS = [...new Set([...NAMES, ...routes.flatMap(({ query }) => Object.keys(query().shape))])];

let fortress: Fortress;
let editor: string;
let sales: string;
let document: string;
let calls = 0;
const canary = createServer((socket) => {
  calls += 1;
  socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
});
let canaryHost: string;

beforeAll(async () => {
  canary.listen(0, "127.0.0.1");
  await once(canary, "listening");
  canaryHost = `127.0.0.1:${(canary.address() as AddressInfo).port}`;
  fortress = await startFortress("test/attack/worker.ts", { ISSUER: `http://${canaryHost}` });
  const db = await fortress.service.miniflare.getD1Database("SHOP");
  await db.exec("CREATE TABLE sales (id INTEGER, city TEXT)");
  await db.exec("INSERT INTO sales VALUES (1, 'Oslo'), (2, 'Rome')");
  editor = await fortress.newKey("EDITOR");
  await fortress.attack({ method: "POST", path: "/api/v1/scenarios/?config_id=targets" }, editor);
  const list = bodyOf<unknown>(await fortress.attack(get("/api/v1/datanodes/"), editor)) as {
    id: string;
    config_id: string;
  }[];
  const idOf = (config: string) => encodeURIComponent(list.find(({ config_id }) => config_id === config)?.id ?? "");
  [sales, document] = [idOf("sales"), idOf("document")];
});

afterAll(async () => {
  await fortress?.service.stop();
  canary.close();
});

describe("SQL in a request is text", () => {
  it.each(routes.filter(({ method }) => method === "GET"))(
    "in the path and every parameter of $path",
    async ({ path, role }) => {
      if (role === null) return;
      // A key of its own, so that no key reaches its rate limit.
      const key = role === "ADMIN" ? ADMIN_KEY : await fortress.newKey("READER");
      const before = await fortress.state();
      for (const text of SQL) {
        const encoded = encodeURIComponent(text);
        const where = [
          path.replace("{id}", encoded),
          ...PARAMETERS.map((name) => `${path.replace("{id}", sales)}?${name}=${encoded}`),
        ];
        const answers = await Promise.all(where.map((target) => fortress.attack(get(target), key)));
        for (const [index, answer] of answers.entries()) {
          expect(answer.status, where[index]).toBeLessThan(429);
          expect(answer.text, where[index]).not.toMatch(INSIDE);
          expect(answer.text, where[index]).not.toMatch(/CREATE TABLE|[0-9a-f]{64}.*"hash"/);
        }
      }
      expect(await fortress.state()).toBe(before);
    },
    60_000,
  );

  it("in a list's filters finds nothing more", async () => {
    for (const text of SQL) {
      for (const path of ["scenarios/?version=", "submissions/?entity_id=", "audit/?actor=", "audit/?operation="]) {
        const { status, text: found } = await fortress.attack(
          get(`/api/v1/${path}${encodeURIComponent(text)}`),
          ADMIN_KEY,
        );
        expect(status === 404 || (status === 200 && found.trim() === "[]"), `${path}${text} → ${status} ${found}`).toBe(
          true,
        );
      }
    }
  });

  it("in a filter of a table is a value or no column", async () => {
    for (const text of SQL) {
      const filter = (key: string, value: string) =>
        fortress.attack(
          json("POST", `/api/v1/datanodes/${sales}/read/`, { operators: [{ key, operator: "EQUAL", value }] }),
          editor,
        );
      expect(bodyOf(await filter("city", text))).toEqual({ data: [] });
      expect((await filter(text, "Oslo")).status, text).toBe(400);
      const columns = await fortress.attack(
        get(`/api/v1/datanodes/${sales}/read/?columns=${encodeURIComponent(`"${text.replaceAll('"', '""')}"`)}`),
        editor,
      );
      expect(columns.status, text).toBe(400);
    }
    expect(bodyOf(await fortress.attack(get(`/api/v1/datanodes/${sales}/read/`), editor))).toEqual({
      data: [
        { id: 1, city: "Oslo" },
        { id: 2, city: "Rome" },
      ],
    });
  });

  it("in the names and cells of written rows is refused, or kept as it is", async () => {
    const write = (rows: unknown) => fortress.attack(json("PUT", `/api/v1/datanodes/${sales}/write/`, rows), editor);
    const before = await fortress.state();
    for (const text of SQL) expect((await write([{ id: 1, city: "Oslo", [text]: 1 }])).status, text).toBe(400);
    expect(await fortress.state()).toBe(before);
    const rows = SQL.map((city, id) => ({ id, city }));
    expect((await write(rows)).status).toBe(200);
    expect(bodyOf(await fortress.attack(get(`/api/v1/datanodes/${sales}/read/`), editor))).toEqual({ data: rows });
  });
});

describe("a line break in a request", () => {
  const BREAKS = ["%0d%0aSet-Cookie:%20a=b", "%0aX-Evil:1", "%0d", "%E2%80%A8X-Evil:1", "a%00b", "%C4%8A%C4%8D"];

  it("makes no header of an answer", async () => {
    for (const text of BREAKS) {
      const decoded = decodeURIComponent(text);
      const cycle = {
        id: decoded,
        frequency: "DAILY",
        properties: {},
        creation_date: "2020-01-01",
        start_date: "2020-01-01",
        end_date: "2020-01-02",
      };
      const requests = [
        json("POST", "/api/v1/cycles/", cycle),
        get(`/api/v1/scenarios/?limit=1&x=${text}`),
        get(`/api/v1/tasks/${text}/`),
        json("POST", "/api/v1/sequences/", { scenario_id: decoded, sequence_name: decoded, task_ids: [] }),
        { ...get("/api/v1/tasks/"), headers: { "X-Request-Id": text } },
        { ...get("/api/v1/tasks/"), headers: { Origin: `https://evil.example/${text}` } },
      ];
      for (const request of requests) {
        const { status, headers } = await fortress.attack(request, editor);
        expect(status).toBeLessThan(500);
        expect(Object.keys(headers)).not.toContain("set-cookie");
        expect(Object.keys(headers)).not.toContain("x-evil");
        expect(Object.values(headers).join(" ")).toMatch(/^[\x20-\x7e]*$/);
      }
    }
  });

  it("adds no second row to the audit log, and does not come back in a request id", async () => {
    const { headers } = await fortress.attack({ ...get("/api/v1/tasks/"), headers: { "X-Request-Id": "a b" } }, editor);
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect((await fortress.attack({ method: "DELETE", path: "/api/v1/tasks/a%0ab/" }, editor)).status).toBe(400);
  });
});

describe("members with the names of prototypes", () => {
  const hostile = '{"__proto__": {"polluted": 1, "roles": ["ADMIN"]}, "constructor": {"prototype": {"polluted": 1}}}';

  it("are data in values, and unknown fields elsewhere", async () => {
    const headers = { "Content-Type": "application/json" };
    const written = await fortress.attack(
      { method: "PUT", path: `/api/v1/datanodes/${document}/write/`, headers, body: hostile },
      editor,
    );
    expect(written.status).toBe(200);
    const { text } = await fortress.attack(get(`/api/v1/datanodes/${document}/read/`), editor);
    expect(JSON.parse(text)).toEqual({ data: JSON.parse(hostile) });
    for (const { method, path } of routes.filter(({ body }) => body.kind === "json")) {
      const { status } = await fortress.attack(
        { method, path: path.replace("{id}", document), headers, body: hostile },
        ADMIN_KEY,
      );
      expect(status, path).toBeLessThan(500);
    }
    const me = bodyOf(await fortress.attack(get("/api/v1/auth/me/"), editor));
    expect(me).toMatchObject({ roles: ["TAIPY_EDITOR"] });
    expect(me).not.toHaveProperty("polluted");
    expect((await fortress.attack(json("POST", "/api/v1/auth/keys/", {}), editor)).status).toBe(403);
  });
});

describe("an address in a request", () => {
  it("is never fetched: the service calls the configured addresses only", async () => {
    const urls = [
      `http://${canaryHost}/`,
      `//${canaryHost}/`,
      canaryHost,
      `mongodb://${canaryHost}/`,
      `postgres://u:p@${canaryHost}/d`,
    ];
    for (const url of urls) {
      const fields = [
        "url",
        "uri",
        "host",
        "endpoint",
        "db_host",
        "aws_s3_endpoint",
        "jku",
        "path",
        "callback",
        "webhook",
        "href",
        "binding",
      ];
      const body = {
        ...Object.fromEntries(fields.map((name) => [name, url])),
        properties: { db_host: url },
        id: url,
        name: url,
        sequence_name: url,
        scenario_id: url,
        username: url,
        password: url,
      };
      for (const { method, path } of routes) {
        const query = [...fields, ...PARAMETERS].map((name) => `${name}=${encodeURIComponent(url)}`).join("&");
        const headers = {
          "Content-Type": "application/json",
          Origin: url,
          Referer: url,
          "X-Forwarded-Host": canaryHost,
          Forwarded: `host=${canaryHost}`,
          "X-Original-URL": url,
        };
        for (const where of [
          `${path.replace("{id}", encodeURIComponent(url))}`,
          `${path.replace("{id}", document)}?${query}`,
          path.replace("{id}", document),
        ]) {
          const { status } = await fortress.attack(
            { method, path: where, headers, ...(method === "GET" ? {} : { body: JSON.stringify(body) }) },
            ADMIN_KEY,
          );
          expect(status).toBeLessThan(500);
        }
      }
    }
    expect(calls).toBe(0);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "RS256", kid: "k" })}.${part({ iss: `http://${canaryHost}`, aud: "taipy", sub: "a", exp: 9e9 })}.AA`;
    expect((await fortress.attack(get("/api/v1/tasks/"), token)).status).toBeGreaterThanOrEqual(400);
    expect(calls).toBeGreaterThan(0);
  }, 60_000);
});
