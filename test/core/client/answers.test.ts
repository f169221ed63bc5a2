import { describe, expect, it } from "vitest";
import { dataOf, RefusedError } from "../../../src/client/index.ts";
import { fakeService, json } from "./fake-service.ts";

const params = { path: { id: "SCENARIO_1" } };
const refusalOf = (answer: Response): Promise<RefusedError> =>
  dataOf(fakeService([answer]).client.GET("/api/v1/scenarios/{id}/", { params })).then(
    () => expect.unreachable("the request was accepted"),
    (error: RefusedError) => error,
  );

describe("the data of an answer", () => {
  it("is the body of a successful answer", async () => {
    const { client } = fakeService([json({ scenario: { id: "SCENARIO_1" } })]);
    expect(await dataOf(client.GET("/api/v1/scenarios/{id}/", { params }))).toEqual({ scenario: { id: "SCENARIO_1" } });
  });

  it("is an error with the problem when the service refuses the request", async () => {
    const problem = { message: "Scenario: SCENARIO_1 does not exist.", code: "scenario_not_found", status: 404 };
    const error = await refusalOf(json(problem, { status: 404, headers: { "X-Request-Id": "r-1" } }));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ ...problem, requestId: "r-1", problem });
  });

  it("is an error with the status when the body is no problem, or does not come from the service", async () => {
    const failed = await refusalOf(json({ message: "Internal Server Error", request_id: "r-1" }, { status: 500 }));
    expect(failed).toMatchObject({
      message: "Internal Server Error",
      status: 500,
      code: undefined,
      problem: undefined,
    });
    for (const body of ["<h1>Bad gateway</h1>", "null", "[]", '{"message": 1}', ""]) {
      const error = await refusalOf(new Response(body, { status: 502 }));
      expect(error, body).toMatchObject({ message: "The service answered 502", status: 502, requestId: null });
      expect(error.code, body).toBeUndefined();
    }
  });

  it("passes on errors of fetch unchanged", async () => {
    const gone = new TypeError("fetch failed");
    const { client } = fakeService([], { fetch: () => Promise.reject(gone) });
    await expect(dataOf(client.GET("/api/v1/jobs/"))).rejects.toBe(gone);
  });
});
