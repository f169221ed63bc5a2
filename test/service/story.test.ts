import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataOf, type Job, type Scenario, submissionEnd, type TaipyClient } from "../../src/client/index.ts";
import { clientOf } from "../harness/client.ts";
import { type Service, startService } from "../harness/service.ts";
import { type SpawnedService, spawnService } from "../harness/spawn.ts";
import { only } from "./api.ts";
import { expectedForecast } from "./expected-forecast.ts";

const ENTRY = "src/index.ts";
const CONFIG = "my_awesome_scenario";
const HORIZON = 14;
const INTERVAL_MS = 50;

/** What Taipy's manual shows for a data node. */
const MANUAL_KEYS =
  "last_edit_date scope id validity_seconds validity_days storage_type job_ids version cacheable edit_in_progress name owner_id config_id";

describe("the example application, from the first call to a power cut and after", () => {
  let folder: string;
  let service: SpawnedService;
  let client: TaipyClient;
  let scenario: Scenario;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-story-"));
    service = await spawnService(ENTRY, folder);
    client = clientOf(service);
  });

  afterAll(async () => {
    await service?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it("the service says what it is and that its parts answer", async () => {
    const home = await dataOf(client.GET("/", { headers: { Accept: "application/json" } }));
    expect(home).toMatchObject({ name: expect.any(String) });
    expect(await dataOf(client.GET("/health"))).toMatchObject({ status: "ok" });
  });

  it("a scenario is created with its cycle, its tasks and its data nodes", async () => {
    scenario = await createScenario(client);
    expect(scenario).toMatchObject({ config_id: CONFIG, primary_scenario: true, version: expect.any(String) });
    const { cycles, datanodes, tasks } = await everything(client);
    expect(cycles.map(({ id }) => id)).toEqual([scenario.cycle]);
    expect(cycles[0]).toMatchObject({ frequency: "Frequency.MONTHLY" });
    expect(tasks.length).toBeGreaterThan(2);
    expect(datanodes.length).toBeGreaterThan(2);
  });

  it("data nodes show the keys of Taipy's manual", async () => {
    const node = only(await dataOf(client.GET("/api/v1/datanodes/")), { config_id: "forecast_value" });
    expect(Object.keys(node)).toEqual(expect.arrayContaining(MANUAL_KEYS.split(" ")));
    expect(node).toMatchObject({
      scope: "Scope.SCENARIO",
      name: "First forecast_value data node",
      owner_id: scenario.id,
      storage_type: "pickle",
      last_edit_date: null,
    });
    expect(only(await dataOf(client.GET("/api/v1/datanodes/")), { config_id: "historical_data_set" })).toMatchObject({
      name: "historical data",
      storage_type: "csv",
    });
  });

  it("a submitted scenario's jobs complete and leave the right forecast", async () => {
    const jobs = await runScenario(client, scenario.id);
    expect(jobs.length).toBe((await dataOf(client.GET("/api/v1/tasks/"))).length);
    expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(["Status.COMPLETED"]));
    await expectRightForecast(scenario.id);
  });

  it("after SIGKILL of the whole process group the same entities, jobs and data are there, and work goes on", async () => {
    const before = await everything(client);
    await service.kill();
    service = await spawnService(ENTRY, folder);
    client = clientOf(service);
    expect(await everything(client)).toEqual(before);
    await expectRightForecast(scenario.id);
    const jobs = await runScenario(client, scenario.id);
    expect(jobs).toHaveLength(before.jobs.length * 2);
    expect(jobs.every(({ status }) => ["Status.COMPLETED", "Status.SKIPPED"].includes(status))).toBe(true);
  });

  it("a second scenario of the month shares the cycle's and the application's nodes and is not primary", async () => {
    const before = await dataOf(client.GET("/api/v1/datanodes/"));
    const second = await createScenario(client);
    expect(second).toMatchObject({ cycle: scenario.cycle, primary_scenario: false });
    const after = await dataOf(client.GET("/api/v1/datanodes/"));
    const added = after.filter(({ id }) => !before.some((node) => node.id === id));
    expect(new Set(added.map(({ scope }) => scope))).toEqual(new Set(["Scope.SCENARIO"]));
    expect(new Set(added.map(({ owner_id }) => owner_id))).toEqual(new Set([second.id]));
    expect(before.some(({ scope }) => scope === "Scope.CYCLE")).toBe(true);
    expect(before.some(({ scope }) => scope === "Scope.GLOBAL")).toBe(true);
  });

  async function expectRightForecast(owner: string): Promise<void> {
    const nodes = await dataOf(client.GET("/api/v1/datanodes/"));
    const { id } = only(nodes, { config_id: "forecast_value", owner_id: owner });
    const { data } = await dataOf(client.GET("/api/v1/datanodes/{id}/read/", { params: { path: { id } } }));
    const forecast = data as { date: string; temp_max: number }[];
    const expected = expectedForecast(HORIZON);
    expect(forecast.map(({ date }) => date)).toEqual(expected.map(({ date }) => date));
    for (const [index, { mean }] of expected.entries()) {
      const given = forecast[index]?.temp_max ?? Number.NaN;
      expect(given).toBeCloseTo(Math.round(given * 10) / 10, 9);
      expect(Math.abs(given - mean)).toBeLessThanOrEqual(0.05 + 1e-9);
    }
  }
});

