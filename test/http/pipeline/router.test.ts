import { describe, expect, test } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { dataNode, fake } from "../fakes.ts";

const NOT_ALLOWED = "The method is not allowed for the requested URL.";

describe("the table", () => {
  test("holds Taipy's 30 operations under Taipy's methods and paths", () => {
    const kinds = ["datanodes", "tasks", "sequences", "scenarios", "cycles", "jobs"];
    const taipys = [
      ...kinds.flatMap((kind) => [`GET ${kind}/`, `POST ${kind}/`, `GET ${kind}/{id}/`, `DELETE ${kind}/{id}/`]),
      "GET datanodes/{id}/read/",
      "PUT datanodes/{id}/write/",
      "POST tasks/submit/{id}/",
      "POST sequences/submit/{id}/",
      "POST scenarios/submit/{id}/",
      "POST jobs/cancel/{id}/",
    ];
    expect(taipys).toHaveLength(30);
    const rows = routes.map(({ method, path }) => `${method} ${path.replace("/api/v1/", "")}`);
    expect(taipys.filter((operation) => !rows.includes(operation))).toEqual([]);
  });

  test("has one row for each id, and one for each method and path", () => {
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  });

  test("needs a role for every path of entities", () => {
    for (const route of routes)
      expect(route.role === null, route.id).toBe(!route.path.startsWith("/api/") || route.id === "login");
  });

  test.each(routes.map(({ id, method, path }) => ({ id, method, path })))(
    "$id is answered alike with and without the slash at its end",
    async ({ method, path }) => {
      const concrete = path.replace("{id}", "nope");
      const { handle } = fake();
      const withSlash = await handle(concrete.endsWith("/") ? concrete : `${concrete}/`, { method });
      const without = await handle(concrete.replace(/\/$/, ""), { method });
      expect(without.status).toBe(withSlash.status);
      expect(without.status).not.toBe(405);
      const text = (answer: string) => answer.replaceAll(/uuid-\d+/g, "uuid").replaceAll('/"', '"');
      expect(text(await without.text())).toBe(text(await withSlash.text()));
    },
  );
});

describe("slashes that stand side by side in a path", () => {
  const doubled = (path: string) => [`/${path}`, path.replace("/v1/", "/v1//"), path.replace(/\//g, "///")];

  test.each(routes.map(({ id, method, path }) => ({ id, method, path })))(
    "count as one for $id: the answer, the route of the log and the refusal are those of the plain path",
    async ({ method, path }) => {
      const concrete = path.replace("{id}", "nope");
      const plain = fake();
      const answer = await plain.handle(concrete, { method });
      const text = (body: string) => body.replaceAll(/uuid-\d+/g, "uuid");
      const expected = text(await answer.text());
      for (const form of doubled(concrete)) {
        const other = fake();
        const same = await other.handle(form, { method });
        expect(same.status, form).toBe(answer.status);
        expect(text(await same.text()), form).toBe(expected);
        expect(other.calls, form).toEqual(plain.calls);
      }
    },
  );

  test("keep the body, the headers and the query of a request", async () => {
    const { handle, calls } = fake({ entities: { data_node: { D: dataNode({ id: "D" }) } } });
    const headers = { "Content-Type": "application/json", "X-Request-Id": "call-7" };
    const init = { method: "PUT", body: "[1, 2]", headers };
    const answer = await handle("//api/v1//datanodes/D//write//?comment=a//b", init);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("X-Request-Id")).toBe("call-7");
    expect(calls[0]).toBe("write([1,2])");
  });

  test("stay in an id when they are percent-encoded", async () => {
    const answer = await fake().handle("/api/v1/datanodes/a%2F%2Fb/");
    expect(await answer.json()).toMatchObject({ message: "DataNode: a//b does not exist." });
  });
});

describe("a request that no row answers", () => {
  test.each([
    ["PUT", "/api/v1/tasks/x/", "DELETE, GET, HEAD, OPTIONS"],
    ["PUT", "/api/v1/tasks/x", "DELETE, GET, HEAD, OPTIONS"],
    ["DELETE", "/api/v1/scenarios/", "GET, HEAD, OPTIONS, POST"],
    ["GET", "/api/v1/tasks/submit/x/", "OPTIONS, POST"],
    ["POST", "/api/v1/datanodes/x/write/", "OPTIONS, PUT"],
    ["PATCH", "/health", "GET, HEAD, OPTIONS"],
  ])("%s %s is 405 with what is allowed", async (method, path, allow) => {
    const answer = await fake().handle(path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("Allow")).toBe(allow);
    expect(await answer.json()).toMatchObject({ message: NOT_ALLOWED, code: "method_not_allowed" });
  });

  test.each(["/nothing", "/api/v1/", "/api/v2/tasks/", "/api/v1/tasks/a/b/c/", "/api/v1/datanodes/a/b/"])(
    "%s is a JSON 404",
    async (path) => {
      const answer = await fake().handle(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get("Content-Type")).toBe("application/json");
      expect(await answer.json()).toMatchObject({ code: "route_not_found" });
    },
  );
});

describe("HEAD and OPTIONS", () => {
  test("HEAD has the status and headers of GET and no body", async () => {
    const { handle } = fake({ entities: { task: { TASK_1: { id: "TASK_1" } } } });
    const answer = await handle("/api/v1/tasks/TASK_1/", { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(await answer.text()).toBe("");
    expect((await handle("/api/v1/tasks/nope/", { method: "HEAD" })).status).toBe(404);
  });

  test("OPTIONS lists the methods of a path", async () => {
    const answer = await fake().handle("/api/v1/jobs", { method: "OPTIONS" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Allow")).toBe("GET, HEAD, OPTIONS, POST");
    expect(Object.keys((await answer.json<{ methods: object }>()).methods)).toEqual(["GET", "POST"]);
  });
});

describe("ids in paths", () => {
  test.each([
    ["%C3%A9%E2%98%83", "é☃"],
    ["a%2Fb", "a/b"],
    ["a%20b", "a b"],
    ["..%2e", "..."],
    ["*", "*"],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
  ])("%s is decoded and not found by its name", async (segment, id) => {
    const answer = await fake().handle(`/api/v1/datanodes/${segment}/`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: `DataNode: ${id} does not exist.` });
  });

  test.each([["%ZZ"], ["%"], ["%C3"], ["%00"], ["a%0Ab"], ["%7F"], ["x".repeat(1_025)]])(
    "%s can't be an id: 400",
    async (segment) => {
      const answer = await fake().handle(`/api/v1/jobs/${segment}/`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "invalid_path" });
    },
  );
});

describe("the request id", () => {
  test("is on every answer and is the caller's own when it is a plain one", async () => {
    const { handle } = fake();
    expect((await handle("/api/v1/tasks/")).headers.get("X-Request-Id")).toBe("uuid-1");
    const answer = await handle("/nothing", { headers: { "X-Request-Id": "call-7" } });
    expect(answer.headers.get("X-Request-Id")).toBe("call-7");
    expect(await answer.json()).toMatchObject({ request_id: "call-7" });
    const strange = await handle("/", { headers: { "X-Request-Id": "<script>" } });
    expect(strange.headers.get("X-Request-Id")).toBe("uuid-2");
  });
});
