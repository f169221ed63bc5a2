import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { call } from "./call.ts";
import {
  type CreatedScenario,
  createScenario,
  endedJobs,
  expectReadable,
  heldScenario,
  list,
  MODES,
  nodeOf,
  openGate,
  runScenario,
} from "./load.ts";

type Victim = (service: Service, scenario: CreatedScenario) => Promise<string> | string;

const taskOf = ({ tasks }: CreatedScenario, config: string) =>
  `/tasks/${tasks.find((id) => id.includes(`_${config}_`))}/`;

const VICTIMS: readonly (readonly [string, Victim])[] = [
  ["the data node that the running job reads", async (service, { id }) => nodePath(service, id, "gate")],
  ["the data node that the running job will write", async (service, { id }) => nodePath(service, id, "held")],
  ["the data node that the last job will write", async (service, { id }) => nodePath(service, id, "after_held")],
  ["the running job's task", (_, scenario) => taskOf(scenario, "hold")],
  ["the blocked job's task", (_, scenario) => taskOf(scenario, "after")],
  ["the cycle", (_, { cycle }) => `/cycles/${cycle}/`],
  ["the scenario", (_, { id }) => `/scenarios/${id}/`],
];

async function nodePath(service: Service, scenarioId: string, configId: string): Promise<string> {
  return `/datanodes/${(await nodeOf(service, scenarioId, configId)).id}/`;
}

describe.each(MODES)("deleted while its jobs run, in job mode %s", (_mode, entry) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry, namespaces: ["GATES"] });
  });

  afterAll(() => service?.stop());

  it.each(VICTIMS)("%s: every list stays readable, every job ends, and work goes on", async (_name, victim) => {
    const { scenario, end } = await heldScenario(service);
    await call(service, "DELETE", await victim(service, scenario));
    await expectReadable(service);
    await openGate(service, scenario.id);
    const { id, job_ids } = await end;
    const jobs = (await endedJobs(service)).filter(({ submit_id }) => submit_id === id);
    expect(jobs.map((job) => job.id).toSorted()).toEqual([...job_ids].toSorted());
    expect(jobs.map(({ status }) => status)).toEqual(["Status.COMPLETED", "Status.COMPLETED"]);
    await expectReadable(service);
    expect(
      (await list(service, "datanodes")).filter((node) => node.owner_id === scenario.id && isLocked(node)),
    ).toEqual([]);
    await expectWorking(service);
  });

  it("a scenario with all that it owns: its jobs and submissions are gone for good", async () => {
    const { scenario, end } = await heldScenario(service);
    await call(service, "DELETE", `/scenarios/${scenario.id}/?cascade=true&force=true`);
    await expectReadable(service);
    await openGate(service, scenario.id);
    const { id, job_ids } = await end;
    await endedJobs(service);
    await expectWorking(service);
    await expectReadable(service);
    expect((await list(service, "jobs")).filter((job) => job_ids.includes(job.id))).toEqual([]);
    expect((await list(service, "submissions")).filter((submission) => submission.id === id)).toEqual([]);
    expect((await list(service, "datanodes")).filter(({ owner_id }) => owner_id === scenario.id)).toEqual([]);
  });
});

const isLocked = (node: object): boolean => "edit_in_progress" in node && node.edit_in_progress === true;

async function expectWorking(service: Service): Promise<void> {
  const { id } = await createScenario(service, "chain3");
  expect(await runScenario(service, id)).toMatchObject({ status: "COMPLETED" });
}
