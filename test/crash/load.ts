import { expect } from "vitest";
import type { Service } from "../harness/service.ts";
import { call } from "./call.ts";

export const MODES = [
  ["development", "test/crash/application/worker-load-development.ts"],
  ["standalone", "test/crash/application/worker-load-standalone.ts"],
] as const;

export interface Listed {
  readonly id: string;
  readonly config_id: string;
  readonly owner_id: string | null;
  readonly status: string;
  readonly submit_id: string;
  readonly edits: readonly { readonly number: number }[];
}

export interface Submitted {
  readonly id: string;
  readonly status: string;
  readonly job_ids: readonly string[];
}

export interface CreatedScenario {
  readonly id: string;
  readonly cycle: string;
  readonly tasks: readonly string[];
}

const LISTS = ["cycles", "datanodes", "jobs", "scenarios", "sequences", "submissions", "tasks"] as const;
const POLL_INTERVAL_MS = 30;
const ENDED = ["COMPLETED", "FAILED", "CANCELED", "SKIPPED", "ABANDONED"].map((name) => `Status.${name}`);

export const list = (service: Service, kind: (typeof LISTS)[number]): Promise<Listed[]> =>
  call<Listed[]>(service, "GET", `/${kind}/`);

export async function createScenario(service: Service, configId: string): Promise<CreatedScenario> {
  const path = `/scenarios/?config_id=${configId}`;
  return (await call<{ scenario: CreatedScenario }>(service, "POST", path)).scenario;
}

/** Submits, and waits until all jobs have ended. */
export async function runScenario(service: Service, id: string): Promise<Submitted> {
  const path = `/scenarios/submit/${id}/?wait=true&timeout=60`;
  return (await call<{ submission: Submitted }>(service, "POST", path)).submission;
}

/** The scenario's own data node of a config. */
export async function nodeOf(service: Service, scenarioId: string, configId: string): Promise<Listed> {
  const nodes = await list(service, "datanodes");
  const node = nodes.find(({ owner_id, config_id }) => owner_id === scenarioId && config_id === configId);
  if (node === undefined) throw new Error(`${scenarioId} has no data node ${configId}`);
  return node;
}

/** Repeats the request until the answer is right. The time limit of the test ends it. */
async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}

export const endedJobs = (service: Service): Promise<Listed[]> =>
  until(
    () => list(service, "jobs"),
    (jobs) => jobs.every(({ status }) => ENDED.includes(status)),
  );

/** Reads every list, and every entity of it. */
export async function expectReadable(service: Service): Promise<void> {
  for (const kind of LISTS) {
    for (const { id } of await list(service, kind)) {
      const answer = await service.fetch(`/api/v1/${kind}/${encodeURIComponent(id)}/`);
      expect(`${answer.status} ${await answer.text()}`).toMatch(/^200 /);
    }
  }
}

/** Lets the first task of a stopped scenario end. */
export async function openGate(service: Service, gate: string): Promise<void> {
  const namespace = await service.miniflare.getKVNamespace("GATES");
  await namespace.put(gate, "open");
}

/** A scenario whose first job runs until its gate, the id of the scenario, is opened. */
export async function heldScenario(service: Service): Promise<{ scenario: CreatedScenario; end: Promise<Submitted> }> {
  const scenario = await createScenario(service, "held_run");
  const gate = await nodeOf(service, scenario.id, "gate");
  await call(service, "PUT", `/datanodes/${gate.id}/write/`, scenario.id);
  const end = runScenario(service, scenario.id);
  await until(
    () => list(service, "jobs"),
    (jobs) => jobs.some(({ id, status }) => id.startsWith("JOB_hold_") && status === "Status.RUNNING"),
  );
  return { scenario, end };
}
