import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, endedJobs, list, only, submitScenario } from "../api.ts";

const ENTRY = "test/service/data-nodes/schema-worker.ts";
const RIGHT = "day,amount\nmon,3\ntue,4\n";
const WITHOUT_AMOUNT = "day,price\nmon,3\ntue,4\n";

type Answer = Record<string, unknown>;

let service: Service;
beforeAll(async () => {
  service = await startService({ entry: ENTRY });
});
afterAll(() => service.stop());

/** The nodes of a fresh scenario, by the ids of their configs. */
async function nodesOf(config: string): Promise<Readonly<Record<string, string>>> {
  const { id } = await createScenario(service, config);
  const own = (await list(service, "datanodes")).filter(({ owner_id }) => owner_id === id);
  return { scenario: id, ...Object.fromEntries(own.map((node) => [node.config_id, node.id])) };
}

const at = (id: string | undefined, rest: string) => `/api/v1/datanodes/${id}/${rest}`;
const upload = (id: string | undefined, body: string) => service.fetch(at(id, "content"), { method: "PUT", body });
const send = (method: string, id: string | undefined, rest: string, body: unknown) =>
  service.fetch(at(id, rest), {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const read = async (id: string | undefined, query = "") =>
  answerOf<Answer>(await service.fetch(at(id, `read/${query}`)), 200);
const refusal = async (answer: Response) => answerOf<Answer>(answer, 422);
const payloads = async () => (await (await service.miniflare.getKVNamespace("PAYLOADS")).list()).keys.length;

describe("a data node with a schema", () => {
  it("refuses an uploaded file without the columns that its task needs, names them, and keeps its value", async () => {
    const { sales } = await nodesOf("month");
    await answerOf(await upload(sales, RIGHT), 200);
    const before = await payloads();
    const refused = await refusal(await upload(sales, WITHOUT_AMOUNT));
    expect(refused).toMatchObject({
      code: "schema_mismatch",
      retryable: false,
      message: `The value does not fit the schema of sales: row 1, column "amount": The column is missing. Data node: ${sales} (csv).`,
      failures: [{ row: 1, column: "amount", path: "", reason: "The column is missing." }],
    });
    expect(await read(sales)).toEqual({
      data: [
        { day: "mon", amount: 3 },
        { day: "tue", amount: 4 },
      ],
    });
    expect(await payloads()).toBe(before);
  });

  it("refuses written and appended rows that do not fit", async () => {
    const { sales } = await nodesOf("month");
    const rows = [
      { day: "mon", amount: 3 },
      { day: "tue", amount: null },
    ];
    expect(await refusal(await send("PUT", sales, "write/", rows))).toMatchObject({
      failures: [{ row: 2, column: "amount", reason: "Invalid input: expected number, received null" }],
    });
    expect(await read(sales)).toEqual({ data: null });
    await answerOf(await send("PUT", sales, "write/", rows.slice(0, 1)), 200);
    expect(await refusal(await send("POST", sales, "append/", [{ day: "tue", amount: "?" }]))).toMatchObject({
      failures: [{ row: 1, column: "amount" }],
    });
    await answerOf(await send("POST", sales, "append/", [{ day: "tue", amount: 4.5 }]), 200);
    expect(await read(sales, "?check=true")).toEqual({
      data: [
        { day: "mon", amount: 3 },
        { day: "tue", amount: 4.5 },
      ],
    });
  });

  it("fails a job whose result does not fit, with the same text, and leaves the node as it was", async () => {
    const { scenario = "", sales, total, best } = await nodesOf("month");
    await answerOf(await upload(sales, RIGHT), 200);
    await submitScenario(service, scenario);
    const jobs = (await endedJobs(service)).filter(({ id }) => /JOB_(?:add|choose)_/.test(id));
    expect(only(jobs, { status: "Status.COMPLETED" }).id).toMatch(/^JOB_add_/);
    const { stacktrace } = only(jobs, { status: "Status.FAILED" });
    expect(stacktrace.join("\n")).toBe(
      `Error writing in datanode id ${best}: TaipyError: The value does not fit the schema of best: ` +
        'row 1, column "amount": Too small: expected number to be >=10; row 2, column "amount": Too small: expected number to be >=10. ' +
        `It was checked as csv gives it back. Data node: ${best} (csv).`,
    );
    expect(await read(best)).toEqual({ data: null });
    expect(await read(total)).toEqual({ data: { sum: 7 } });
  });

  it("fails a job before its function runs when what it reads from outside does not fit", async () => {
    const { scenario = "" } = await nodesOf("outside");
    await submitScenario(service, scenario);
    const { status, stacktrace } = only(
      (await endedJobs(service)).filter(({ id }) => id.startsWith("JOB_convert_")),
      {},
    );
    expect(status).toBe("Status.FAILED");
    expect(stacktrace.join("\n")).toContain(
      "The value does not fit the schema of rates: /0: Invalid input: expected number, received string.",
    );
  });

  it("takes a wish to check only where there is a schema to check with", async () => {
    const { free } = await nodesOf("month");
    const refused = await answerOf<Answer>(await service.fetch(at(free, "read/?check=true")), 400);
    expect(refused).toMatchObject({ code: "invalid_query", parameter: "check" });
  });

  it("is shown with a schema whose shape is not known when no build has written it", async () => {
    const config = await answerOf<Answer>(await service.fetch("/api/v1/config/datanodes/sales/"), 200);
    expect(config.schema).toMatchObject({ $comment: expect.stringContaining("taipy-edge deploy") });
    expect(await answerOf<Answer>(await service.fetch("/api/v1/config/datanodes/free/"), 200)).toMatchObject({
      schema: null,
    });
    const { components } = await answerOf<{ components: { schemas: Answer } }>(
      await service.fetch("/swagger.json"),
      200,
    );
    expect(Object.keys(components.schemas).filter((name) => name.startsWith("DataNodeValue"))).toEqual([
      "DataNodeValue",
    ]);
  });
});

describe("the shapes of schemas that `npm start` knows", () => {
  const row = { type: "object", properties: { day: { type: "string" } } };
  const shapes = {
    build: null,
    schemas: { sales: row, total: { $ref: "#/$defs/a", $defs: { a: { type: "object" } } } },
  };

  it("are in the interface's document, as JSON and as YAML, and in the configuration", async () => {
    const local = await startService({
      entry: ENTRY,
      own: { serviceBindings: { DATA_SCHEMAS: () => Response.json(shapes) } },
    });
    try {
      const document = await answerOf<{ components: { schemas: Answer } }>(await local.fetch("/swagger.json"), 200);
      expect(document.components.schemas).toMatchObject({
        DataNodeValue: {
          anyOf: [
            { $ref: "#/components/schemas/DataNodeValue.sales" },
            { $ref: "#/components/schemas/DataNodeValue.total" },
            {},
          ],
        },
        "DataNodeValue.sales": {
          title: "sales",
          type: "array",
          items: { $ref: "#/components/schemas/DataNodeRow.sales" },
        },
        "DataNodeRow.sales": row,
        "DataNodeValue.total": { title: "total", $ref: "#/components/schemas/DataNodeValue.total/$defs/a" },
      });
      expect(parse(await (await local.fetch("/openapi.yaml")).text())).toEqual(document);
      const config = await answerOf<Answer>(await local.fetch("/api/v1/config/datanodes/sales/"), 200);
      expect(config.schema).toEqual(row);
      expect(await answerOf<Answer>(await local.fetch("/api/v1/config/"), 200)).toMatchObject({
        DATA_NODE: { sales: { schema: row }, free: expect.not.objectContaining({ schema: expect.anything() }) },
      });
      expect(await (await local.fetch("/api/v1/config.toml")).text()).toContain(
        "# DATA_NODE.sales.schema has no form in TOML: it stays in the code.\n",
      );
    } finally {
      await local.stop();
    }
  });
});
