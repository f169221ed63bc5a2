import { describe, expect, test } from "vitest";
import { MAX_JSON_DEPTH } from "../../../src/core/values/json-scan.ts";
import { VALUE_LIMIT } from "../../../src/http/input/body.ts";
import { dataNode, fake, jsonBody, PAYLOAD } from "../fakes.ts";

const NOT_JSON = "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.";
const MALFORMED = "The browser (or proxy) sent a request that this server could not understand.";
const MEBIBYTE = 1_024 * 1_024;

const known = { entities: { data_node: { D: dataNode({ id: "D" }) } } };

function write(body: BodyInit | null, contentType: string | null = "application/json", id = "D") {
  const headers: Record<string, string> = contentType === null ? {} : { "Content-Type": contentType };
  const { handle, calls } = fake(known);
  return handle(`/api/v1/datanodes/${id}/write/`, { method: "PUT", body, headers }).then((answer) => ({
    answer,
    calls,
  }));
}

describe("a body that must be JSON", () => {
  test.each([null, "text/plain", "text/json", "application/xml", "applicationx/json"])(
    "of type %s is refused with 415",
    async (type) => {
      const { answer } = await write(new TextEncoder().encode("5"), type);
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ message: NOT_JSON });
    },
  );

  test.each(["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"])(
    "of type %s is read",
    async (type) => {
      const { answer, calls } = await write("56", type);
      expect(answer.status).toBe(200);
      expect(calls[0]).toBe("write(56)");
    },
  );

  test.each(["56", ' {"a": [1]}', '"a=b&c=d"', "NaN"])(
    "is read from %s that curl's -d declares as a form, since curl does so by itself",
    async (body) => {
      const { answer, calls } = await write(body, "application/x-www-form-urlencoded");
      expect(answer.status).toBe(200);
      expect(calls[0]).toMatch(/^write\(/);
    },
  );

  test.each(["", "a=5", "scenario_id=S&sequence_name=n", "{oops"])(
    "is refused with 415 when it is %j and declared as a form",
    async (body) => {
      const { answer } = await write(body, "application/x-www-form-urlencoded; charset=utf-8", "nope");
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ message: NOT_JSON });
    },
  );

  test.each(["", "{oops", "[1,]", "1 2", "'a'", "\u0000", "NaN NaN", "[Infinity1]", "-NaN"])(
    "%j is malformed: 400, even for a data node that does not exist",
    async (body) => {
      const { answer } = await write(body, "application/json", "nope");
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ message: MALFORMED });
    },
  );

  test.each([
    ["{oops", "(line 1, column 2): expected a name in double quotes or '}', found 'o' near: {oops", 1, 2],
    ['{"a": 1,\n "b": 2', "(line 2, column 8): expected ',' or '}', found the end near: {\"a\": 1,  \"b\": 2", 2, 8],
    ["[NaN, oops]", "(line 1, column 7): expected a value, found 'o' near: [NaN, oops]", 1, 7],
  ])("%j is refused with the position, and with what stands there", async (body, told, line, column) => {
    const { answer } = await write(body);
    const detail = `The body is not JSON ${told}`;
    expect(await answer.json()).toMatchObject({
      message: MALFORMED,
      detail,
      line,
      column,
      excerpt: expect.any(String),
    });
  });

  test("is not quoted in its refusal when it holds a password", async () => {
    const body = '{"username": "ada", "password": "hunter2 hunter2" oops';
    const headers = { "Content-Type": "application/json" };
    for (const [path, method] of [
      ["login", "POST"],
      ["me/password/", "PUT"],
      ["users/", "POST"],
      ["users/ada/", "PUT"],
    ]) {
      const answer = await fake().handle(`/api/v1/auth/${path}`, { method: method ?? "", body, headers });
      expect(answer.status).toBe(400);
      const text = await answer.text();
      expect(text).toContain("line 1, column 51");
      expect(text).not.toContain("hunter2");
    }
  });

  test("is checked before the data node is read", async () => {
    expect((await write("5", "text/plain", "nope")).answer.status).toBe(415);
    expect((await write("5", "application/json", "nope")).answer.status).toBe(404);
  });

  test("with bytes that are not UTF-8 is malformed", async () => {
    expect((await write(new Uint8Array([0x22, 0xff, 0x22]))).answer.status).toBe(400);
  });

  test("may hold Python's numbers outside of texts", async () => {
    const written: unknown[] = [];
    const write = async (_: unknown, value: unknown) => {
      written.push(value);
      return PAYLOAD;
    };
    const { handle } = fake({ ...known, values: { write } });
    const body = '[NaN, Infinity, -Infinity, "NaN", "a\\"Infinity", {"NaN": 1}]';
    const headers = { "Content-Type": "application/json" };
    const answer = await handle("/api/v1/datanodes/D/write/", { method: "PUT", body, headers });
    expect(answer.status).toBe(200);
    expect(written).toEqual([[Number.NaN, Infinity, -Infinity, "NaN", 'a"Infinity', { NaN: 1 }]]);
  });

  test("keeps every digit of an integer in a value, and in a value only", async () => {
    const written: unknown[] = [];
    const write = async (_: unknown, value: unknown) => {
      written.push(value);
      return PAYLOAD;
    };
    const { handle, calls } = fake({ ...known, values: { write } });
    const body = "[12345678901234567890, -9007199254740993, 9007199254740991, 1.2345678901234567, 1e20, NaN]";
    const headers = { "Content-Type": "application/json" };
    await handle("/api/v1/datanodes/D/write/", { method: "PUT", body, headers });
    const [, , , , large] = written[0] as unknown[];
    const kept = [12345678901234567890n, -9007199254740993n, 9007199254740991, 1.2345678901234567, large, Number.NaN];
    expect(written).toEqual([kept]);
    expect(JSON.stringify(large)).toBe("1e+20");
    const cycle =
      '{"frequency": "DAILY", "creation_date": "", "start_date": "", "end_date": "", "properties": {"n": 12345678901234567890}}';
    expect((await handle("/api/v1/cycles/", { method: "POST", body: cycle, headers })).status).toBe(201);
    expect(calls.at(-1)).toContain('{"n":12345678901234567000}');
  });

  test.each([
    ["an endless integer", "9".repeat(9 * MEBIBYTE), 1, 1],
    ["an integer of 4,301 digits", `[1, -${"9".repeat(4_301)}]`, 1, 5],
    ["a number beyond a double", "1e999", 1, 1],
    ["a number below a double", "[1, 1e-400]", 1, 5],
    ["many zeros behind the point", `-0.${"0".repeat(330)}1`, 1, 1],
    ["a fraction beyond a double", `{"a": "1e999",\n "b": [-1.5E+400]}`, 2, 8],
  ])("with %s is 400 with its place", async (_name, text, line, column) => {
    const { answer, calls } = await write(text);
    expect(answer.status).toBe(400);
    const problem = await answer.json<{ code: string; message: string }>();
    expect(problem).toMatchObject({ code: "invalid_value", line, column });
    expect(problem.message).toContain(`(line ${line}, column ${column}) can't be kept`);
    expect(calls).toEqual([]);
  });

  test.each([
    "9".repeat(4_300),
    "1.7e308",
    "5e-324",
    "0e-999",
    `0.${"0".repeat(400)}`,
    '{"e1000":"1e1000"}',
    "0.1e300",
  ])("may have %s, which can be kept or is text", async (text) => {
    expect((await write(text)).answer.status).toBe(200);
  });

  test("keeps a fraction's digits, and has dates where it has Taipy's form of them", async () => {
    const written: unknown[] = [];
    const { handle } = fake({
      ...known,
      values: {
        write: async (_: unknown, value: unknown) => {
          written.push(value);
          return PAYLOAD;
        },
      },
    });
    const tagged = JSON.stringify({ __type__: "Datetime", __value__: "2024-01-15T10:30:00.456789" });
    const body = `{"x":90071992547409.93,"y":0.1,"at":[${tagged}],"no":{"__type__":"Datetime"}}`;
    const headers = { "Content-Type": "application/json" };
    await handle("/api/v1/datanodes/D/write/", { method: "PUT", body, headers });
    expect(JSON.stringify(written)).toBe(
      body.replace(tagged, '"2024-01-15T10:30:00.456789Z"').replace(/^.*$/s, "[$&]"),
    );
  });

  test("nested deeper than the limit is 400, at the limit it is read", async () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect((await write(nested(MAX_JSON_DEPTH))).answer.status).toBe(200);
    expect((await write(nested(MAX_JSON_DEPTH + 1))).answer.status).toBe(400);
    expect((await write("[".repeat(1_000_000))).answer.status).toBe(400);
    expect((await write(JSON.stringify("[".repeat(10_000)))).answer.status).toBe(200);
  });
});

