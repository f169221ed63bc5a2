import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type SpawnedService, spawnService } from "../harness/spawn.ts";
import { call, sideBySide } from "./call.ts";
import { between, type Random, seeded } from "./random.ts";
import { type Lists, type Objects, readLists, readObjects } from "./stored.ts";
import { type Accepted, nothingAccepted, storm } from "./storm.ts";
import { expectedValue, possibleValues, violations } from "./violations.ts";

const ENTRY = "test/crash/application/worker.ts";
const POLL_INTERVAL_MS = 500;
const PATIENCE_MS = 120_000;
/** The number of values that are read over HTTP at a time. */
const READERS = 16;

export interface RoundOptions {
  readonly seed: number;
  /** How often the service is killed. */
  readonly kills: number;
  /** The service is killed after a random number of accepted submissions up to this one, while others are being sent. */
  readonly submissions: number;
}

export interface RoundResult {
  readonly seed: number;
  readonly kills: number;
  /** The unfinished jobs in the objects each time the service was killed. */
  readonly openJobs: readonly number[];
  readonly submissions: number;
  readonly jobs: number;
  readonly objects: number;
  /** Tries whose worker was killed or whose function threw. */
  readonly lostTries: number;
  readonly seconds: number;
  readonly violations: readonly string[];
}

/** Runs clients against a service, kills it at random moments, and lists everything that was lost or happened twice. */
export async function crashRound({ seed, kills, submissions }: RoundOptions): Promise<RoundResult> {
  const startMs = Date.now();
  const random = seeded(seed);
  const folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-crash-"));
  const accepted = nothingAccepted();
  const openJobs: number[] = [];
  let service = await spawnService(ENTRY, folder);
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await stormAndKill(
        service,
        accepted,
        seeded(seed + kill),
        between(random, Math.ceil(submissions / 4), submissions),
      );
      openJobs.push(readObjects(folder).jobs.filter((job) => !ENDED.has(job.status)).length);
      service = await spawnService(ENTRY, folder);
    }
    const objects = await atRest(folder, accepted);
    const lists = readLists(folder);
    const found = [
      ...violations({ accepted, lists, objects }),
      ...(await wrongValues(service, accepted, lists)),
      ...(await wrongAnswers(service, lists)),
    ];
    return {
      seed,
      kills,
      openJobs,
      submissions: lists.submissions.length,
      jobs: lists.jobs.length,
      objects: objects.count,
      lostTries: lists.jobs.reduce((sum, job) => sum + job.attempt - 1, 0),
      seconds: Math.round((Date.now() - startMs) / 100) / 10,
      violations: found,
    };
  } finally {
    await service.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Kills the service while one client reads the answer that reaches the goal and the others wait for theirs. */
async function stormAndKill(service: SpawnedService, accepted: Accepted, random: Random, goal: number): Promise<void> {
  let killed: Promise<void> | null = null;
  await storm(service, accepted, random, goal, () => {
    killed = service.kill();
  });
  await (killed ?? service.kill());
}

const ENDED = new Set(["COMPLETED", "FAILED", "CANCELED", "SKIPPED", "ABANDONED"]);

/** The objects after every job has ended and D1 has all changes, or their present state when that takes too long. */
async function atRest(folder: string, { submissions }: Accepted): Promise<Objects> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const objects = readObjects(folder);
    const known = new Set(objects.submissions.map(({ id }) => id));
    const hasEnded =
      objects.unfinished.length === 0 &&
      objects.jobs.every(({ status }) => ENDED.has(status)) &&
      [...submissions].every((id) => known.has(id));
    if (hasEnded || Date.now() > deadline) return objects;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}

/** All values of a scenario that has run, read as a client. */
async function wrongValues(service: SpawnedService, accepted: Accepted, lists: Lists): Promise<string[]> {
  const written = lists.nodes.filter((node) => node.last_edit_date !== null);
  const wrong: string[] = [];
  await sideBySide(READERS, written, async (node) => {
    const expected = expectedValue(accepted, node);
    // A scenario whose seed was not acknowledged has no expected values.
    if (node.owner_id !== null && expected === undefined) return;
    const possible = node.owner_id === null ? possibleValues(accepted, node) : [expected];
    const { data } = await call<{ data: unknown }>(service, "GET", `/datanodes/${node.id}/read/`);
    if (!possible.includes(data)) wrong.push(`${node.id} is ${String(data).slice(0, 40)}, not ${possible[0]}`);
  });
  return wrong;
}

/** The API must list all entities of D1. */
async function wrongAnswers(service: SpawnedService, lists: Lists): Promise<string[]> {
  const jobs = await call<{ id: string; status: string }[]>(service, "GET", "/jobs/");
  const nodes = await call<{ id: string }[]>(service, "GET", "/datanodes/");
  const shown = jobs.map(({ id, status }) => `${id} ${status}`).toSorted();
  const stored = lists.jobs.map(({ id, status }) => `${id} Status.${status}`).toSorted();
  return [
    ...(shown.join() === stored.join() ? [] : ["GET /jobs/ lists other jobs than D1 holds"]),
    ...(nodes.length === lists.nodes.length ? [] : ["GET /datanodes/ lists other nodes than D1 holds"]),
  ];
}
