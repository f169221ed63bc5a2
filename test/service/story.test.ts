import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { type SpawnedService, spawnService } from "../harness/spawn.ts";
import {
  answerOf,
  createScenario,
  type Entity,
  endedJobs,
  everything,
  list,
  only,
  readData,
  submitScenario,
} from "./api.ts";
import { expectedForecast } from "./expected-forecast.ts";

const ENTRY = "src/index.ts";
const CONFIG = "my_awesome_scenario";
const HORIZON = 14;

/** What Taipy's manual shows for a data node. */
const MANUAL_KEYS =
  "last_edit_date scope id validity_seconds validity_days storage_type job_ids version cacheable edit_in_progress name owner_id config_id";

describe("the example application, from the first call to a power cut and after", () => {
  let folder: string;
  let service: SpawnedService;
  let scenario: Entity;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-story-"));
    service = await spawnService(ENTRY, folder);
  });

  afterAll(async () => {
    await service?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it("the service says what it is and that its parts answer", async () => {
    await answerOf(await service.fetch("/", { headers: { Accept: "application/json" } }), 200);
    await answerOf(await service.fetch("/health"), 200);
  });

  it("a scenario is created with its cycle, its tasks and its data nodes", async () => {
    scenario = await createScenario(service, CONFIG);
    expect(scenario).toMatchObject({ config_id: CONFIG, primary_scenario: true, version: expect.any(String) });
    const { cycles, datanodes, tasks } = await everything(service);
    expect(cycles.map(({ id }) => id)).toEqual([scenario.cycle]);
    expect(cycles[0]).toMatchObject({ frequency: "Frequency.MONTHLY" });
    expect(tasks.length).toBeGreaterThan(2);
    expect(datanodes.length).toBeGreaterThan(2);
  });

  it("data nodes show the keys of Taipy's manual", async () => {
    const node = only(await list(service, "datanodes"), { config_id: "forecast_value" });
    expect(Object.keys(node)).toEqual(expect.arrayContaining(MANUAL_KEYS.split(" ")));
    expect(node).toMatchObject({
      scope: "Scope.SCENARIO",
      name: "First forecast_value data node",
      owner_id: scenario.id,
      storage_type: "pickle",
      last_edit_date: null,
    });
    expect(only(await list(service, "datanodes"), { config_id: "historical_data_set" })).toMatchObject({
      name: "historical data",
      storage_type: "csv",
    });
  });

  it("a submitted scenario's jobs complete and leave the right forecast", async () => {
    await submitScenario(service, scenario.id);
    const jobs = await endedJobs(service);
    expect(jobs.length).toBe((await list(service, "tasks")).length);
    expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(["Status.COMPLETED"]));
    await expectRightForecast(service, scenario.id);
  });

  it("after SIGKILL of the whole process group the same entities, jobs and data are there, and work goes on", async () => {
    const before = await everything(service);
    await service.kill();
    service = await spawnService(ENTRY, folder);
    expect(await everything(service)).toEqual(before);
    await expectRightForecast(service, scenario.id);
    await submitScenario(service, scenario.id);
    const jobs = await endedJobs(service);
    expect(jobs).toHaveLength(before.jobs.length * 2);
    expect(jobs.every(({ status }) => ["Status.COMPLETED", "Status.SKIPPED"].includes(status))).toBe(true);
  }, 120_000);

  it("a second scenario of the month shares the cycle's and the application's nodes and is not primary", async () => {
    const before = await list(service, "datanodes");
    const second = await createScenario(service, CONFIG);
    expect(second).toMatchObject({ cycle: scenario.cycle, primary_scenario: false });
    const after = await list(service, "datanodes");
    const added = after.filter(({ id }) => !before.some((node) => node.id === id));
    expect(new Set(added.map(({ scope }) => scope))).toEqual(new Set(["Scope.SCENARIO"]));
    expect(new Set(added.map(({ owner_id }) => owner_id))).toEqual(new Set([second.id]));
    expect(before.some(({ scope }) => scope === "Scope.CYCLE")).toBe(true);
    expect(before.some(({ scope }) => scope === "Scope.GLOBAL")).toBe(true);
  });

  async function expectRightForecast(from: SpawnedService, owner: string): Promise<void> {
    const node = only(await list(from, "datanodes"), { config_id: "forecast_value", owner_id: owner });
    const forecast = await readData<{ date: string; temp_max: number }[]>(from, node.id);
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

  beforeAll(async () => {
    service = await startService({ entry: ENTRY });
  });

  afterAll(() => service?.stop());

  it("ten share one cycle, one primary and one node of each shared config", async () => {
    const scenarios = await Promise.all(Array.from({ length: 10 }, () => createScenario(service, CONFIG)));
    const { cycles, datanodes, scenarios: listed } = await everything(service);
    expect(cycles).toHaveLength(1);
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(10);
    expect(listed.filter(({ primary_scenario }) => primary_scenario)).toHaveLength(1);
    const shared = datanodes.filter(({ scope }) => scope !== "Scope.SCENARIO");
    expect(shared.length).toBeGreaterThan(0);
    expect(new Set(shared.map(({ config_id }) => config_id)).size).toBe(shared.length);
    expect(datanodes.filter(({ config_id }) => config_id === "forecast_value")).toHaveLength(10);
  });
});