describe("a body that is too large", () => {
  test("is refused by its declared size, with the limit in the text", async () => {
    const headers = { "Content-Type": "application/json", "Content-Length": String(2 * MEBIBYTE) };
    const request = new Request("http://localhost/api/v1/cycles/", { method: "POST", body: "{}", headers });
    expect(request.headers.get("Content-Length")).toBe(String(2 * MEBIBYTE));
    const answer = await fake().handleRequest(request);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      message: "The body is larger than 1048576 bytes (1 MiB).",
      limit: MEBIBYTE,
    });
  });

  test("is refused by its real size, and only a limited part of the rest is read", async () => {
    let sent = 0;
    const chunk = new TextEncoder().encode(" ".repeat(64 * 1_024));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.byteLength;
        controller.enqueue(chunk);
      },
    });
    const headers = { "Content-Type": "application/json" };
    const answer = await fake().handle("/api/v1/sequences/", { method: "POST", body, headers });
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(67 * MEBIBYTE);
  });

  test("may be as large as the budget of a value allows when it is the value of a data node", async () => {
    expect((await write(JSON.stringify("x".repeat(VALUE_LIMIT - 2)))).answer.status).toBe(200);
    expect((await write(JSON.stringify("x".repeat(VALUE_LIMIT - 1)))).answer.status).toBe(413);
  });
});

