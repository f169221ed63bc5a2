import { describe, expect, it } from "vitest";
import type { Service } from "../harness/service.ts";
import { CURRENT, inTurn, LAST } from "./store-in-turn.ts";

const KEYS = {
  AUTH_MODE: "required",
  ADMIN_KEY: "an-administrators-key-of-this-test-0123456789",
  SECRET_KEY: "a-signing-key-of-this-test-0123456789abcdef",
};
/** Four starts of the service, and passwords that are checked slowly on purpose, on a machine that is busy. */
const LIMIT_MS = 360_000;
const PASSWORD = "correct horse battery";

/** What a client keeps from one phase to the next. */
interface Kept {
  readonly user: string;
  readonly token: string;
  readonly apiKey: string;
  /** The address of the second page of a list. */
  readonly nextPage: string;
  readonly entity: string;
  readonly tag: string;
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

async function post<Answer>(service: Service, path: string, token: string | null, body?: unknown): Promise<Answer> {
  const answer = await service.fetch(`/api/v1${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token === null ? {} : bearer(token)) },
    body: JSON.stringify(body ?? {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Answer;
}

const statusOf = async (service: Service, path: string, headers: Record<string, string>): Promise<number> =>
  (await service.fetch(path, { headers })).status;

const login = async (service: Service, username: string): Promise<string> =>
  (await post<{ token: string }>(service, "/auth/login", null, { username, password: PASSWORD })).token;

/** A user, a token, an API key, a page's address and an entity tag, as this release gives them out. */
async function giveOut(service: Service, user: string): Promise<Kept> {
  const admin = KEYS.ADMIN_KEY;
  await post(service, "/auth/users/", admin, { username: user, password: PASSWORD, roles: ["TAIPY_READER"] });
  const { key } = await post<{ key: string }>(service, "/auth/keys/", admin, { name: user, roles: ["TAIPY_READER"] });
  await post(service, "/scenarios/?config_id=chain", admin);
  const list = await service.fetch("/api/v1/tasks/?limit=2", { headers: bearer(admin) });
  const [, address = ""] = /<([^>]+)>/.exec(list.headers.get("link") ?? "") ?? [];
  const [first] = (await list.json()) as { id: string }[];
  const entity = `/api/v1/tasks/${first?.id}/`;
  const shown = await service.fetch(entity, { headers: bearer(admin) });
  const tag = shown.headers.get("etag") ?? "";
  await shown.text();
  const next = new URL(address, service.url);
  return { user, token: await login(service, user), apiKey: key, nextPage: next.pathname + next.search, entity, tag };
}

async function accept(service: Service, { user, token, apiKey, nextPage, entity, tag }: Kept): Promise<void> {
  expect(await statusOf(service, "/api/v1/scenarios/", bearer(token))).toBe(200);
  expect(await statusOf(service, "/api/v1/scenarios/", bearer(apiKey))).toBe(200);
  expect(await statusOf(service, "/api/v1/scenarios/", bearer(`${token}x`))).toBe(401);
  expect(await statusOf(service, "/api/v1/scenarios/", bearer(await login(service, user)))).toBe(200);
  const page = await service.fetch(nextPage, { headers: bearer(apiKey) });
  expect([page.status, ((await page.json()) as object[]).length]).toEqual([200, 2]);
  // The tag says that nothing has changed, or the answer comes whole: never an error.
  expect([200, 304]).toContain(await statusOf(service, entity, { ...bearer(apiKey), "If-None-Match": tag }));
}

describe("what one release has given out", () => {
  it("is accepted by the other: users, tokens, API keys, addresses of pages, entity tags", {
    timeout: LIMIT_MS,
  }, async () => {
    const kept: Kept[] = [];
    await inTurn(
      [LAST, CURRENT, LAST, CURRENT],
      async (service, phase) => {
        for (const given of kept) await accept(service, given);
        const given = await giveOut(service, `user${phase}`);
        await accept(service, given);
        kept.push(given);
      },
      KEYS,
    );
    expect(kept.every(({ nextPage, tag }) => nextPage.includes("cursor=") && tag !== "")).toBe(true);
  });
});
