import { describe, expect, test } from "vitest";
import type { DataNodeConfig } from "../../../src/core/config/app-types.ts";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import { readingEach } from "../../harness/values.ts";
import { dataNode, type FakeOptions, fake, getWithBody, jsonBody } from "../fakes.ts";

const ROWS = [
  { name: "ann", age: 31 },
  { name: "bob", age: 25 },
  { name: "cyd", age: 40 },
];
const YOUNG = { operators: [{ key: "age", value: 31, operator: "LESS_THAN" }] };
const PATH = "/api/v1/datanodes/D/read/";

function holding(value: unknown, node: Partial<DataNodeSnapshot> = {}, more: FakeOptions = {}) {
  const entities = { data_node: { D: dataNode({ id: "D", ...node }) } };
  return fake({ entities, values: { read: readingEach(async () => value) }, ...more });
}

describe("reading", () => {
  test("a node that was never written answers null, whatever the filter", async () => {
    const { handle } = holding(undefined);
    expect(await (await handle(PATH)).json()).toEqual({ data: null });
    expect(await (await handle(PATH, jsonBody(YOUNG))).json()).toEqual({ data: null });
  });

  test("an unknown node is Taipy's 404", async () => {
    const answer = await fake().handle("/api/v1/datanodes/nope/read/");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: "DataNode: nope does not exist." });
  });

  test.each([
    ["a GET with a body", (): Request => getWithBody(PATH, JSON.stringify(YOUNG))],
    ["a POST", (): Request => new Request(`http://localhost${PATH}`, jsonBody(YOUNG))],
    [
      "the query string",
      (): Request =>
        new Request(`http://localhost${PATH}?operators=${encodeURIComponent(JSON.stringify(YOUNG.operators))}`),
    ],
  ])("is filtered by %s", async (_, request) => {
    const answer = await holding(ROWS).handleRequest(request());
    expect(await answer.json()).toEqual({ data: [ROWS[1]] });
  });

  test("joins the conditions by the query's join_operator", async () => {
    const operators = JSON.stringify([...YOUNG.operators, { key: "name", value: "cyd", operator: "EQUAL" }]);
    const read = async (join: string) => {
      const query = new URLSearchParams({ operators, join_operator: join });
      return holding(ROWS).handle(`${PATH}?${query}`);
    };
    expect(await (await read("OR")).json()).toEqual({ data: [ROWS[1], ROWS[2]] });
    expect(await (await read("AND")).json()).toEqual({ data: [] });
    expect((await read("XOR")).status).toBe(400);
  });

  test.each([["{}"], ["null"], ["[]"], ["0"], ["false"], ['""'], [""]])(
    "a GET whose body is %j is not filtered",
    async (body) => {
      const answer = await holding(ROWS).handleRequest(getWithBody(PATH, body));
      expect(await answer.json()).toEqual({ data: ROWS });
    },
  );

  test.each([
    ["is malformed", "{oops", "application/json", 400],
    ["is not declared as JSON", JSON.stringify(YOUNG), "text/plain", 415],
  ])("a GET whose body %s is refused, and not filtered in Taipy's view", async (_, body, type, status) => {
    const refused = await holding(ROWS).handleRequest(getWithBody(PATH, body, type));
    expect(refused.status).toBe(status);
    const request = getWithBody(PATH, body, type);
    request.headers.set("Taipy-Compat", "strict");
    expect(await (await holding(ROWS).handleRequest(request)).json()).toEqual({ data: ROWS });
  });

  test("a POST whose body can't be read is refused", async () => {
    const post = (body: string, type: string) =>
      holding(ROWS).handle(PATH, { method: "POST", body, headers: { "Content-Type": type } });
    expect((await post("{oops", "application/json")).status).toBe(400);
    expect((await post("{}", "text/plain")).status).toBe(415);
    expect((await holding(ROWS).handle(PATH, { method: "POST" })).status).toBe(200);
  });

  test.each([
    ["[1, 2]", { _schema: ["Invalid input type."] }],
    ['"abc"', { _schema: ["Invalid input type."] }],
    ['{"operators": "x"}', { operators: ["Not a valid list."] }],
    ['{"operators": [], "foo": 1}', { foo: ["Unknown field."] }],
  ])("the filter %s is refused in the words of Taipy", async (body, errors) => {
    const answer = await holding(ROWS).handleRequest(getWithBody(PATH, body));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject(errors);
  });

  test("a filter that is too deep, not JSON or given twice is 400", async () => {
    const deep = "[".repeat(2_000);
    expect((await holding(ROWS).handleRequest(getWithBody(PATH, deep))).status).toBe(400);
    expect((await holding(ROWS).handle(`${PATH}?operators=${deep}`)).status).toBe(400);
    expect((await holding(ROWS).handle(`${PATH}?operators=[oops`)).status).toBe(400);
    expect((await holding(ROWS).handle(`${PATH}?operators=[]`, jsonBody(YOUNG))).status).toBe(400);
  });

  test("an unknown column is an error in a table and a missing cell in a list", async () => {
    const ghost = { operators: [{ key: "ghost", value: 1, operator: "EQUAL" }] };
    expect((await holding(ROWS, { storage_type: "csv" }).handle(PATH, jsonBody(ghost))).status).toBe(400);
    expect(await (await holding(ROWS).handle(PATH, jsonBody(ghost))).json()).toEqual({ data: [] });
  });

  test("shows dates in Taipy's tagged form, and null for anything that JSON has no form for", async () => {
    const loop: unknown[] = [Number.NaN, new Date(0)];
    loop.push(loop);
    const datetime = { __type__: "Datetime", __value__: "1970-01-01T00:00:00" };
    expect(await (await holding(loop).handle(PATH)).json()).toEqual({ data: [null, datetime, null] });
  });
});

