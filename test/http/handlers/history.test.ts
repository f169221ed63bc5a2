import { describe, expect, test } from "vitest";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import { anEdit } from "../../harness/factories.ts";
import { readingEach } from "../../harness/values.ts";
import { dataNode, type FakeOptions, fake, jsonBody, PAYLOAD, pageOf } from "../fakes.ts";

const inline = (value: unknown) => {
  const body = JSON.stringify(value);
  return { ...PAYLOAD, body, size: body.length, hash: `hash of ${body}` };
};

const GONE = { ...PAYLOAD, body: null };
const OUTSIDE = { ...PAYLOAD, tier: "outside", body: null } as const;

/** A node with these values in its history, the last one current; numbers start at 1, times are seconds. */
function history(values: readonly (typeof PAYLOAD)[], node: Partial<DataNodeSnapshot> = {}, more: FakeOptions = {}) {
  const edits = values.map((payload, index) =>
    anEdit({ data_node_id: "D", number: index + 1, timestamp: `2026-11-23T06:00:0${index + 1}`, ...payload }),
  );
  const current = dataNode({ id: "D", edit_number: values.length, payload: values.at(-1) ?? null, ...node });
  return fake({
    entities: { data_node: { D: current } },
    entityReader: {
      edit: async (_, which) =>
        edits.findLast((edit) => ("number" in which ? edit.number === which.number : edit.timestamp <= which.at)) ??
        null,
      edits: async (_, { after, limit }) => {
        const rest = edits.filter((edit) => edit.number > Number(after ?? 0));
        const items = rest.slice(0, limit).map((edit) => JSON.stringify({ number: edit.number }));
        return pageOf(items, rest.length > limit ? String(rest[limit - 1]?.number) : null);
      },
    },
    ...more,
    values: { read: readingEach(async ({ payload }) => JSON.parse(payload?.body ?? "null")), ...more.values },
  });
}

const path = (rest: string) => `/api/v1/datanodes/D/${rest}`;
const jsonOf = async (answer: Promise<Response>) => (await answer).json<Record<string, unknown>>();

describe("reading an older value", () => {
  const three = history([inline([1]), inline([2]), inline([3])]);
  const read = (query: string, { handle } = three) => jsonOf(handle(path(`read/?${query}`)));

  test("by the number of an edit, and now without one", async () => {
    expect(await read("edit=1")).toEqual({ data: [1] });
    expect(await read("")).toEqual({ data: [3] });
  });

  test("by time, in any zone", async () => {
    expect(await read("at=2026-11-23T06:00:02.999999")).toEqual({ data: [2] });
    expect(await read("at=2026-11-23T07:00:01%2B01:00")).toEqual({ data: [1] });
    expect(await read("at=2030-01-01")).toEqual({ data: [3] });
  });

  test("with a filter and a part", async () => {
    const rows = history([
      inline([
        { a: 1, b: 2 },
        { a: 2, b: 3 },
        { a: 3, b: 4 },
      ]),
      inline([]),
    ]);
    expect(await read("edit=1&offset=1&limit=1&columns=b", rows)).toEqual({ data: [{ b: 3 }] });
  });

  test.each([
    ["edit=4", 404, "edit_not_found", /no edit 4: its edits are number 1 to 3/],
    ["at=2026-11-23T06:00:00", 404, "edit_not_found", /had no edit by 2026-11-23T06:00:00/],
    ["edit=0", 400, "invalid_query", /'edit' must be/],
    ["edit=x", 400, "invalid_query", /'edit' must be/],
    ["at=yesterday", 400, "invalid_query", /'at' must be a time/],
    ["at=2026-02-30", 400, "invalid_query", /'at' must be a time/],
    ["edit=1&at=2026-11-23", 400, "invalid_query", /not by both/],
  ])("%s is %i %s", async (query, status, code, message) => {
    expect(await read(query)).toMatchObject({ status, code, message: expect.stringMatching(message) });
  });

  test("of a value that has been removed is 410, of one outside 404, both with the edit's name", async () => {
    const old = history([GONE, OUTSIDE, inline(1)], { properties: { history_limit: 1 } });
    expect(await read("edit=1", old)).toMatchObject({
      status: 410,
      message: expect.stringMatching(/^Edit 1 of .*newest 1/),
    });
    expect(await read("edit=2", old)).toMatchObject({ status: 404, message: expect.stringMatching(/^Edit 2 of /) });
    const never = history([]);
    expect(await read("edit=1", never)).toMatchObject({ message: expect.stringContaining("it has none") });
  });
});

test("the edits of a node are listed in pages, those of an unknown one are 404", async () => {
  const { handle } = history([inline(1), inline(2), inline(3)]);
  const first = await handle(path("edits?limit=2"));
  expect(await first.json()).toEqual([{ number: 1 }, { number: 2 }]);
  expect(first.headers.get("Link")).toContain("cursor=2");
  expect(await jsonOf(handle(path("edits/?limit=2&cursor=2")))).toEqual([{ number: 3 }]);
  expect(await jsonOf(handle(path("edits/")))).toHaveLength(3);
  expect((await fake().handle("/api/v1/datanodes/nope/edits/")).status).toBe(404);
});

