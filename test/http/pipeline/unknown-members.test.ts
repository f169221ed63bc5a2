import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Route } from "../../../src/http/pipeline/action.ts";
import { routes } from "../../../src/http/routes.ts";
import { BASE, type Fake, fake, KNOWN_ENTITIES } from "../fakes.ts";

const service = (): Fake => fake({ entities: KNOWN_ENTITIES });

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly errors?: unknown;
  readonly unknown?: readonly { name: string; in: string; nearest: string | null; known: readonly string[] }[];
}

type JsonSchema = { readonly [name: string]: unknown };

const rows = routes.map((route) => [`${route.method} ${route.path}`, route] as const);
const schemaOf = ({ body }: Route): JsonSchema =>
  body.kind === "json" ? (z.toJSONSchema(body.schema(), { io: "input" }) as JsonSchema) : {};
const membersOf = (route: Route): readonly string[] => Object.keys(schemaOf(route).properties ?? {});
const withMembers = rows.filter(([, { body }]) => body.kind === "json");

/** Also with GET, as some clients send it. */
function ask({ handleRequest }: Fake, { method, path }: Route, body: unknown, headers = {}): Promise<Response> {
  const url = `${BASE}${path.replace("{id}", "known")}`;
  const sent = { "Content-Type": "application/json", ...headers };
  const request = new Request(url, { method: "POST", body: JSON.stringify(body), headers: sent });
  Object.defineProperty(request, "method", { value: method });
  return handleRequest(request);
}
const problemOf = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem;

/** The name with its second and third letter swapped. */
const misspelt = (name: string): string => name.replace(/^(.)(.)(.)/, "$1$3$2");

/** Objects inside of objects, too; the names of properties are the caller's. */
function openObjects(schema: unknown, at = "body"): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { type, properties, additionalProperties } = schema as JsonSchema;
  const isOpen = type === "object" && properties !== undefined && additionalProperties !== false;
  const inner = Object.entries(schema).flatMap(([name, part]) => openObjects(part, `${at}.${name}`));
  return isOpen ? [at, ...inner] : inner;
}

describe("an unknown member of a body is a 400 that names it, the nearest known one and all known ones", () => {
  it.each(withMembers)("in %s", async (_, route) => {
    expect(openObjects(schemaOf(route))).toEqual([]);
    const asked = service();
    const known = membersOf(route);
    const answer = await ask(asked, route, { qqqqqqqq: 1 });
    expect(answer.status).toBe(400);
    const { code, unknown } = await problemOf(answer);
    expect({ code, unknown }).toEqual({
      code: "validation_failed",
      unknown: [{ name: "qqqqqqqq", in: "body", nearest: null, known }],
    });
    for (const name of known.filter((member) => misspelt(member) !== member)) {
      const { message, unknown } = await problemOf(await ask(asked, route, { [misspelt(name)]: 1 }));
      expect(unknown).toEqual([{ name: misspelt(name), in: "body", nearest: name, known }]);
      expect(message).toContain(`did you mean '${name}'?`);
    }
    expect(asked.calls).toEqual([]);
  });
});

describe("an operation that takes no body refuses members", () => {
  it.each(rows.filter(([, { body }]) => body.kind === "none"))("in %s", async (_, route) => {
    const asked = service();
    const answer = await ask(asked, route, { qqqqqqqq: 1 });
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({
      code: "invalid_body",
      message: "Unknown field 'qqqqqqqq' in the body. This operation takes no body.",
      unknown: [{ name: "qqqqqqqq", in: "body", nearest: null, known: [] }],
    });
    for (const other of [[1], 5, "text", "x".repeat(70_000)]) {
      const { code, message } = await problemOf(await ask(asked, route, other));
      expect([code, message]).toEqual(["invalid_body", "This operation takes no body."]);
    }
    expect(asked.calls).toEqual([]);
    const { handle } = service();
    const init = { method: route.method };
    const plain = await handle(route.path.replace("{id}", "known"), init);
    for (const empty of [{}, null]) expect((await ask(service(), route, empty)).status).toBe(plain.status);
  });
});

