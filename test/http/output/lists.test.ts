import { describe, expect, test } from "vitest";
import type { PageQuery } from "../../../src/core/ports/entity-reader.ts";
import { BASE, dataNode, fake, pageOf } from "../fakes.ts";

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `TASK_${String(at).padStart(6, "0")}`);
const tasks = (count: number) => ({ entities: { task: Object.fromEntries(ids(count).map((id) => [id, { id }])) } });
const idsOf = async (answer: Response) => (await answer.json<{ id: string }[]>()).map(({ id }) => id);

describe("a list without paging parameters", () => {
  test.each([0, 1, 500, 501, 5_000])("holds all of %i entities as one array", async (count) => {
    const answer = await fake(tasks(count)).handle("/api/v1/tasks/?version=all");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(answer.headers.get("Link")).toBeNull();
    expect(await idsOf(answer)).toEqual(ids(count));
  });

  test("reads no more pages than the client has taken", async () => {
    let pages = 0;
    const page = async () => pageOf(['{"id": 1}'], String(++pages));
    const answer = await fake({ entityReader: { page } }).handle("/api/v1/tasks/");
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    for (let taken = 0; taken < 10; taken++) await reader.read();
    expect(pages).toBeLessThanOrEqual(12);
    await reader.cancel();
  });

  test("stays an array when a page in the middle or at the start is empty", async () => {
    const pages = [pageOf([], "1"), pageOf(['{"id": "a"}'], "2"), pageOf([], "3"), pageOf(['{"id": "b"}'], null)];
    const page = async () => pages.shift() ?? pageOf([], null);
    expect(await idsOf(await fake({ entityReader: { page } }).handle("/api/v1/tasks/"))).toEqual(["a", "b"]);
    const empty = [pageOf([], "1")];
    const none = async () => empty.shift() ?? pageOf([], null);
    expect(await idsOf(await fake({ entityReader: { page: none } }).handle("/api/v1/tasks/"))).toEqual([]);
  });

  test("fails as a whole before its first byte, and breaks off with a log line after it", async () => {
    const failing = fake({ entityReader: { page: () => Promise.reject(new Error("D1 is gone")) } });
    expect((await failing.handle("/api/v1/tasks/")).status).toBe(500);
    let reads = 0;
    const page = async () => {
      if (++reads > 1) throw new Error("D1 is gone");
      return pageOf(["{}"], "x");
    };
    const { handle, log } = fake({ entityReader: { page } });
    const answer = await handle("/api/v1/tasks/");
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(log.map(({ event }) => event)).toEqual(["list_broke_off"]);
  });
});

describe("paging", () => {
  /** Follows the links from a first page to the last one. */
  async function follow(path: string, count: number): Promise<string[][]> {
    const { handle } = fake(tasks(count));
    const pages: string[][] = [];
    let next: string | null = path;
    while (next !== null) {
      const answer: Response = await handle(next);
      expect(answer.status).toBe(200);
      pages.push(await idsOf(answer));
      const link: string | undefined = /^<(.*)>; rel="next"$/.exec(answer.headers.get("Link") ?? "")?.[1];
      next = link === undefined ? null : link.slice(BASE.length);
    }
    return pages;
  }

  test.each(["/api/v1/tasks/?limit=3", "/api/v1/tasks?per_page=3&page=1", "/api/v1/tasks/?per_page=3"])(
    "%s leads through all entities, each once",
    async (path) => {
      const pages = await follow(path, 8);
      expect(pages.map((page) => page.length)).toEqual([3, 3, 2]);
      expect(pages.flat()).toEqual(ids(8));
    },
  );

  test("by number leads on by a cursor, so that what is deleted meanwhile moves nothing to another page", async () => {
    const answer = await fake(tasks(3)).handle("/api/v1/tasks/?page=1&per_page=2&version=all");
    expect(answer.headers.get("Link")).toBe(
      `<${BASE}/api/v1/tasks/?version=all&limit=2&cursor=TASK_000001>; rel="next"`,
    );
  });

  test("keeps the other parameters in its links", async () => {
    const answer = await fake(tasks(3)).handle("/api/v1/tasks/?limit=1&version=%61ll");
    expect(answer.headers.get("Link")).toBe(
      `<${BASE}/api/v1/tasks/?limit=1&version=all&cursor=TASK_000000>; rel="next"`,
    );
  });

  test("reads a far page at once, and one behind the end", async () => {
    const { handle } = fake(tasks(1_200));
    expect(await idsOf(await handle("/api/v1/tasks/?page=12&per_page=100"))).toEqual(ids(1_200).slice(1_100));
    expect(await idsOf(await handle("/api/v1/tasks/?page=999999999&per_page=1000"))).toEqual([]);
    const asked: PageQuery[] = [];
    const page = async (_: unknown, query: PageQuery) => {
      asked.push(query);
      return pageOf([], null);
    };
    await fake({ entityReader: { page } }).handle("/api/v1/tasks/?page=12&per_page=100");
    expect(asked).toEqual([{ after: null, limit: 100, skip: 1_100 }]);
  });

  test("reads the pages before a numbered page of lists that can't skip, such as the edits of a data node", async () => {
    const all = ids(1_200);
    const edits = async (_: string, { after, limit }: PageQuery) => {
      const rest = all.filter((id) => after === null || id > after);
      const next = rest.length > limit ? (rest[limit - 1] ?? null) : null;
      return pageOf(
        rest.slice(0, limit).map((id) => JSON.stringify({ id })),
        next,
      );
    };
    const { handle } = fake({ entities: { data_node: { D: dataNode({ id: "D" }) } }, entityReader: { edits } });
    const shown = async (query: string) => idsOf(await handle(`/api/v1/datanodes/D/edits/?${query}`));
    expect(await shown("page=12&per_page=100")).toEqual(all.slice(1_100));
    expect(await shown("page=3&per_page=500")).toEqual(all.slice(1_000));
    expect(await shown("page=4&per_page=500")).toEqual([]);
  });

  test.each([
    "limit=0",
    "limit=1001",
    "limit=-1",
    "limit=1e2",
    "limit=",
    "limit=x",
    "page=0",
    "page=99999999999999999999",
    "per_page=0",
    "cursor=%00",
    "limit=1&page=1",
  ])("?%s is 400", async (query) => {
    const answer = await fake().handle(`/api/v1/jobs/?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_query" });
  });

  test("names the parameter and what it must be", async () => {
    const answer = await fake().handle("/api/v1/jobs/?limit=1001");
    const message = "The query parameter 'limit' must be a whole number from 1 to 1000.";
    expect(await answer.json()).toMatchObject({ message, parameter: "limit" });
  });
});

test("submissions can be those of one entity, in every page", async () => {
  const queries: PageQuery[] = [];
  const page = async (_: unknown, query: PageQuery) => {
    queries.push(query);
    return pageOf([], null);
  };
  const { handle } = fake({ entityReader: { page } });
  await handle("/api/v1/submissions/?entity_id=SCENARIO_s_1");
  await handle("/api/v1/submissions/?entity_id=SCENARIO_s_1&limit=2&cursor=a");
  expect((await handle("/api/v1/jobs/?entity_id=SCENARIO_s_1")).status).toBe(400);
  expect(queries).toEqual([
    { after: null, limit: 500, entity_id: "SCENARIO_s_1" },
    { after: "a", limit: 2, entity_id: "SCENARIO_s_1" },
  ]);
});
