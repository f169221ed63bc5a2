import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { ADMIN_KEY, type Fortress, SECRET_KEY, startFortress, USER } from "../../attack/fortress.ts";
import { type RawAnswer, type RawRequest, send } from "../../harness/send.ts";
import { type Service, startService } from "../../harness/service.ts";
import { createScenario, everything } from "../api.ts";
import { garbage } from "./garbage.ts";

const RUNS_PER_ROUTE = 30;
const REQUESTS_PER_RUN = 8;
const RUNS_WITH_CREDENTIALS = 8;

/** Answers that are files when all is well; what goes wrong is JSON everywhere. */
const FILES: ReadonlySet<string> = new Set(["content", "configurationToml", "openApiYaml", "page", "pageFile"]);

/** What only the inside of the service would say. */
const INTERNAL =
  /SQLITE|D1_|worker\.mjs|node_modules|\n\s+at |TypeError|ReferenceError|RangeError|SyntaxError|ZodError|\.ts:\d|PAYLOADS|ORCHESTRATOR/;

describe("a request that is made of nonsense", () => {
  let service: Service;
  let ids: readonly string[];

  beforeAll(async () => {
    service = await startService({ entry: "src/index.ts" });
    await Promise.all([1, 2, 3].map(() => createScenario(service, "my_awesome_scenario")));
    ids = Object.values(await everything(service)).flatMap((entities) => entities.map(({ id }) => id));
  });

  afterAll(() => service?.stop());

  it.each(routes.map(({ method, path, answer }) => ({ method, path, isFile: FILES.has(answer.kind) })))(
    "doesn't make $method $path fail with 500, answer without JSON, or show a stack trace",
    async ({ method, path, isFile }) => {
      const requests = fc.array(garbage({ method, path, ids }), {
        minLength: REQUESTS_PER_RUN,
        maxLength: REQUESTS_PER_RUN,
      });
      const property = fc.asyncProperty(requests, async (sent) => {
        const answers = await Promise.all(sent.map((request) => send(service.url, request)));
        expect(sent.flatMap((request, index) => problems(request, isFile, answers[index]))).toEqual([]);
      });
      await fc.assert(property, { numRuns: RUNS_PER_ROUTE, interruptAfterTimeLimit: 40_000 });
    },
  );
});

describe("a service that requires credentials", () => {
  let fortress: Fortress;
  let ids: readonly string[];
  let editors: readonly string[];
  let readers: readonly string[];

  beforeAll(async () => {
    fortress = await startFortress("src/index.ts");
    const { service, newKey } = fortress;
    const admin = {
      fetch: (path: string, init: RequestInit = {}) =>
        service.fetch(path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${ADMIN_KEY}` } }),
    };
    await admin.fetch("/api/v1/auth/users/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...USER, roles: ["READER"] }),
    });
    await Promise.all([1, 2, 3].map(() => createScenario(admin, "my_awesome_scenario")));
    ids = [
      ...Object.values(await everything(admin)).flatMap((entities) => entities.map(({ id }) => id)),
      USER.username,
    ];
    // Many, so that no key comes to its limit.
    readers = await Promise.all([1, 2, 3, 4].map(() => newKey("READER")));
    editors = await Promise.all([1, 2, 3, 4].map(() => newKey("EDITOR")));
  });

  afterAll(() => fortress?.service.stop());

  const bearer = (key: string) => `Bearer ${key}`;
  const garbled = () => [null, "", "Bearer", "Bearer ..", `Basic ${ADMIN_KEY}`, bearer(`${ADMIN_KEY}x`)];
  const unsigned = `Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ0YWlweS1lZGdlIn0.${"A".repeat(43)}`;

  /** Sends nonsense with these credentials to an endpoint: no answer fails with 500 or contains a secret. */
  async function sendGarbage(target: (typeof targets)[number], authorizations: readonly (string | null)[]) {
    const secrets = [ADMIN_KEY, SECRET_KEY, USER.password, ...readers, ...editors];
    const requests = fc.array(garbage({ ...target, ids, authorizations }), {
      minLength: REQUESTS_PER_RUN,
      maxLength: REQUESTS_PER_RUN,
    });
    const property = fc.asyncProperty(requests, async (sent) => {
      const answers = await Promise.all(sent.map((request) => send(fortress.service.url, request)));
      expect(sent.flatMap((request, index) => problems(request, target.isFile, answers[index]))).toEqual([]);
      const leaks = answers.filter(
        ({ text }) => text.includes("pbkdf2") || secrets.some((secret) => text.includes(secret)),
      );
      expect(leaks).toEqual([]);
    });
    await fc.assert(property, { numRuns: RUNS_WITH_CREDENTIALS, interruptAfterTimeLimit: 40_000 });
  }

  const targets = routes.map(({ method, path, answer }) => ({ method, path, isFile: FILES.has(answer.kind) }));

  it.each(targets)("lets neither a reader nor an anonymous client change anything by $method $path", async (target) => {
    const before = await fortress.state();
    await sendGarbage(target, [...garbled(), unsigned, ...readers.map(bearer)]);
    expect(await fortress.state()).toBe(before);
  });

  it.each(targets)("doesn't fail at $method $path of an editor, who changes no key and no user", async (target) => {
    const before = await fortress.credentials();
    await sendGarbage(target, editors.map(bearer));
    expect(await fortress.credentials()).toBe(before);
  });

  it.each(targets)("doesn't fail at $method $path of an administrator", async (target) => {
    await sendGarbage(target, [bearer(ADMIN_KEY)]);
  });
});

function problems(request: RawRequest, isFile: boolean, answer: RawAnswer | undefined): string[] {
  if (answer === undefined) return ["no answer"];
  const { status, headers, text } = answer;
  const found: string[] = [];
  if (status >= 500 && !isSlowHealth(request, status, text)) found.push("is a failure of the server");
  const unchanged = status === 304;
  if (unchanged && (request.headers?.["If-None-Match"] === undefined || text !== "")) found.push("is no 304");
  const mayBeAnything = unchanged || request.method === "HEAD" || (isFile && status < 400);
  if (!mayBeAnything && !isJson(headers["content-type"], text)) found.push("is no JSON");
  if (status >= 400 && INTERNAL.test(text)) found.push("shows the inside");
  return found.map((problem) => `${request.method} ${request.path} → ${status} ${text.slice(0, 200)}: ${problem}`);
}

/** On a busy machine a part may need longer than /health waits for it: then the answer names that part. */
const isSlowHealth = ({ method, path }: RawRequest, status: number, text: string): boolean =>
  path.startsWith("/health") &&
  status === 503 &&
  (method === "HEAD" || (text.startsWith('{"status":') && text.includes('"checks":')));

function isJson(type: string | undefined, text: string): boolean {
  if (!/^application\/json\b/.test(type ?? "")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
