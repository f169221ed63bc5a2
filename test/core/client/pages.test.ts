import { describe, expect, it } from "vitest";
import { pages, RefusedError } from "../../../src/client/index.ts";
import { fakeService, json } from "./fake-service.ts";

const page = (ids: string[], next?: string) =>
  json(
    ids.map((id) => ({ id })),
    next === undefined ? {} : { headers: { Link: `<${next}>; rel="next"` } },
  );

async function idsOf(answers: readonly Response[]) {
  const { client, requests } = fakeService(answers);
  const ids: string[][] = [];
  const list = pages((start) => client.GET("/api/v1/jobs/", { params: { query: { limit: 2, ...start } } }));
  for await (const jobs of list) ids.push(jobs.map(({ id }) => id));
  return { ids, urls: requests.map(({ url }) => url) };
}

const JOBS = "https://taipy.example.com/api/v1/jobs/";

describe("the pages of a list", () => {
  it("are read one after another until there is no link to a next one", async () => {
    const answers = [page(["a", "b"], `${JOBS}?limit=2&cursor=a%2Bb`), page(["c", "d"], "/x?cursor=d"), page(["e"])];
    expect(await idsOf(answers)).toEqual({
      ids: [["a", "b"], ["c", "d"], ["e"]],
      urls: [`${JOBS}?limit=2`, `${JOBS}?limit=2&cursor=a%2Bb`, `${JOBS}?limit=2&cursor=d`],
    });
  });

  it("are requested only when they are needed", async () => {
    const { client, requests } = fakeService([page(["a"], `${JOBS}?cursor=a`)]);
    const list = pages((start) => client.GET("/api/v1/jobs/", { params: { query: { limit: 1, ...start } } }));
    expect(requests).toHaveLength(0);
    for await (const [job] of list) {
      expect(job?.id).toBe("a");
      break;
    }
    expect(requests).toHaveLength(1);
  });

  it("are requested from the service only, even if a link leads to another host", async () => {
    const { urls } = await idsOf([page(["a"], "https://evil.example/steal?cursor=a"), page([])]);
    expect(urls).toEqual([`${JOBS}?limit=2`, `${JOBS}?limit=2&cursor=a`]);
  });

  it("end with an error when one is refused, or when they are numbered", async () => {
    await expect(idsOf([page(["a"], `${JOBS}?cursor=a`), json({}, { status: 503 })])).rejects.toThrow(RefusedError);
    await expect(idsOf([page(["a"], `${JOBS}?page=2&per_page=50`)])).rejects.toThrow("with `limit`");
  });
});
