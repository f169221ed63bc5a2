import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type SpawnedService, spawnService } from "../../harness/spawn.ts";
import { call } from "../call.ts";
import { between, type Random, seeded } from "../random.ts";
import { type Lists, type Objects, readLists, readObjects } from "../remains/stored.ts";
import { checkRegisters, wrongValues } from "../remains/values.ts";
import { violations } from "../remains/violations.ts";
import { type Accepted, nothingAccepted } from "../storm/accepted.ts";
import { Client } from "../storm/client.ts";
import { finishDeletion } from "../storm/interruptions.ts";
import { storm } from "../storm/storm.ts";
import { type Kind, variablesOf, workerOf } from "./kinds.ts";
import { loseTime } from "./restore.ts";
import { calmDown, changeWeather, type Faults, NO_FAULTS } from "./weather.ts";

const POLL_INTERVAL_MS = 500;
const PATIENCE_MS = 180_000;
const MAX_STORM_MS = 25_000;
/** The part of a storm's time for which the faults go on without clients, after the last restart. */
const AFTERMATH = 0.2;

export interface RoundOptions {
  readonly seed: number;
  readonly kind: Kind;
  /** How often the service is killed. */
  readonly kills: number;
  /** The service is killed after a random number of accepted submissions up to this one, while others are being sent. */
  readonly submissions: number;
  /** The service is killed after this time, should the goal be out of reach: D1 may be down all the time. */
  readonly stormMs?: number;
}

export interface RoundResult {
  readonly seed: number;
  readonly kind: Kind;
  readonly kills: number;
  /** The unfinished jobs in the objects each time the service was killed. */
  readonly openJobs: readonly number[];
  readonly submissions: number;
  readonly jobs: number;
  readonly objects: number;
  /** Writes of clients that were accepted. */
  readonly writes: number;
  /** Tries whose worker was killed or whose function threw. */
  readonly lostTries: number;
  readonly faults: Faults;
  /** Answers by status. */
  readonly answers: ReadonlyMap<number, number>;
  readonly slowestMs: number;
  readonly seconds: number;
  readonly violations: readonly string[];
}

/** Runs clients against a service, kills it at random moments, and lists what was lost, happened twice or was answered falsely. */
export async function crashRound(options: RoundOptions): Promise<RoundResult> {
  const { seed, kind, kills, submissions, stormMs = MAX_STORM_MS } = options;
  const startMs = Date.now();
  const random = seeded(seed);
  const folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-crash-"));
  const accepted = nothingAccepted();
  const openJobs: number[] = [];
  let faults = NO_FAULTS;
  let service = await spawnService(workerOf(kind, kills), folder, 0, variablesOf(kind));
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      if (kind === "restores" && kill === kills - 1) {
        await atRest(folder, accepted);
        await service.kill();
        const start = () => spawnService(workerOf(kind, 1), folder);
        await loseTime({ folder, random, start, accepted });
        service = await start();
      }
      const goal = between(random, Math.ceil(submissions / 4), submissions);
      faults = await stormAndKill({ service, accepted, random: seeded(seed + kill), kind, goal, stormMs, faults });
      openJobs.push(readObjects(folder).jobs.filter((job) => !ENDED.has(job.status)).length);
      service = await spawnService(workerOf(kind, kills - kill - 1), folder, 0, variablesOf(kind));
    }
    if (kind === "d1") faults = await aftermath(service, random, stormMs * AFTERMATH, faults);
    const client = new Client({ service, accepted, random, isFaulty: false });
    for (const [id, isDone] of accepted.deletions) if (!isDone) await finishDeletion(client, id);
    const objects = await atRest(folder, accepted);
    await checkRegisters(client);
    const lists = readLists(folder);
    const found = [
      ...(await wrongValues(client, lists)),
      ...(await wrongAnswers(service, lists)),
      ...violations({ accepted, lists, objects }),
    ];
    return {
      seed,
      kind,
      kills,
      openJobs,
      submissions: lists.submissions.length,
      jobs: lists.jobs.length,
      objects: objects.count,
      writes: lists.edits.filter(({ comment }) => comment !== null).length,
      lostTries: lists.jobs.reduce((sum, job) => sum + job.attempt - 1, 0),
      faults,
      answers: accepted.answers,
      slowestMs: Math.round(accepted.slowestMs),
      seconds: Math.round((Date.now() - startMs) / 100) / 10,
      violations: found,
    };
  } finally {
    await service.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

interface StormAndKill {
  readonly service: SpawnedService;
  readonly accepted: Accepted;
  readonly random: Random;
  readonly kind: Kind;
  readonly goal: number;
  readonly stormMs: number;
  readonly faults: Faults;
}

/** Kills the service in the middle of the storm, and of whatever D1 does at that moment. */
async function stormAndKill(given: StormAndKill): Promise<Faults> {
  const { service, accepted, random, kind, goal, stormMs, faults } = given;
  const isFaulty = kind === "d1";
  let killed: Promise<void> | null = null;
  const kill = () => {
    killed ??= service.kill();
  };
  const timer = setTimeout(kill, stormMs);
  const isOver = () => killed !== null;
  const [met] = await Promise.all([
    isFaulty ? changeWeather(service, random, isOver, faults) : faults,
    storm({ service, accepted, random, isFaulty, hasLimits: kind !== "versions", goal, onGoal: kill }),
  ]);
  clearTimeout(timer);
  await (killed ?? service.kill());
  return met;
}

/** The objects recover while D1 still fails; then it answers again. */
async function aftermath(service: SpawnedService, random: Random, ms: number, faults: Faults): Promise<Faults> {
  const end = Date.now() + ms;
  const met = await changeWeather(service, random, () => Date.now() > end, faults);
  await calmDown(service);
  return met;
}

const ENDED = new Set(["COMPLETED", "FAILED", "CANCELED", "SKIPPED", "ABANDONED"]);

/** The objects after every job has ended and D1 has all changes, or their present state when that takes too long. */
async function atRest(folder: string, { submissions }: Accepted): Promise<Objects> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const objects = readObjects(folder);
    // What has ended may have left its object.
    const known = new Set([...objects.submissions, ...readLists(folder).submissions].map(({ id }) => id));
    const hasEnded =
      objects.unfinished.length === 0 &&
      objects.jobs.every(({ status }) => ENDED.has(status)) &&
      [...submissions].every((id) => known.has(id));
    if (hasEnded || Date.now() > deadline) return objects;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
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
