import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { answerOf, createScenario, type Entity, KINDS, type Kind, list } from "./api.ts";

const MANY = 1_000;
const CONCURRENCY = 8;

/** What Taipy shows of each kind. */
const SHAPES: Readonly<Record<Kind, string>> = {
  cycles: "id name frequency properties creation_date start_date end_date",
  datanodes:
    "id config_id scope storage_type owner_id parent_ids last_edit_date version validity_days validity_seconds edit_in_progress",
  jobs: "id status force creation_date stacktrace",
  scenarios: "id cycle creation_date primary_scenario properties sequences subscribers tags version",
  sequences: "id owner_id parent_ids tasks version properties subscribers",
  tasks: "id config_id owner_id parent_ids input_ids function_name function_module output_ids version",
};

const CYCLE = {
  frequency: "DAILY",
  properties: {},
  creation_date: "2020-01-02T03:04:05",
  start_date: "2020-01-02T00:00:00",
  end_date: "2020-01-02T23:59:59.999999",
};

describe("lists", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: "test/conformance/application/worker.ts" });
  });

  afterAll(() => service?.stop());

  it.each(KINDS)("%s: none is an empty array", async (kind) => {
    expect(await list(service, kind)).toEqual([]);
  });

  it("one of each is an array of one", async () => {
    await post("/cycles/", CYCLE);
    await post("/jobs/?task_id=sink");
    const { id } = await createScenario(service, "default");
    await post("/sequences/", { scenario_id: id, sequence_name: "only" });
    for (const kind of KINDS) await expectList(kind, 1);
  });

  it("a thousand of each keep their shape, each once", async () => {
    await repeat(MANY - 1, () => post("/cycles/", CYCLE));
    await repeat(MANY - 1, () => post("/jobs/?task_id=sink"));
    // 100 chains of 10 tasks and 11 data nodes, 400 scenarios of 10 data nodes, and empty ones.
    await repeat(100, () => createScenario(service, "chain10"));
    await repeat(400, () => createScenario(service, "many"));
    await repeat(MANY - 501, () => createScenario(service, "default"));
    const [scenario] = await list(service, "scenarios");
    await repeat(
      MANY - 1,
      (index) => post("/sequences/", { scenario_id: scenario?.id, sequence_name: `s${index}` }),
      1,
    );
    for (const kind of ["cycles", "jobs", "scenarios", "sequences"] as const) await expectList(kind, MANY);
    await expectList("tasks", MANY + 1);
    await expectList("datanodes", 1 + 100 * 11 + 400 * 10);
  }, 300_000);

  it("five thousand data nodes come as one array in many pieces", async () => {
    const response = await service.fetch("/api/v1/datanodes/");
    expect(response.headers.get("Content-Length")).toBeNull();
    let pieces = 0;
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) {
      pieces += 1;
      text += decoder.decode(piece, { stream: true });
    }
    expect((JSON.parse(text) as unknown[]).length).toBeGreaterThan(5_000);
    expect(pieces).toBeGreaterThan(5);
  });

  async function expectList(kind: Kind, length: number): Promise<void> {
    const entities = await list(service, kind);
    expect(new Set(entities.map(({ id }) => id)).size).toBe(length);
    expect(entities).toHaveLength(length);
    const keys = SHAPES[kind].split(" ");
    expect(entities.filter((entity: Entity) => keys.some((key) => !Object.hasOwn(entity, key)))).toEqual([]);
  }

  async function post(path: string, body?: unknown): Promise<void> {
    const init =
      body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    await answerOf(await service.fetch(`/api/v1${path}`, { method: "POST", ...init }), 201);
  }
});

/** Runs an action so many times, a few at once. */
async function repeat(
  times: number,
  run: (index: number) => Promise<unknown>,
  concurrency = CONCURRENCY,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < times) await run(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