describe("writing", () => {
  test("stores the value and then calls the object of the node's domain with editor and comment", async () => {
    const { handle, calls } = holding(null);
    const answer = await handle("/api/v1/datanodes/D/write?editor_id=ann&comment=new%20rates", jsonBody([1], "PUT"));
    expect(await answer.json()).toEqual({ message: "Data node D was successfully written." });
    expect(calls).toEqual(["write([1])", 'writeDataNode("domain-a", "D", "ann", "new rates")']);
  });

  test("answers 202 with a note while the database does not show it", async () => {
    const stored = { ok: true, value: { value: null as never, stored: false } } as const;
    const { handle } = holding(null, {}, { orchestrator: { writeDataNode: async () => stored } });
    const answer = await handle("/api/v1/datanodes/D/write/", jsonBody(null, "PUT"));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ note: expect.stringContaining("database did not answer") });
  });

  test("to a node that another editor has locked is 423 with the editor and the lock's end", async () => {
    const details = { editor_id: "bob", editor_expiration_date: "2024-01-01T00:00:00" };
    const error = { code: "edit_locked", message: "DataNode D is being edited by bob.", details } as const;
    const { handle } = holding(null, {}, { orchestrator: { writeDataNode: async () => ({ ok: false, error }) } });
    const answer = await handle("/api/v1/datanodes/D/write/", jsonBody(1, "PUT"));
    expect(answer.status).toBe(423);
    expect(await answer.json()).toMatchObject({ message: error.message, ...details });
  });
});

describe("locks", () => {
  const lock = (init: RequestInit, query = "") => {
    const { handle, calls } = holding(null);
    return handle(`/api/v1/datanodes/D/lock/${query}`, { method: "POST", ...init }).then((answer) => ({
      answer,
      calls,
    }));
  };

  test.each([
    ["the body", jsonBody({ editor_id: "ann", seconds: 60, comment: "c" }), "", 60_000_000, '"c"'],
    ["the query string", {}, "?editor_id=ann&seconds=60&comment=c", 60_000_000, '"c"'],
    ["thirty minutes when nothing else is said", jsonBody({ editor_id: "ann" }), "", 1_800_000_000, "null"],
  ])("are held as %s says", async (_, init, query, duration, comment) => {
    const { answer, calls } = await lock(init, query);
    expect(calls).toEqual([`lockDataNode("domain-a", "D", "ann", ${duration}, ${comment})`]);
    expect(await answer.json()).toMatchObject({
      message: "Data node D was locked.",
      lock: { edit_in_progress: true, editor_id: "ann", editor_expiration_date: expect.any(String) },
    });
  });

  test.each([
    ["", {}],
    ["?editor_id=", {}],
    ["?editor_id=ann&seconds=0", {}],
    ["", jsonBody({ editor_id: "" })],
    ["", jsonBody({ editor_id: 5 })],
    ["", jsonBody({ editor_id: "ann", seconds: 1.5 })],
    ["", jsonBody([])],
  ])("with %s %j are refused", async (query, init) => {
    expect((await lock(init, query)).answer.status).toBe(400);
  });

  test("end for one editor, or for any editor when none is named", async () => {
    const { handle, calls } = holding(null);
    await handle("/api/v1/datanodes/D/unlock/", jsonBody({ editor_id: "ann" }));
    await handle("/api/v1/datanodes/D/unlock", { method: "POST" });
    expect(calls).toEqual(['unlockDataNode("domain-a", "D", "ann")', 'unlockDataNode("domain-a", "D", null)']);
  });
});

describe("creating and deleting", () => {
  const config = (fields: Partial<DataNodeConfig>): DataNodeConfig => ({
    kind: "DATA_NODE",
    id: "a",
    storageType: "pickle",
    scope: "GLOBAL",
    validityPeriod: null,
    defaultData: undefined,
    properties: {},
    ...fields,
  });
  const create = async (made: DataNodeConfig, entity = { id: "D", scope: "Scope.GLOBAL" }) => {
    const app = { dataNodes: new Map([[made.id, made]]) };
    const { handle } = fake({ app, entityWriter: { createDataNode: async () => JSON.stringify(entity) } });
    const answer = await handle(`/api/v1/datanodes/?config_id=${made.id}`, { method: "POST" });
    expect(answer.status).toBe(201);
    return answer.json<{ message: string; datanode: Record<string, unknown> }>();
  };

  test("a creation shows the configuration and the entity", async () => {
    const properties = { default_path: "rates.csv", has_header: true, secret: "x" };
    expect(await create(config({ storageType: "csv", properties }))).toEqual({
      message: "Data node was created.",
      datanode: {
        id: "D",
        name: "DATA_NODE",
        storage_type: "csv",
        scope: 3,
        path: null,
        default_path: "rates.csv",
        has_header: true,
      },
    });
  });

  test("default data of any kind is shown, credentials are not", async () => {
    const { datanode } = await create(config({ scope: "SCENARIO", defaultData: new Map([["a", Number.NaN]]) }));
    expect(datanode).toMatchObject({ scope: 1, default_data: { a: null } });
    const properties = { db_name: "sales", db_password: "hunter2", read_query: "SELECT 1" };
    const sql = await create(config({ storageType: "sql", properties }));
    expect(sql.datanode).toMatchObject({ db_name: "sales", read_query: "SELECT 1", write_query: null });
    expect(JSON.stringify(sql)).not.toContain("hunter2");
  });

  test("a deletion goes to the object of the node's domain", async () => {
    const { handle, calls } = holding(null);
    const answer = await handle("/api/v1/datanodes/D/", { method: "DELETE" });
    expect(await answer.json()).toEqual({ message: "Data node D was deleted." });
    expect(calls).toEqual(['deleteDataNode("domain-a", "D")']);
  });
});
