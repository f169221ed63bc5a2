import { describe, expect, it } from "vitest";
import { fakeService, json } from "./fake-service.ts";

const NODE = "/api/v1/datanodes/{id}/content/";
const params = { path: { id: "DATANODE_a b/c" } };
const done = () => json({ message: "Done." });

describe("a request of the client", () => {
  it("has the service's path, with the id as one encoded segment", async () => {
    const { client, requests } = fakeService([done()], { baseUrl: "https://taipy.example.com/" });
    await client.DELETE("/api/v1/datanodes/{id}/", { params });
    expect(requests[0]).toMatchObject({
      method: "DELETE",
      url: "https://taipy.example.com/api/v1/datanodes/DATANODE_a%20b%2Fc/",
    });
  });

  it("has the present token, or no credentials when there is none", async () => {
    const tokens = ["first", "second"];
    const { client, requests } = fakeService([json([]), json([])], { token: async () => tokens.shift() ?? "none" });
    await client.GET("/api/v1/jobs/");
    await client.GET("/api/v1/jobs/");
    expect(requests.map(({ headers }) => headers.get("Authorization"))).toEqual(["Bearer first", "Bearer second"]);
    for (const options of [{}, { token: "" }]) {
      const open = fakeService([json([])], options);
      await open.client.GET("/api/v1/jobs/");
      expect(open.requests[0]?.headers.has("Authorization")).toBe(false);
    }
  });

  it("sends values as JSON, texts too", async () => {
    const { client, requests } = fakeService([done(), done(), done()]);
    for (const body of [{ a: [1, null] }, "text", 0]) {
      await client.PUT("/api/v1/datanodes/{id}/write/", { params, body });
    }
    expect(await Promise.all(requests.map((request) => request.text()))).toEqual(['{"a":[1,null]}', '"text"', "0"]);
    expect(new Set(requests.map(({ headers }) => headers.get("Content-Type")))).toEqual(new Set(["application/json"]));
  });

  it("sends files unchanged", async () => {
    const bytes = new Uint8Array([0, 255, 34]);
    const csv = "a\n1\n";
    const headers = { "Content-Type": "text/csv" };
    const { client, requests } = fakeService([done(), done(), done(), done()]);
    await client.PUT(NODE, { params, body: bytes, headers });
    await client.PUT(NODE, { params, body: bytes.buffer, headers });
    await client.PUT(NODE, { params, body: new Blob([bytes]), headers });
    await client.PUT(NODE, { params, body: csv, headers });
    const sent = await Promise.all(requests.map(async (request) => [...(await request.bytes())]));
    expect(sent).toEqual([[0, 255, 34], [0, 255, 34], [0, 255, 34], [...new TextEncoder().encode(csv)]]);
    expect(new Set(requests.map((request) => request.headers.get("Content-Type")))).toEqual(new Set(["text/csv"]));
  });
});
