import { describe, expect, it } from "vitest";
import { fake, jsonBody } from "../fakes.ts";

const CREATE = "/api/v1/scenarios/?config_id=s";
const STRICT = { "Taipy-Compat": "strict", "Content-Type": "application/json" };

async function create(query: string, body?: unknown) {
  const { handle, calls } = fake();
  const init = body === undefined ? { method: "POST" } : jsonBody(body);
  const answer = await handle(`${CREATE}${query}`, init);
  const [call] = calls;
  return { status: answer.status, problem: await answer.json(), chosen: call?.replace('createScenario("s"', "") };
}

const ALL = { name: "June", creation_date: "2026-06-01T00:00:00", tags: ["a", "b,c"], properties: { n: 1 } };

describe("a new scenario is described", () => {
  it.each([
    ["in the query", "&name=June&creation_date=2026-06-01&tags=a&tags=b,c&properties=%7B%22n%22:1%7D", undefined, ALL],
    ["in the body", "", { ...ALL, creation_date: "2026-06-01T02:00:00+02:00" }, ALL],
    ["in both, and the query counts", "&name=June&tags=a&tags=b,c", { ...ALL, name: "May", tags: [] }, ALL],
  ])("%s", async (_, query, body, chosen) => {
    const made = await create(query, body);
    expect(made.status).toBe(201);
    expect(JSON.parse(made.chosen?.slice(2, -1) ?? "")).toEqual(chosen);
  });

  it("by nothing, also with a body without members", async () => {
    for (const body of [undefined, {}, null])
      expect(await create("", body)).toMatchObject({ status: 201, chosen: ")" });
  });

  it("in Taipy's view by neither, whatever they hold", async () => {
    const { handle, calls } = fake();
    const answer = await handle(`${CREATE}&name=x&creation_date=never`, {
      method: "POST",
      body: "{oops",
      headers: STRICT,
    });
    expect(answer.status).toBe(201);
    expect(calls).toEqual(['createScenario("s")']);
  });

  it.each([
    ["&name=", "The query parameter 'name' must be text of at least one character."],
    [
      "&creation_date=June",
      /^The query parameter 'creation_date' must be a time such as 2026-11-23T18:30:00 in the years/,
    ],
    ["&creation_date=0001-01-01", /'creation_date' must be a time/],
    ["&creation_date=9999-12-31", /'creation_date' must be a time/],
    ["&tags=", /'tags' must be at most 100 of 1 to 128 characters each/],
    [`&${"tags=a&".repeat(101)}`, /'tags' must be at most 100/],
    ["&properties=[]", "The query parameter 'properties' must be a JSON object."],
    [
      "&properties=%7B%22name%22:5%7D",
      "The query parameter 'properties' must be a JSON object whose 'name' is a text.",
    ],
    ["&properties=%7Boops", /'properties' must be a JSON object; it is not JSON \(line 1, column 2\): expected a name/],
  ])("and %s is a 400 that says what it must be", async (query, message) => {
    const { status, problem, chosen } = await create(query);
    expect([status, chosen]).toEqual([400, undefined]);
    expect(problem).toMatchObject({ code: "invalid_query", message: expect.stringMatching(message) });
  });

  it.each([
    [{ name: "" }, { name: ["Length must be between 1 and 1024."] }],
    [{ name: 5 }, { name: ["Not a valid string."] }],
    [{ creation_date: "June" }, { creation_date: [expect.stringMatching(/^Must be a time such as/)] }],
    [{ tags: "a" }, { tags: ["Not a valid list."] }],
    [{ tags: ["a", ""] }, { tags: { 1: ["Length must be between 1 and 128."] } }],
    [{ tags: ["a\u0000"] }, { tags: { 0: ["May not contain control characters."] } }],
    [{ properties: [] }, { properties: ["Not a valid mapping type."] }],
    [{ properties: { name: 5 } }, { properties: { name: ["Not a valid string."] } }],
  ])("and the body %j is a 400 that names the member", async (body, errors) => {
    const { status, problem } = await create("", body);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ code: "validation_failed", errors });
  });
});

describe("the options of a submission", () => {
  const submit = async (query: string, body: unknown) => {
    const { handle, calls } = fake({ entities: { scenario: { S: {} } } });
    const answer = await handle(`/api/v1/scenarios/submit/S/${query}`, jsonBody(body));
    return { status: answer.status, calls: calls.filter((call) => call.startsWith("submit(")) };
  };

  it("may stand in the body, and those of the query go first", async () => {
    expect((await submit("", { force: true })).calls).toEqual(['submit("domain-s", "S", true)']);
    expect((await submit("?force=false", { force: true })).calls).toEqual(['submit("domain-s", "S", false)']);
  });

  it.each(['{"timeout": 0}', '{"timeout": 1.5}', '{"wait": "yes"}', '{"force": null}'])("%s is a 400", async (body) => {
    expect(await submit("", JSON.parse(body))).toEqual({ status: 400, calls: [] });
  });
});
