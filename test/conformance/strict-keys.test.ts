import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataOf } from "../../src/client/index.ts";
import { clientOf } from "../harness/client.ts";
import { type Service, startService } from "../harness/service.ts";
import { everyRefusal, everySuccess, StrictSession } from "./strict/strict-session.ts";
import { TAIPY_OPERATIONS } from "./strict/taipy-schemas.ts";

/** Parameters of this service alone, with values that it would refuse, or that would change the answer. */
const OWN_PARAMETERS =
  "limit=none&cursor=x&page=0&per_page=no&version=nope&wait=perhaps&timeout=x&force=7&cascade=maybe&cost=x&operators=%7B" +
  "&join_operator=XOR&columns=,,&offset=-1&edit=0&at=never&editor_id=%00&comment=%00&entity_id=%00";

const named = (operations: readonly { readonly method: string; readonly path: string }[]): string[] =>
  operations.map(({ method, path }) => `${method} ${path}`).sort();

describe.each([
  ["by the setting", { TAIPY_COMPAT: "strict" }, {}],
  ["by the header", {}, { headers: { "Taipy-Compat": "strict" } }],
  ["by the setting, with parameters that only this service has", { TAIPY_COMPAT: "strict" }, { query: OWN_PARAMETERS }],
] as const)("Taipy's answers %s", (_, variables, options) => {
  let service: Service;
  let client: StrictSession;

  beforeAll(async () => {
    service = await startService({ entry: "test/conformance/application/worker.ts", variables });
    client = new StrictSession(service.url, options);
    await everySuccess(client);
    await everyRefusal(client);
  }, 120_000);

  afterAll(() => service?.stop());

  it("have Taipy's keys and types and no others, in each success, list, nested entity and refusal", () => {
    const told = client.calls.filter(({ problems }) => problems.length > 0);
    expect(told.map(({ request, status, problems }) => `${request} → ${status}: ${problems.join("; ")}`)).toEqual([]);
  });

  it("are successes of each of the 30 operations, and refusals of each that has one", () => {
    const met = (isOfInterest: (status: number) => boolean) => {
      const operations = client.calls.flatMap(({ operation, status }) =>
        operation !== undefined && isOfInterest(status) ? [operation] : [],
      );
      return named([...new Set(operations)]);
    };
    expect(met((status) => status < 300)).toEqual(named(TAIPY_OPERATIONS));
    // Nothing in a request for a whole list can be wrong.
    expect(met((status) => status >= 400)).toEqual(
      named(TAIPY_OPERATIONS.filter(({ success }) => !("list" in success))),
    );
  });

  it("have the numbers of a validity period as fractions, as Python's floats are written", async () => {
    await client.call("POST", "/datanodes/?config_id=cached_out");
    const { text } = await client.call("GET", "/datanodes/");
    expect(text).toContain('"validity_days":0.0,"validity_seconds":3600.0,');
  });

  it("are never a failure of the service", () => {
    expect(client.calls.filter(({ status }) => status >= 500)).toEqual([]);
  });
});

describe("the header `Taipy-Compat: off` where the service is set to Taipy's answers", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({
      entry: "test/conformance/application/worker.ts",
      variables: { TAIPY_COMPAT: "strict" },
    });
  }, 120_000);

  afterAll(() => service?.stop());

  it("gives the additions back, each of which the check of the keys notices", async () => {
    const client = new StrictSession(service.url, { headers: { "Taipy-Compat": "off" } });
    await everySuccess(client, {});
    const added = client.calls.flatMap(({ operation, problems }) =>
      operation && problems.length > 0 ? [operation] : [],
    );
    // Cycles, sequences, values and most messages have no more keys here than in Taipy.
    const noticed = ["datanodes", "tasks", "scenarios", "jobs"].flatMap((group) =>
      TAIPY_OPERATIONS.filter(
        ({ path, success }) => path.startsWith(`/api/v1/${group}/`) && !("data" in success),
      ).filter(({ success }) => "list" in success || "one" in success || "created" in success),
    );
    const submits = TAIPY_OPERATIONS.filter(({ path }) => path.includes("/submit/"));
    expect(named([...new Set(added)])).toEqual(named([...noticed, ...submits]));
  });
});

it("the typed client reads whole answers where the service is set to Taipy's", async () => {
  const service = await startService({
    entry: "test/conformance/application/worker.ts",
    variables: { TAIPY_COMPAT: "strict" },
  });
  try {
    const query = { config_id: "basic" };
    const { scenario } = await dataOf(clientOf(service).POST("/api/v1/scenarios/", { params: { query } }));
    expect(scenario.config_id).toBe("basic");
    const run = { path: { id: scenario.id }, query: { wait: true } };
    const { submission } = await dataOf(clientOf(service).POST("/api/v1/scenarios/submit/{id}/", { params: run }));
    expect(submission.status).toBe("COMPLETED");
  } finally {
    await service.stop();
  }
});

it("a variable TAIPY_COMPAT with another value stops the service, and the log says what it may be", async () => {
  const lines: string[] = [];
  const service = await startService({
    entry: "test/conformance/application/worker.ts",
    variables: { TAIPY_COMPAT: "yes" },
    onLog: (line) => lines.push(line),
  });
  try {
    const answer = await service.fetch("/api/v1/jobs/");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "configuration_refused", retryable: false });
    const strict = await service.fetch("/api/v1/jobs/", { headers: { "Taipy-Compat": "strict" } });
    expect(await strict.json()).toEqual({ message: "The configuration has errors: see the log." });
    expect(lines.join("\n")).toContain("The variable `TAIPY_COMPAT` must be `strict` or `off`");
  } finally {
    await service.stop();
  }
});
