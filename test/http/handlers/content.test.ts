import { describe, expect, test } from "vitest";
import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import { BASE, dataNode, type FakeOptions, fake, PAYLOAD } from "../fakes.ts";

const TEXT = "0123456789";
const PATH = "/api/v1/datanodes/D/content";
const payload = { ...PAYLOAD, content_type: "text/csv; charset=utf-8", size: TEXT.length, hash: "abc", body: TEXT };

function holding(node: Partial<DataNodeSnapshot> = {}, more: FakeOptions = {}) {
  const entities = { data_node: { D: dataNode({ id: "D", storage_type: "csv", payload, ...node }) } };
  return fake({ entities, ...more, values: { mediaTypes: () => ["text/csv"], ...more.values } });
}

const get = (headers: Record<string, string> = {}, node: Partial<DataNodeSnapshot> = {}) =>
  holding(node).handle(PATH, { headers });

const upload = (body: BodyInit | null, headers: Record<string, string> = {}, more: FakeOptions = {}, query = "") => {
  const { handle, calls, log } = holding({}, more);
  return handle(`${PATH}/${query}`, { method: "PUT", body, headers }).then((answer) => ({ answer, calls, log }));
};

describe("a download", () => {
  test("is the encoded value, with its type, length and tag", async () => {
    const answer = await get({}, { properties: { path: "data/rates.csv", is_generated: false } });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(TEXT);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-length": "10",
      "content-disposition": 'attachment; filename="rates.csv"',
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      etag: '"abc"',
    });
  });

  test("has headers and no body in the answer to HEAD", async () => {
    const { handle } = holding({}, { content: { open: () => Promise.reject(new Error("no payload may be opened")) } });
    const answer = await handle(PATH, { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Length")).toBe("10");
    expect(await answer.text()).toBe("");
  });

  test.each([
    ["bytes=0-0", "0", "0-0"],
    ["bytes=2-4", "234", "2-4"],
    ["bytes=7-", "789", "7-9"],
    ["bytes=-3", "789", "7-9"],
    ["bytes=5-99", "56789", "5-9"],
    ["bytes=-99", TEXT, "0-9"],
  ])("of the range %s is that part", async (range, text, shown) => {
    const answer = await get({ Range: range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("Content-Range")).toBe(`bytes ${shown}/10`);
    expect(answer.headers.get("Content-Length")).toBe(String(text.length));
    expect(await answer.text()).toBe(text);
  });

  test.each(["bytes=10-", "bytes=99-100", "bytes=-0"])("of the range %s is 416 with the size", async (range) => {
    const answer = await get({ Range: range });
    expect(answer.status).toBe(416);
    expect(answer.headers.get("Content-Range")).toBe("bytes */10");
  });

  test.each(["bytes=4-2", "bytes=0-1,4-5", "lines=1-2", "bytes=", "garbage"])(
    "of the range %j is whole",
    async (range) => {
      const answer = await get({ Range: range });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe(TEXT);
    },
  );

  test("of a range is the whole file when If-Range names another version of it", async () => {
    expect((await get({ Range: "bytes=2-4", "If-Range": '"abc"' })).status).toBe(206);
    expect((await get({ Range: "bytes=2-4", "If-Range": '"old"' })).status).toBe(200);
  });

  test.each(['"abc"', 'W/"abc"', '"x", "abc"', "*"])("that the caller has (%s) is 304 without a body", async (tag) => {
    const answer = await get({ "If-None-Match": tag });
    expect(answer.status).toBe(304);
    expect(answer.headers.get("ETag")).toBe('"abc"');
    expect(await answer.text()).toBe("");
    expect((await get({ "If-None-Match": '"abcd"' })).status).toBe(200);
  });

  test("of a node that was never written is 404, and says so", async () => {
    const answer = await get({}, { payload: null });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "never_written" });
  });

  test("of a value in a system of its own is 404, and says so", async () => {
    const answer = await holding({}, { values: { mediaTypes: () => [] } }).handle(PATH);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "value_outside" });
  });

  test("of a payload that is missing is 503 and names the edit", async () => {
    const open = () => Promise.reject(new TaipyError("payload_missing", "no value lies under the key k."));
    const answer = await holding({ edit_number: 7 }, { content: { open } }).handle(PATH);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/^Edit 7 of data node D .*key k/) });
  });

  test("of a payload that was deleted is 410, without a time to try again", async () => {
    const missing = new TaipyError("payload_missing", "no value lies under the key k.", { details: { key: "k" } });
    const node = {
      payload: { ...payload, tier: "kv", key: "k", body: null },
      last_edit_date: "2023-11-14T00:00:00",
    } as const;
    const answer = await holding(node, { content: { open: () => Promise.reject(missing) } }).handle(PATH);
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([410, null]);
    expect(await answer.json()).toMatchObject({ code: "payload_gone", message: expect.stringContaining("is gone") });
  });

  test.each([
    ["../../etc/passwd", 'attachment; filename="passwd"'],
    ["C:\\data\\a b.csv", 'attachment; filename="a b.csv"'],
    ['a"\r\nX-Evil: 1;.csv', "attachment; filename=\"a_X-Evil_ 1_.csv\"; filename*=UTF-8''a%22X-Evil%3A%201%3B.csv"],
    ["été'.csv", "attachment; filename=\"_t__.csv\"; filename*=UTF-8''%C3%A9t%C3%A9%27.csv"],
    ["folder/", 'attachment; filename="D"'],
  ])("of the path %j has a safe name", async (path, disposition) => {
    const answer = await get({}, { properties: { path } });
    expect(answer.headers.get("Content-Disposition")).toBe(disposition);
    expect(answer.headers.has("X-Evil")).toBe(false);
  });

  test("of a file of the application has the type of the node's files", async () => {
    const answer = await get({}, { payload: { ...payload, content_type: "text/plain; charset=utf-8" } });
    expect(answer.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  });
});