describe("restoring", () => {
  const written: unknown[] = [];
  const writeDataNode = async (command: { payload: unknown; comment: string | null; editor_id: string | null }) => {
    written.push(command);
    const edit = anEdit({ ...PAYLOAD, data_node_id: "D", number: 4 });
    return { ok: true, value: { value: edit, stored: true } } as const;
  };
  const restore = (init: RequestInit, query = "") => {
    written.length = 0;
    const { handle } = history([inline([1]), GONE, inline([3])], {}, { orchestrator: { writeDataNode } });
    return jsonOf(handle(path(`restore/${query}`), { method: "POST", ...init }));
  };

  test.each([
    ["the body", jsonBody({ edit: 1, editor_id: "ann" }), ""],
    ["the query", {}, "?edit=1&editor_id=ann"],
  ])("writes the same payload again, as %s says", async (_, init, query) => {
    expect(await restore(init, query)).toMatchObject({
      message: "Data node D was restored from edit 1.",
      edit: { number: 4 },
    });
    expect(written).toMatchObject([{ payload: inline([1]), editor_id: "ann", comment: "Restored from edit 1." }]);
  });

  test("an edit that does not exist or has no value is refused and writes nothing", async () => {
    expect(await restore(jsonBody({ edit: 9 }))).toMatchObject({ status: 404 });
    expect(await restore(jsonBody({ edit: 2 }))).toMatchObject({ status: 410 });
    expect(await restore({})).toMatchObject({ status: 400, edit: ["Missing data for required field."] });
    expect(await restore(jsonBody({ edit: 0 }))).toMatchObject({ status: 400 });
    expect(await restore(jsonBody({ edit: "1" }))).toMatchObject({ status: 400 });
    expect(written).toEqual([]);
  });

  test("that is refused removes nothing: the payload belongs to the older edit", async () => {
    const refused = async () => ({ ok: false, error: { code: "edit_locked", message: "no" } }) as const;
    const old = { ...inline([1]), tier: "kv", key: "k", body: null } as const;
    const { handle, calls } = history([old, inline([2])], {}, { orchestrator: { writeDataNode: refused } });
    expect((await handle(path("restore/?edit=1"), { method: "POST" })).status).toBe(423);
    expect(calls).toEqual([]);
  });
});

describe("the difference", () => {
  const diff = async (
    values: readonly unknown[],
    query = "",
    storage_type: DataNodeSnapshot["storage_type"] = "pickle",
  ) => {
    const answer = await jsonOf(history(values.map(inline), { storage_type }).handle(path(`diff/?${query}`)));
    return answer.diff ?? answer;
  };

  test("of values is a JSON Patch, from the edit before to the current one", async () => {
    expect(await diff([{ a: 0 }, { a: 1, b: [1] }, { a: 2, b: [1, 2] }])).toEqual({
      data_node_id: "D",
      from: 2,
      to: 3,
      is_equal: false,
      counts: { patch: 2 },
      is_cut: false,
      patch: [
        { op: "replace", path: "/a", value: 2 },
        { op: "add", path: "/b/-", value: 2 },
      ],
    });
    expect(await diff([1, 2, 3], "from=1&to=2")).toMatchObject({
      from: 1,
      to: 2,
      patch: [{ op: "replace", value: 2 }],
    });
  });

  test("of tables is rows", async () => {
    const before = [
      { id: 1, v: "a" },
      { id: 2, v: "b" },
      { id: 3, v: "c" },
    ];
    const after = [
      { id: 1, v: "a" },
      { id: 3, v: "C" },
      { id: 4, v: "d" },
    ];
    expect(await diff([before, after], "key=id", "csv")).toMatchObject({
      counts: { added: 1, removed: 1, changed: 1 },
      added: [{ row: 2, value: { id: 4, v: "d" } }],
      removed: [{ row: 1, value: { id: 2, v: "b" } }],
      changed: [{ row: 1, key: { id: 3 }, from: { v: "c" }, to: { v: "C" } }],
    });
  });

  test("shows at most `limit` changes of each kind, and the number of all", async () => {
    const rows = (value: number) => Array.from({ length: 300 }, (_, id) => ({ id, value }));
    expect(await diff([rows(1), rows(2)], "limit=2", "csv")).toMatchObject({
      counts: { added: 0, removed: 0, changed: 300 },
      is_cut: true,
      changed: [{ row: 0 }, { row: 1 }],
    });
    expect(await diff([rows(1), rows(2)])).toMatchObject({ counts: { patch: 300 }, is_cut: true });
  });

  test("of equal values is empty", async () => {
    expect(await diff([[1], [1]])).toEqual({ data_node_id: "D", from: 1, to: 2, is_equal: true });
  });

  test.each([
    ["from=9", 404],
    ["to=9", 404],
    ["from=x", 400],
    ["limit=0", 400],
  ])("with %s is %i", async (query, status) => {
    expect(await diff([1, 2], query)).toMatchObject({ status });
  });

  test("of a node that was never written is 404, of a huge value 409", async () => {
    expect(await diff([])).toMatchObject({ status: 404, code: "edit_not_found" });
    const huge = { ...inline(1), size: 9_000_000 };
    expect(await jsonOf(history([huge, inline(2)]).handle(path("diff/")))).toMatchObject({ status: 409 });
  });
});

