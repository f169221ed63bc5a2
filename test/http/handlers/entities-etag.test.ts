import { describe, expect, test } from "vitest";
import { TaipyError } from "../../../src/core/errors.ts";
import { type FakeOptions, fake, submission } from "../fakes.ts";

const PATH = "/api/v1/scenarios/S/";
const ORIGIN = "https://app.example.com";
const APP = { http: { corsOrigins: [ORIGIN], auditDays: 90, compat: "off" } } as const;

const withScenario = (scenario: Readonly<Record<string, unknown>> = {}, more: FakeOptions = {}) =>
  fake({ app: APP, entities: { scenario: { S: { id: "S", ...scenario } } }, ...more }).handle;

const given = (tag: string, method = "GET"): RequestInit => ({ method, headers: { "If-None-Match": tag } });

async function tagOf(answer: Response): Promise<string> {
  await answer.body?.cancel();
  const tag = answer.headers.get("ETag");
  if (tag === null) throw new Error("The answer has no entity tag");
  return tag;
}

describe("one entity that the caller has", () => {
  test.each([
    ["datanodes", "data_node"],
    ["tasks", "task"],
    ["sequences", "sequence"],
    ["scenarios", "scenario"],
    ["cycles", "cycle"],
    ["jobs", "job"],
    ["submissions", "submission"],
  ] as const)("of /%s/ is 304 without a body", async (path, kind) => {
    const { handle } = fake({ entities: { [kind]: { X: { id: "X" } } } });
    const first = await handle(`/api/v1/${path}/X/`);
    expect(first.status).toBe(200);
    const tag = await tagOf(first);
    const again = await handle(`/api/v1/${path}/X/`, given(tag));
    expect(again.status).toBe(304);
    expect(again.headers.get("ETag")).toBe(tag);
    expect(again.headers.get("Content-Type")).toBeNull();
    expect(again.body).toBeNull();
  });

  test("has the caching headers of the whole answer: validate each time, and no shared cache", async () => {
    const handle = withScenario();
    const whole = await handle(PATH);
    const unchanged = await handle(PATH, given(await tagOf(whole)));
    expect(unchanged.status).toBe(304);
    for (const name of ["Cache-Control", "Vary", "ETag"])
      expect(unchanged.headers.get(name), name).toBe(whole.headers.get(name));
    expect(unchanged.headers.get("Cache-Control")).toBe("private, no-cache");
    expect(unchanged.headers.get("Vary")).toBe("Taipy-Compat, Origin");
  });

  test.each([
    ["weak, as a network that compresses makes it", (tag: string) => `W/${tag}`],
    ["one of a list", (tag: string) => `"x", W/${tag}`],
    ["any", () => "*"],
  ])("is 304 when the tag is %s", async (_, header) => {
    const handle = withScenario();
    const tag = await tagOf(await handle(PATH));
    expect((await handle(PATH, given(header(tag)))).status).toBe(304);
  });

  test.each(['"other"', "garbage", '"', "W/", "", '"x" "y"', ",;,"])("is whole when the tag is %j", async (tag) => {
    const answer = await withScenario()(PATH, given(tag));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ scenario: { id: "S" } });
  });

  test("is answered whole with another tag when any field of it has changed", async () => {
    const before = await tagOf(await withScenario({ tags: [] })(PATH));
    const answer = await withScenario({ tags: ["a"] })(PATH, given(before));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ETag")).not.toBe(before);
    expect(await answer.json()).toEqual({ scenario: { id: "S", tags: ["a"] } });
  });

  test("is a submission without its cost, and another with it", async () => {
    const { handle } = fake({ entities: { submission: { X: submission({ id: "X" }) } } });
    const plain = await tagOf(await handle("/api/v1/submissions/X/"));
    const priced = await handle("/api/v1/submissions/X/?cost=true", given(plain));
    expect(priced.status).toBe(200);
    const tag = await tagOf(priced);
    expect(tag).not.toBe(plain);
    expect((await handle("/api/v1/submissions/X/?cost=true", given(tag))).status).toBe(304);
  });

  test("is 304 for HEAD, too", async () => {
    const handle = withScenario();
    const tag = await tagOf(await handle(PATH));
    const whole = await handle(PATH, { method: "HEAD" });
    expect([whole.status, whole.headers.get("ETag"), await whole.text()]).toEqual([200, tag, ""]);
    expect((await handle(PATH, given(tag, "HEAD"))).status).toBe(304);
  });

  test("can be revalidated by pages of an allowed origin, which can read the tag", async () => {
    const handle = withScenario();
    const preflight = { Origin: ORIGIN, "Access-Control-Request-Method": "GET" };
    const allowed = await handle(PATH, { method: "OPTIONS", headers: preflight });
    expect(allowed.headers.get("Access-Control-Allow-Headers")).toContain("If-None-Match");
    const tag = await tagOf(await handle(PATH));
    const unchanged = await handle(PATH, { headers: { Origin: ORIGIN, "If-None-Match": tag } });
    expect(unchanged.status).toBe(304);
    expect(unchanged.headers.get("Access-Control-Allow-Origin")).toBe(ORIGIN);
    expect(unchanged.headers.get("Access-Control-Expose-Headers")).toContain("ETag");
  });
});

describe("If-None-Match shows a caller nothing more", () => {
  test("an entity that does not exist is 404 for any tag", async () => {
    expect((await withScenario()("/api/v1/scenarios/nope/", given("*"))).status).toBe(404);
  });

  test("a caller without the role is refused for any tag", async () => {
    const refuse = () => Promise.reject(new TaipyError("unauthenticated", "Who are you?"));
    const guard = { open: async () => {}, admit: refuse, recognize: refuse };
    const answer = await withScenario({}, { guard })(PATH, given("*"));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("ETag")).toBeNull();
  });
});

describe.each(["/swagger.json", "/openapi.yaml"])("the document at %s", (path) => {
  test("is 304 for a caller who has it, and whole from another address", async () => {
    const { handle, handleRequest } = fake();
    const tag = await tagOf(await handle(path));
    const unchanged = await handle(path, given(tag));
    expect([unchanged.status, unchanged.body]).toEqual([304, null]);
    const elsewhere = await handleRequest(new Request(`https://taipy.example.com${path}`, given(tag)));
    expect(elsewhere.status).toBe(200);
    expect(await tagOf(elsewhere)).not.toBe(tag);
  });
});