describe("an upload", () => {
  test("is stored, read by its storage type, and recorded as an edit", async () => {
    const checked: unknown[] = [];
    const check = async (_: unknown, stored: unknown) => void checked.push(stored);
    const { answer, calls } = await upload("a,b\n1,2\n", {}, { values: { check } }, "?editor_id=ann&comment=new");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ETag")).toBe('"abc"');
    expect(calls).toEqual(['put(8, "text/csv")', 'writeDataNode("domain-a", "D", "ann", "new")']);
    expect(checked).toMatchObject([{ key: "new" }]);
    expect(await answer.json()).toMatchObject({
      message: "Data node D was successfully written.",
      edit: { number: 1, editor_id: "ann", comment: "new", is_kept: true },
    });
  });

  test("that its storage type can't read is 422, and its payload is discarded", async () => {
    const check = () => Promise.reject(new TaipyError("unreadable_content", "The content cannot be read: row 3."));
    const { answer, calls } = await upload("garbage", {}, { values: { check } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "unreadable_content",
      message: expect.stringContaining("row 3"),
    });
    expect(calls).toEqual(['put(7, "text/csv")', 'discard(["new"])']);
  });

  test("that the node's object refuses has its payload discarded", async () => {
    const error = { code: "edit_locked", message: "DataNode D is being edited by bob." } as const;
    const more = { orchestrator: { writeDataNode: async () => ({ ok: false, error }) as const } };
    const { answer, calls } = await upload("a\n", {}, more);
    expect(answer.status).toBe(423);
    expect(calls).toEqual(['put(2, "text/csv")', 'discard(["new"])']);
  });

  test("whose object does not answer is left to the sweep, because an edit may use its payload", async () => {
    const lost = Object.assign(new Error("Network connection lost."), { retryable: true });
    const { answer, calls } = await upload("a\n", {}, { orchestrator: { writeDataNode: () => Promise.reject(lost) } });
    expect(answer.status).toBe(503);
    expect(calls).toEqual(['put(2, "text/csv")', 'discardLater(["new"])']);
  });

  test("to a node that another editor has locked is refused before a byte is stored", async () => {
    const editor = { editor_id: "bob", edit_in_progress: true, editor_expiration_date: "2999-01-01T00:00:00" };
    const { handle, calls } = holding(editor);
    const answer = await handle(PATH, { method: "PUT", body: "a" });
    expect(answer.status).toBe(423);
    expect(await answer.json()).toMatchObject({ editor_id: "bob" });
    expect(calls).toEqual([]);
    expect((await handle(`${PATH}?editor_id=bob`, { method: "PUT", body: "a" })).status).toBe(200);
  });

  test("that is declared as too large is refused before a byte is stored", async () => {
    const { handleRequest, calls } = holding();
    const request = new Request(BASE + PATH, { method: "PUT", body: "a" });
    request.headers.set("Content-Length", String(26 * 1_024 * 1_024));
    expect((await handleRequest(request)).status).toBe(413);
    expect(calls).toEqual([]);
  });

  test("as a form is 415 with advice", async () => {
    const form = new FormData();
    form.set("file", "a,b");
    const { answer, calls } = await upload(form);
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining("--data-binary") });
    expect(calls).toEqual([]);
  });

  test("keeps a media type that the node's files may have, and no other", async () => {
    const values = { mediaTypes: () => ["application/json", "application/x-special"] };
    const special = await upload("a", { "Content-Type": "Application/X-Special; q=1" }, { values });
    expect(special.calls[0]).toBe('put(1, "application/x-special")');
    const other = await upload("a", { "Content-Type": "text/html" }, { values });
    expect(other.calls[0]).toBe('put(1, "application/json")');
  });

  test("to an unknown node is 404, to a value in a system of its own 404 with a text", async () => {
    const unknown = await fake().handle("/api/v1/datanodes/nope/content", { method: "PUT", body: "a" });
    expect(await unknown.json()).toMatchObject({ status: 404, message: "DataNode: nope does not exist." });
    const { answer } = await upload("a", {}, { values: { mediaTypes: () => [] } });
    expect(await answer.json()).toMatchObject({ status: 404, code: "value_outside" });
  });
});