describe("each documented member is known", () => {
  it.each(withMembers)("in %s", async (_, route) => {
    for (const member of membersOf(route)) {
      const answer = await ask(service(), route, { [member]: 1 });
      if (answer.status === 400) expect(await problemOf(answer)).not.toHaveProperty("unknown");
    }
  });
});

describe("in Taipy's view", () => {
  const STRICT = { "Taipy-Compat": "strict" };
  const ignoring = rows.filter(
    ([, { isTaipys, body }]) =>
      isTaipys && (body.kind === "none" || (body.kind === "json" && body.readByTaipy === "nothing")),
  );

  it.each(ignoring)("a body that Taipy does not read is ignored, also a malformed one: %s", async (_, route) => {
    const plain = await ask(service(), route, {}, STRICT);
    const unknown = await ask(service(), route, { qqqqqqqq: 1, wait: true, force: true, name: "x", tags: 5 }, STRICT);
    expect(unknown.status).toBe(plain.status);
    expect(await unknown.text()).toBe(await plain.text());
    const text = await ask(service(), route, "text", STRICT);
    expect(text.status).toBe(plain.status);
  });

  it("unknown members of a sequence are ignored, and those of a cycle refused, as Taipy does both", async () => {
    const [sequence, cycle] = ["createSequence", "createCycle"].map((name) => routes.find(({ id }) => id === name));
    if (sequence === undefined || cycle === undefined) throw new Error("Taipy has both operations");
    const asked = service();
    const body = { scenario_id: "S", sequence_name: "s", tasks: ["T"], zzz: 1 };
    expect((await ask(asked, sequence, body, STRICT)).status).toBe(201);
    expect(asked.calls).toEqual(['createSequence({"scenario_id":"S","sequence_name":"s","task_ids":[]})']);
    const dates = { creation_date: "2020-01-01", start_date: "2020-01-01", end_date: "2020-01-01" };
    const refused = await ask(asked, cycle, { frequency: "DAILY", ...dates, zzz: 1 }, STRICT);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({ zzz: ["Unknown field."] });
  });
});

describe("the refusal of unknown members", () => {
  const post = async (path: string, body: unknown): Promise<Problem> => {
    const init = { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const answer = await service().handle(`/api/v1/${path}`, init);
    expect(answer.status).toBe(400);
    return problemOf(answer);
  };

  it("names the place of a nested one, and what the object there may have", async () => {
    const filter = { operators: [{ key: "a", operator: "EQUAL", value: 1 }, { kye: "a" }] };
    const { message, unknown, errors } = await post("datanodes/known/read/", filter);
    const known = ["key", "value", "operator"];
    expect(unknown).toEqual([{ name: "operators.1.kye", in: "body", nearest: "key", known }]);
    expect(message).toBe(
      "Unknown field 'operators.1.kye' in the body: did you mean 'key'? Known are key, value, operator.",
    );
    expect(errors).toEqual({ operators: { 1: { kye: ["Unknown field."] } } });
  });

  it("says what else is wrong, too", async () => {
    const { message } = await post("cycles/", {
      frequenzy: "DAILY",
      creation_date: "x",
      start_date: "x",
      end_date: "x",
    });
    expect(message).toContain("Unknown field 'frequenzy' in the body: did you mean 'frequency'?");
    expect(message).toContain("frequency: Missing data for required field.");
  });

  it("says that a parameter belongs in the query", async () => {
    expect((await post("datanodes/", { config_id: "price" })).message).toBe(
      "Unknown field 'config_id' in the body. This operation takes no body. In the query, and not in the body: config_id.",
    );
    expect((await post("scenarios/?config_id=s", { config_id: "s" })).message).toContain(
      "In the query, and not in the body: config_id.",
    );
  });

  it("shows twenty of thousands", async () => {
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`n${index}\n`, 1]));
    const { message, unknown } = await post("scenarios/?config_id=s", many);
    expect(unknown).toHaveLength(20);
    expect(message).toContain("and 1980 more in the body.");
    expect(message).not.toContain("\n");
    expect(message.length).toBeLessThan(1_000);
  });
});
