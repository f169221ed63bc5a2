import { expect } from "vitest";

/** What both a started and a spawned service offer. */
export interface Reachable {
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export interface Entity {
  readonly id: string;
  readonly config_id: string;
  readonly owner_id: string | null;
  readonly scope: string;
  readonly status: string;
  readonly stacktrace: readonly string[];
  readonly edit_in_progress: boolean;
  readonly cycle: string | null;
  readonly primary_scenario: boolean;
}

export type Kind = "cycles" | "datanodes" | "jobs" | "scenarios" | "sequences" | "tasks";
export const KINDS: readonly Kind[] = ["cycles", "datanodes", "jobs", "scenarios", "sequences", "tasks"];

const SETTLED = ["COMPLETED", "FAILED", "CANCELED", "SKIPPED", "ABANDONED"].map((name) => `Status.${name}`);
const POLL_INTERVAL_MS = 50;

/** The JSON of an answer that has this status. */
export async function answerOf<Body = Record<string, never>>(response: Response, status: number): Promise<Body> {
  const text = await response.text();
  expect(`${response.status} ${text}`).toMatch(new RegExp(`^${status} `));
  expect(response.headers.get("Content-Type")).toMatch(/^application\/json\b/);
  return JSON.parse(text) as Body;
}

export async function list(service: Reachable, kind: Kind): Promise<Entity[]> {
  return answerOf<Entity[]>(await service.fetch(`/api/v1/${kind}/`), 200);
}

/** Every entity of every kind, in an order of its own. */
export async function everything(service: Reachable): Promise<Record<Kind, Entity[]>> {
  const lists = await Promise.all(KINDS.map(async (kind) => [kind, byId(await list(service, kind))] as const));
  return Object.fromEntries(lists) as Record<Kind, Entity[]>;
}

export async function createScenario(service: Reachable, configId: string): Promise<Entity> {
  const created = await service.fetch(`/api/v1/scenarios/?config_id=${configId}`, { method: "POST" });
  return (await answerOf<{ scenario: Entity }>(created, 201)).scenario;
}

export async function submitScenario(service: Reachable, id: string): Promise<void> {
  const submitted = await service.fetch(`/api/v1/scenarios/submit/${id}/`, { method: "POST" });
  expect(await answerOf(submitted, 200)).toMatchObject({ message: `Scenario ${id} was submitted.` });
}

/** All jobs, once each has ended. */
export async function endedJobs(service: Reachable, timeoutMs = 20_000): Promise<Entity[]> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const jobs = await list(service, "jobs");
    if (jobs.every(({ status }) => SETTLED.includes(status))) return jobs;
    if (Date.now() > deadline) throw new Error(`Jobs have not ended: ${JSON.stringify(jobs)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}

export async function readData<Data = unknown>(service: Reachable, dataNodeId: string): Promise<Data> {
  return (await answerOf<{ data: Data }>(await service.fetch(`/api/v1/datanodes/${dataNodeId}/read/`), 200)).data;
}

export async function writeData(service: Reachable, dataNodeId: string, value: unknown): Promise<void> {
  const written = await service.fetch(`/api/v1/datanodes/${dataNodeId}/write/`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
  await answerOf(written, 200);
}

/** The only entity of a list that has these fields. */
export function only<T extends object>(entities: readonly T[], fields: Partial<NoInfer<T>>): T {
  const found = entities.filter((entity) =>
    Object.entries(fields).every(([key, value]) => entity[key as keyof T] === value),
  );
  const [entity] = found;
  if (entity === undefined || found.length > 1)
    throw new Error(`${found.length} entities have ${JSON.stringify(fields)}`);
  return entity;
}

const byId = (entities: Entity[]): Entity[] => entities.toSorted((a, b) => (a.id < b.id ? -1 : 1));