describe("scenarios created at once", () => {
  let service: Service;
  let client: TaipyClient;

  beforeAll(async () => {
    service = await startService({ entry: ENTRY });
    client = clientOf(service);
  });

  afterAll(() => service?.stop());

  it("ten share one cycle, one primary and one node of each shared config", async () => {
    const scenarios = await Promise.all(Array.from({ length: 10 }, () => createScenario(client)));
    const { cycles, datanodes, scenarios: listed } = await everything(client);
    expect(cycles).toHaveLength(1);
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(10);
    expect(listed.filter(({ primary_scenario }) => primary_scenario)).toHaveLength(1);
    const shared = datanodes.filter(({ scope }) => scope !== "Scope.SCENARIO");
    expect(shared.length).toBeGreaterThan(0);
    expect(new Set(shared.map(({ config_id }) => config_id)).size).toBe(shared.length);
    expect(datanodes.filter(({ config_id }) => config_id === "forecast_value")).toHaveLength(10);
  });
});

async function createScenario(client: TaipyClient): Promise<Scenario> {
  const query = { config_id: CONFIG };
  return (await dataOf(client.POST("/api/v1/scenarios/", { params: { query } }))).scenario;
}

/** Submits, waits for the end, and answers all jobs that there are. */
async function runScenario(client: TaipyClient, id: string): Promise<Job[]> {
  const submitted = await dataOf(client.POST("/api/v1/scenarios/submit/{id}/", { params: { path: { id } } }));
  expect(submitted.message).toBe(`Scenario ${id} was submitted.`);
  const { job_ids } = await submissionEnd(client, submitted.submission.id, { intervalMs: INTERVAL_MS });
  const jobs = await dataOf(client.GET("/api/v1/jobs/"));
  expect(jobs.map((job) => job.id)).toEqual(expect.arrayContaining(job_ids));
  return jobs;
}

/** Every entity of every kind, in an order of its own. */
async function everything(client: TaipyClient) {
  const [cycles, datanodes, jobs, scenarios, sequences, tasks] = await Promise.all([
    dataOf(client.GET("/api/v1/cycles/")),
    dataOf(client.GET("/api/v1/datanodes/")),
    dataOf(client.GET("/api/v1/jobs/")),
    dataOf(client.GET("/api/v1/scenarios/")),
    dataOf(client.GET("/api/v1/sequences/")),
    dataOf(client.GET("/api/v1/tasks/")),
  ]);
  return {
    cycles: byId(cycles),
    datanodes: byId(datanodes),
    jobs: byId(jobs),
    scenarios: byId(scenarios),
    sequences: byId(sequences),
    tasks: byId(tasks),
  };
}

const byId = <T extends { id: string }>(entities: readonly T[]): T[] =>
  entities.toSorted((a, b) => (a.id < b.id ? -1 : 1));
