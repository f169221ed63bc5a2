import { beforeAll, describe, expect, test } from "vitest";
import { type NeededRole, permits, ROLES, type Role, roleName } from "../../../src/core/access/permissions.ts";
import type { Route } from "../../../src/http/pipeline/action.ts";
import { routes } from "../../../src/http/routes.ts";
import { fake } from "../fakes.ts";
import { createTestAuth } from "./world.ts";

/** Rows that answer everybody. A row that is added to them is a decision, and belongs here. */
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
/** Rows for whoever is somebody. */
const SIGNED_IN = ["logout", "me"];
/** Rows that run something. */
const EXECUTOR = ["submitTask", "submitSequence", "submitScenario", "cancelJob"];
/** Rows about who may do what, and who has done what. */
const isAboutAccess = (path: string) => /^\/api\/v1\/(?:auth|audit)\//.test(path);
/** Reads with a body. */
const READING_POSTS = ["filterDataNode"];

/** What Taipy's documentation asks for, and the same for what is added to it. */
function documentedRole({ id, method, path }: Route): NeededRole {
  if (OPEN.includes(id)) return null;
  if (SIGNED_IN.includes(id)) return "SIGNED_IN";
  if (isAboutAccess(path)) return "ADMIN";
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

describe.each(routes.map((route) => [route.id, route] as const))("%s", (_, route) => {
  test("asks for the role that is documented", () => {
    expect(route.role).toBe(documentedRole(route));
  });

  test("answers 401 without credentials, unless it is open", async () => {
    const answer = await call(route, undefined);
    if (OPEN.includes(route.id)) {
      expect(answer.status).not.toBe(401);
      return;
    }
    expect(answer.status).toBe(401);
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer /);
    expect(await answer.json()).toMatchObject({ code: "unauthenticated", message: expect.stringContaining("Bearer") });
  });

  test.each([...ROLES, null])("answers %s as that role may", async (held) => {
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

test("a HEAD needs what its GET needs", async () => {
  const answer = await handle("/api/v1/tasks/", { method: "HEAD" });
  expect(answer.status).toBe(401);
});
