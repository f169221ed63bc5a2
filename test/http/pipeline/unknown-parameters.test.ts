import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/http/pipeline/action.ts";
import { routes } from "../../../src/http/routes.ts";
import { type Fake, fake, KNOWN_ENTITIES } from "../fakes.ts";

const service = (): Fake => fake({ entities: KNOWN_ENTITIES });
const STRICT = { "Taipy-Compat": "strict" };

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly parameter?: string;
  readonly unknown?: readonly { name: string; in: string; nearest: string | null; known: readonly string[] }[];
}

const rows = routes.map((route) => [`${route.method} ${route.path}`, route] as const);
const knownTo = (route: Route): readonly string[] => Object.keys(route.query().shape);
/** Each of its values is a tag. */
const LISTS = ["tags"];
const ask = ({ handle }: Fake, { method, path }: Route, query: string, headers = {}): Promise<Response> =>
  handle(`${path.replace("{id}", "known")}?${query}`, { method, headers });
const problemOf = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem;

/** The name with its second and third letter swapped. */
const misspelt = (name: string): string => name.replace(/^(.)(.)(.)/, "$1$3$2");

describe("an unknown query parameter is a 400 that names it, the nearest known one and all known ones", () => {
  it.each(rows)("in %s", async (_, route) => {
    const asked = service();
    const known = knownTo(route);
    const answer = await ask(asked, route, "qqqqqqqq=1");
    expect(answer.status).toBe(400);
    const { code, unknown } = await problemOf(answer);
    expect({ code, unknown }).toEqual({
      code: "invalid_query",
      unknown: [{ name: "qqqqqqqq", in: "query", nearest: null, known }],
    });
    for (const name of known.filter((parameter) => misspelt(parameter) !== parameter)) {
      const { message, unknown } = await problemOf(await ask(asked, route, `${misspelt(name)}=1`));
      expect(unknown).toEqual([{ name: misspelt(name), in: "query", nearest: name, known }]);
      expect(message).toContain(`did you mean '${name}'?`);
    }
    expect(asked.calls).toEqual([]);
  });
});

describe("a parameter that takes one value and is given two is a 400 that names it", () => {
  it.each(rows.filter(([, route]) => knownTo(route).length > 0))("in %s", async (_, route) => {
    for (const parameter of knownTo(route).filter((name) => !LISTS.includes(name))) {
      const answer = await ask(service(), route, `${parameter}=1&${parameter}=1`);
      expect(await problemOf(answer)).toMatchObject({
        code: "invalid_query",
        parameter,
        message: `The query parameter '${parameter}' takes one value, and 2 are given.`,
      });
    }
  });
});

describe("each documented parameter is known", () => {
  it.each(rows.filter(([, route]) => knownTo(route).length > 0))("in %s", async (_, route) => {
    for (const parameter of knownTo(route)) {
      const answer = await ask(service(), route, `${parameter}=1`);
      if (answer.status === 400) expect(await problemOf(answer)).not.toHaveProperty("unknown");
    }
  });
});

describe("in Taipy's view an unknown or repeated parameter is ignored", () => {
  it.each(rows.filter(([, route]) => route.isTaipys))("in %s", async (_, route) => {
    const plain = await ask(service(), route, "", STRICT);
    const unknown = await ask(service(), route, "qqqqqqqq=1&qqqqqqqq=2&limit=no&wiat=true", STRICT);
    expect(unknown.status).toBe(plain.status);
    expect(await unknown.text()).toBe(await plain.text());
  });
});

describe("the refusal of unknown parameters", () => {
  it.each([
    [
      "scenarios/submit/known/?wiat=true",
      "POST",
      "Unknown query parameter 'wiat': did you mean 'wait'? Known are force, wait, timeout, cost.",
    ],
    [
      "jobs/?status=FAILED",
      "GET",
      "Unknown query parameter 'status'. Known are limit, cursor, page, per_page, version.",
    ],
    ["jobs/known/?x=1", "GET", "Unknown query parameter 'x'. This operation takes no query parameters."],
    [
      "jobs/?limt=1&colour=red",
      "GET",
      "Unknown query parameters 'limt' (did you mean 'limit'?), 'colour'. Known are limit, cursor, page, per_page, version.",
    ],
  ])("of %s says it in a sentence", async (path, method, message) => {
    const answer = await service().handle(`/api/v1/${path}`, { method });
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).message).toBe(message);
  });

  it("comes before the entity is looked for", async () => {
    const answer = await service().handle("/api/v1/jobs/nope/?x=1");
    expect(answer.status).toBe(400);
  });

  it("shows of hostile names a part on one line, and of thousands of them twenty", async () => {
    const hostile = `${"a".repeat(3_000)}`;
    const { unknown, message } = await problemOf(await service().handle(`/api/v1/jobs/?${hostile}=1`));
    expect(unknown?.[0]?.name).toBe(`${"a".repeat(100)}…`);
    expect(message.length).toBeLessThan(300);
    const lines = await problemOf(await service().handle("/api/v1/jobs/?a%0Ab%E2%80%AEc%00=1"));
    expect(lines.message).toContain("'a\\u{a}b\\u{202e}c\\u{0}'");
    const names = Array.from({ length: 2_000 }, (_, index) => `n${index}=1`).join("&");
    const many = await problemOf(await service().handle(`/api/v1/jobs/?${names}`));
    expect(many.unknown).toHaveLength(20);
    expect(many.message).toContain("'n19' and 1980 more.");
  });

  it.each(["__proto__", "constructor", "hasOwnProperty", ""])("is that of any other name for %j", async (name) => {
    const answer = await service().handle(`/api/v1/jobs/?${name}=1`);
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).unknown).toMatchObject([{ name, nearest: null }]);
  });
});
