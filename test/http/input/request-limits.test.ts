import { describe, expect, test } from "vitest";
import { BODY_LIMIT } from "../../../src/http/input/body.ts";
import { routes } from "../../../src/http/routes.ts";
import { dataNode, fake, jsonBody, pageOf } from "../fakes.ts";

/** Services that fail the test when a request that is beyond a limit comes to them. */
function untouched() {
  const never = () => Promise.reject(new Error("the request should have been refused before"));
  return fake({
    entityReader: { get: never, page: never, dataNode: never, job: never, submission: never, submittable: never },
  });
}

async function expectRefusal(answer: Response, status: number, code: string): Promise<void> {
  const text = await answer.text();
  expect(answer.status, text).toBe(status);
  expect(JSON.parse(text)).toMatchObject({ code });
}

describe("the limits of a request", () => {
  test("a body that is no value has at most one mebibyte", async () => {
    const body = { frequency: "x".repeat(BODY_LIMIT) };
    await expectRefusal(await untouched().handle("/api/v1/cycles/", jsonBody(body)), 413, "body_too_large");
  });

  test("the bytes of a body are counted, whatever size it declares", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    void (async () => {
      for (let part = 0; part < 20; part += 1) await writer.write(new Uint8Array(100_000).fill(0x20));
      await writer.close();
    })();
    const init = { method: "POST", body: readable, headers: { "Content-Type": "application/json" } };
    await expectRefusal(await untouched().handle("/api/v1/sequences/", init), 413, "body_too_large");
  });

  test("an uploaded file has at most what can be stored", async () => {
    const { handle, calls } = fake({
      entities: { data_node: { known: dataNode({ id: "known" }) } },
      content: { limit: 3 },
    });
    const init = { method: "PUT", body: "1234", headers: { "Content-Length": "4" } };
    await expectRefusal(await handle("/api/v1/datanodes/known/content/", init), 413, "body_too_large");
    expect(calls).toEqual([]);
  });

  test.each([501, 100_000])("JSON of %i levels is refused before it is parsed", async (depth) => {
    const body = `{"frequency": ${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const init = { method: "POST", body, headers: { "Content-Type": "application/json" } };
    await expectRefusal(await untouched().handle("/api/v1/cycles/", init), 400, "invalid_body");
  });

  test.each(
    routes.filter(({ path }) => path.includes("{id}")).map(({ id, method, path }) => [id, method, path] as const),
  )("an id of more than 1,024 characters is refused before anything is looked up (%s)", async (_, method, path) => {
    const { handle } = untouched();
    const of = (id: string) => handle(path.replace("{id}", id), { method });
    await expectRefusal(await of("x".repeat(1_025)), 400, "invalid_path");
    await expectRefusal(await of("%E2%98%83".repeat(1_025)), 400, "invalid_path");
  });

  test("an id of 1,024 characters is looked up, however long its encoding is", async () => {
    const answer = await fake().handle(`/api/v1/tasks/${"%E2%98%83".repeat(1_024)}/`);
    await expectRefusal(answer, 404, "task_not_found");
  });

  test("a URL has at most 16,384 characters", async () => {
    const { handle } = untouched();
    await expectRefusal(await handle(`/api/v1/tasks/?x=${"y".repeat(16_384)}`), 414, "url_too_long");
    await expectRefusal(await handle(`/api/v1/tasks/${"y".repeat(16_384)}/`), 414, "url_too_long");
  });

  test.each(["limit=1001", "per_page=1001", `cursor=${"x".repeat(1_025)}`, "limit=0"])(
    "a page can't be ?%s",
    async (query) => {
      await expectRefusal(await untouched().handle(`/api/v1/jobs/?${query}`), 400, "invalid_query");
    },
  );
});

test("a whole list has no limit, and at most two pages of it are in memory", async () => {
  let ahead = 0;
  let most = 0;
  let pages = 0;
  const page = async () => {
    ahead += 1;
    most = Math.max(most, ahead);
    pages += 1;
    return pageOf(['{"id": "a"}'], pages < 100 ? String(pages) : null);
  };
  const answer = await fake({ entityReader: { page } }).handle("/api/v1/tasks/");
  for await (const _ of answer.body as ReadableStream<Uint8Array>) ahead -= 1;
  expect(pages).toBe(100);
  expect(most).toBeLessThanOrEqual(2);
});