describe("appending", () => {
  const append = (more: FakeOptions) => {
    const { handle, calls } = history([inline([1])], {}, more);
    return handle(path("append/?editor_id=ann&comment=more"), jsonBody([2])).then((answer) => ({ answer, calls }));
  };

  test("is a write that expects the edit that it has read to be the newest", async () => {
    const expected: unknown[] = [];
    const writeDataNode = async ({ expected_edit_number }: { expected_edit_number?: number }) => {
      expected.push(expected_edit_number);
      return { ok: false, error: { code: "data_node_not_found", message: "gone" } } as const;
    };
    expect((await append({ orchestrator: { writeDataNode } })).answer.status).toBe(404);
    expect(expected).toEqual([1]);
    const { answer, calls } = await append({});
    expect(await answer.json()).toMatchObject({ message: "Data node D was successfully appended to." });
    expect(calls).toEqual(["append(1, [2])", 'writeDataNode("domain-a", "D", "ann", "more")']);
  });

  test("begins again when another write came first, and discards its first payload", async () => {
    let tries = 0;
    const overtaken = { ok: false, error: { code: "edit_number_changed", message: "again" } } as const;
    const edit = anEdit({ ...PAYLOAD, data_node_id: "D", number: 4 });
    const written = { ok: true, value: { value: edit, stored: true } } as const;
    const payload = { ...PAYLOAD, tier: "kv", key: "tried", body: null } as const;
    const { answer, calls } = await append({
      values: { append: async () => payload },
      orchestrator: { writeDataNode: async () => (++tries < 3 ? overtaken : written) },
    });
    expect(answer.status).toBe(200);
    expect(calls).toEqual(['discard(["tried"])', 'discard(["tried"])']);
  });

  test("to a value of a type that cannot append is 400", async () => {
    const refused = () => Promise.reject(new TaipyError("cannot_append", "The storage type pickle cannot append."));
    expect((await append({ values: { append: refused } })).answer.status).toBe(400);
  });

  test("to a system of its own happens once, whatever other edits are recorded", async () => {
    const outside = { ...PAYLOAD, tier: "outside", body: null } as const;
    const expected: unknown[] = [];
    const writeDataNode = async (command: object) => {
      expected.push("expected_edit_number" in command);
      return { ok: false, error: { code: "edit_number_changed", message: "again" } } as const;
    };
    const { answer } = await append({ values: { append: async () => outside }, orchestrator: { writeDataNode } });
    expect(answer.status).toBe(409);
    expect(expected).toEqual([false]);
  });
});

describe("a part of a table", () => {
  const ROWS = Array.from({ length: 5 }, (_, id) => ({ id, even: id % 2 === 0, "a,b": id * 10 }));
  const part = (query: string, value: unknown = ROWS, storage_type: DataNodeSnapshot["storage_type"] = "csv") =>
    history([inline(value)], { storage_type }).handle(path(`read/?${query}`));

  test("is its rows and columns, after the filter, with the number of all that match", async () => {
    const operators = encodeURIComponent(JSON.stringify([{ key: "even", value: true, operator: "EQUAL" }]));
    const answer = await part(`operators=${operators}&offset=1&limit=1&columns=even,id`);
    expect(await answer.text()).toBe('{"data": [{"even":true,"id":2}]}\n');
    expect(answer.headers.get("X-Total-Count")).toBe("3");
  });

  test("may name columns with a comma in them", async () => {
    expect(await jsonOf(part('columns="a,b",id&limit=1'))).toEqual({ data: [{ "a,b": 0, id: 0 }] });
  });

  test("behind the end, or of no rows, is empty", async () => {
    expect(await jsonOf(part("offset=5"))).toEqual({ data: [] });
    expect(await jsonOf(part("limit=0"))).toEqual({ data: [] });
  });

  test.each([
    ["columns=ghost", ROWS],
    ["columns=", ROWS],
    ["limit=-1", ROWS],
    ["offset=1.5", ROWS],
    ["limit=1", { a: 1 }],
    ["columns=a", [1, 2]],
  ])("%s of %j is 400", async (query, value) => {
    expect((await part(query, value)).status).toBe(400);
  });
});
