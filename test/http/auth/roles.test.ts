import { beforeAll, describe, expect, test } from "vitest";
import { type NeededRole, permits, ROLES, type Role, roleName } from "../../../src/core/access/permissions.ts";
import type { Route } from "../../../src/http/pipeline/action.ts";
import { routes } from "../../../src/http/routes.ts";
import { fake } from "../fakes.ts";
import { createTestAuth } from "./world.ts";

/** Endpoints that are open to everyone. Opening another one is a decision, which this list records. */
const OPEN = [
  "login",
  "home",
  "health",
  "getOpenApiJson",
  "getOpenApiYaml",
  "reference",
  "swaggerUi",
  "redocUi",
  "documentationFile",
];
/** Endpoints for every caller with credentials. */
const SIGNED_IN = ["logout", "me", "changeOwnPassword"];
/** Endpoints that run jobs or cancel them. */
const EXECUTOR = ["submitTask", "submitSequence", "submitScenario", "cancelJob"];
/** Endpoints of credentials, of the audit log and of repairs. */
const isAboutAccess = (path: string) => /^\/api\/v1\/(?:auth|audit|admin)\//.test(path);
/** Endpoints for operators, which Taipy does not have. */
const OPERATING = ["listMissingValues"];
/** Endpoints that read with a POST, because the filter is in the body. */
const READING_POSTS = ["filterDataNode"];

/** The role in Taipy's documentation; endpoints that Taipy does not have follow the same rule. */
function documentedRole({ id, method, path }: Route): NeededRole {
  if (OPEN.includes(id)) return null;
  if (SIGNED_IN.includes(id)) return "SIGNED_IN";
  if (isAboutAccess(path) || OPERATING.includes(id)) return "ADMIN";
  if (EXECUTOR.includes(id)) return "EXECUTOR";
  return method === "GET" || READING_POSTS.includes(id) ? "READER" : "EDITOR";
}

const { auth, guard } = createTestAuth();
const { handle } = fake({ auth, guard });
const keys = new Map<Role | null, string>();

const call = (route: Route, key: string | undefined) => {
  const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return handle(route.path.replace("{id}", "nope"), { method: route.method, headers });
};

beforeAll(async () => {
  for (const role of [...ROLES, null]) {
    const roles = role === null ? [] : [roleName(role)];
    keys.set(role, (await auth.apiKeys.create({ name: "test", roles, expires_at: null }, "test")).text);
  }
});

describe.each(routes.map((route) => [route.id, route] as const))("the endpoint %s", (_, route) => {
  test("requires the documented role", () => {
    expect(route.role).toBe(documentedRole(route));
  });

  test("answers 401 without credentials, unless it is open to everyone", async () => {
    const answer = await call(route, undefined);
    if (OPEN.includes(route.id)) {
      expect(answer.status).not.toBe(401);
      return;
    }
    expect(answer.status).toBe(401);
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer /);
    expect(await answer.json()).toMatchObject({ code: "unauthenticated", message: expect.stringContaining("Bearer") });
  });

  test.each([...ROLES, null])("admits the role %s exactly when the documentation says so", async (held) => {
    const answer = await call(route, keys.get(held));
    expect(answer.status).not.toBe(401);
    if (permits(held === null ? [] : [held], documentedRole(route))) {
      expect(answer.status).not.toBe(403);
      return;
    }
    expect(answer.status).toBe(403);
    const missing_role = `TAIPY_${String(route.role)}`;
    const message = expect.stringContaining(missing_role);
    expect(await answer.json()).toMatchObject({ code: "forbidden", missing_role, message });
  });
});

test("a HEAD request needs the same role as GET", async () => {
  const answer = await handle("/api/v1/tasks/", { method: "HEAD" });
  expect(answer.status).toBe(401);
});
