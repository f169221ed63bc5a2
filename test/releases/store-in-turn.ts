import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { call } from "../crash/call.ts";
import { type Service, startService } from "../harness/service.ts";
import { LAST_RELEASE } from "./releases.ts";

/** The two neighbours, as `startService` and `spawnService` take them. */
export const LAST = `release:${LAST_RELEASE}`;
export const CURRENT = "test/releases/application/worker.ts";

const POLL_INTERVAL_MS = 50;
const PATIENCE_MS = 45_000;

/** With these the current release writes what release 0.1.0 reads. */
const FOR_BOTH = { OBJECT_LAYOUT: "tables" };

/** Runs one service after the other on one store: objects, D1, KV. What runs when one stops is cut off. */
export async function inTurn(
  entries: readonly string[],
  work: (service: Service, phase: number) => Promise<void>,
  variables: Readonly<Record<string, string>> = FOR_BOTH,
): Promise<void> {
  const persistTo = await mkdtemp(path.join(tmpdir(), "releases-"));
  try {
    for (const [phase, entry] of entries.entries()) {
      const service = await startService({ entry, persistTo, variables, namespaces: ["GATES"] });
      try {
        await work(service, phase);
      } catch (error) {
        throw new Error(`${entries.slice(0, phase + 1).join(", ")}: ${(error as Error).message}`, { cause: error });
      } finally {
        await service.stop();
      }
    }
  } finally {
    await rm(persistTo, { recursive: true, force: true });
  }
}

/** Repeats a request until its answer is right. */
async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > end) throw new Error(`Still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}

export interface Created {
  readonly id: string;
  /** Data node config → id. */
  readonly nodes: Readonly<Record<string, string>>;
}

interface Listed {
  readonly id: string;
  readonly config_id: string;
  readonly owner_id: string | null;
}

/** A scenario of the application, with its own data nodes and those that it shares with others. */
export async function create(service: Service, configId: string): Promise<Created> {
  const path = `/scenarios/?config_id=${configId}`;
  const { scenario } = await call<{ scenario: { id: string } }>(service, "POST", path);
  const all = await call<Listed[]>(service, "GET", "/datanodes/");
  const own = all.filter(({ owner_id }) => owner_id === scenario.id || owner_id === null);
  return { id: scenario.id, nodes: Object.fromEntries(own.map(({ config_id, id }) => [config_id, id])) };
}

export interface Submitted {
  readonly id: string;
  readonly status: string;
  readonly job_ids: readonly string[];
}

export async function submit(service: Service, scenarioId: string, wait = false): Promise<Submitted> {
  const path = `/scenarios/submit/${scenarioId}/${wait ? "?wait=true&timeout=60" : ""}`;
  return (await call<{ submission: Submitted }>(service, "POST", path)).submission;
}

export interface Job {
  readonly id: string;
  readonly status: string;
}

export async function jobOf(service: Service, { job_ids }: Submitted, taskConfigId: string): Promise<Job> {
  const id = job_ids.find((job) => job.startsWith(`JOB_${taskConfigId}_`));
  return (await call<{ job: Job }>(service, "GET", `/jobs/${id}/`)).job;
}

export const jobIn = (service: Service, submission: Submitted, taskConfigId: string, status: string): Promise<Job> =>
  until(
    () => jobOf(service, submission, taskConfigId),
    (job) => job.status === `Status.${status}`,
  );

/** The status of a submission once all its jobs have ended; with the traces of failed jobs. */
export async function ended(service: Service, { id, job_ids }: Submitted): Promise<string> {
  const path = `/submissions/${id}/`;
  const status = await until(
    async () => (await call<{ submission: { submission_status: string } }>(service, "GET", path)).submission,
    ({ submission_status }) => ["COMPLETED", "FAILED", "CANCELED"].includes(submission_status),
  );
  if (status.submission_status === "COMPLETED") return "COMPLETED";
  const jobs = await Promise.all(job_ids.map((job) => call<{ job: object }>(service, "GET", `/jobs/${job}/`)));
  throw new Error(JSON.stringify([status, ...jobs]));
}

export async function openGate(service: Service, gate: string): Promise<void> {
  const namespace = await service.miniflare.getKVNamespace("GATES");
  await namespace.put(gate, "open");
}

export const write = (service: Service, nodeId: string, value: unknown, query = ""): Promise<unknown> =>
  call(service, "PUT", `/datanodes/${nodeId}/write/${query}`, value);

export const read = async (service: Service, nodeId: string): Promise<unknown> =>
  (await call<{ data: unknown }>(service, "GET", `/datanodes/${nodeId}/read/`)).data;

/** The numbers of a data node's edits, oldest first. */
export async function editNumbers(service: Service, nodeId: string): Promise<number[]> {
  const edits = await call<{ number: number }[]>(service, "GET", `/datanodes/${nodeId}/edits/`);
  return edits.map(({ number }) => number).toSorted((a, b) => a - b);
}