describe("POST /cycles/", () => {
  const valid = {
    frequency: "daily",
    creation_date: "2020-01-02T03:04:05Z",
    start_date: "2020-01-02",
    end_date: "2019-01-01",
  };
  const create = async (body: unknown) => {
    const { handle, calls } = fake();
    const answer = await handle("/api/v1/cycles/", jsonBody(body));
    return { status: answer.status, body: await answer.json<Record<string, unknown>>(), calls };
  };

  test("hands the cycle over without its name", async () => {
    const { status, body, calls } = await create({ ...valid, name: "mine", id: "CYCLE_mine" });
    expect(status).toBe(201);
    expect(body).toEqual({ message: "Cycle was created.", cycle: { id: "new" } });
    expect(JSON.parse(calls[0]?.slice("createCycle(".length, -1) ?? "")).toEqual({
      ...valid,
      id: "CYCLE_mine",
      properties: {},
    });
  });

  test.each([
    ["not an object", [valid], { _schema: ["Invalid input type."] }],
    ["null", null, { _schema: ["Invalid input type."] }],
    ["a field that is null", { ...valid, frequency: null }, { frequency: ["Field may not be null."] }],
    ["a field of a wrong type", { ...valid, creation_date: 5 }, { creation_date: ["Not a valid string."] }],
    ["properties that are no object", { ...valid, properties: "x" }, { properties: ["Not a valid mapping type."] }],
    ["an unknown field", { ...valid, zzz: 1 }, { zzz: ["Unknown field."] }],
    ["a missing field", { ...valid, end_date: undefined }, { end_date: ["Missing data for required field."] }],
    ["an unreachable id", { ...valid, id: "a\u0000" }, { id: ["Not a valid id."] }],
    ["two faults", { ...valid, name: 5, zzz: 1 }, { name: ["Not a valid string."], zzz: ["Unknown field."] }],
    ["a field named like a prototype", JSON.parse('{"__proto__": 1}'), { ["__proto__"]: ["Unknown field."] }],
  ])("with %s is 400 in the words of Taipy", async (_, body, errors) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject(errors);
    expect(answer.calls).toEqual([]);
  });
});

describe("POST /sequences/", () => {
  const create = async (body: unknown) => {
    const { handle, calls } = fake();
    const answer = await handle("/api/v1/sequences/", jsonBody(body));
    return { status: answer.status, body: await answer.json<Record<string, unknown>>(), calls };
  };

  test.each([
    [{}, "Scenario id is missing."],
    [{ sequence_name: "s" }, "Scenario id is missing."],
    [{ scenario_id: "", sequence_name: "s" }, "Scenario id is missing."],
    [{ scenario_id: "S" }, "Sequence name is missing."],
  ])("%j says what is missing", async (body, message) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { message } });
  });

  test.each([
    [[1], { _schema: ["Invalid input type."] }],
    [null, { _schema: ["Invalid input type."] }],
    [{ scenario_id: "S", sequence_name: 12 }, { sequence_name: ["Not a valid string."] }],
    [{ scenario_id: "S", sequence_name: "s", task_ids: "abc" }, { task_ids: ["Not a valid list."] }],
    [{ scenario_id: "S", sequence_name: "s", task_ids: null }, { task_ids: ["Field may not be null."] }],
    [{ scenario_id: "S", sequence_name: "s", task_ids: [1] }, { task_ids: { 0: ["Not a valid string."] } }],
  ])("%j is 400", async (body, errors) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject(errors);
  });

  test.each([
    [{ task_ids: ["T1"], tasks: ["T2"] }, ["T1"]],
    [{ tasks: ["T2"] }, ["T2"]],
    [{}, []],
  ])("takes the tasks of %j", async (fields, task_ids) => {
    const { status, calls } = await create({ scenario_id: "S", sequence_name: "s", ...fields });
    expect(status).toBe(201);
    expect(calls).toEqual([`createSequence(${JSON.stringify({ scenario_id: "S", sequence_name: "s", task_ids })})`]);
  });
});
