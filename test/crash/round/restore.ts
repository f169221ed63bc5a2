import { cp, rm } from "node:fs/promises";
import path from "node:path";
import type { SpawnedService } from "../../harness/spawn.ts";
import type { Random } from "../random.ts";
import { type Accepted, nothingAccepted } from "../storm/accepted.ts";
import { storm } from "../storm/storm.ts";

/** Between the copy and its return so many submissions are accepted, or so much time goes by. */
const SUBMISSIONS = 15;
const STORM_MS = 10_000;

export interface RestoreOptions {
  readonly folder: string;
  readonly random: Random;
  readonly start: () => Promise<SpawnedService>;
  /** What was accepted so far; all of it is at rest. */
  readonly accepted: Accepted;
}

/**
 * Copies D1's files while nothing runs, lets clients work until a kill in the middle of it, and puts the copy back. What
 * these clients were promised is lost with it, but not what they may still do: a write that an object has not brought to D1
 * yet arrives afterwards.
 */
export async function loseTime({ folder, random, start, accepted }: RestoreOptions): Promise<void> {
  const [lists, copy] = ["d1", "d1-copy"].map((name) => path.join(folder, name)) as [string, string];
  await cp(lists, copy, { recursive: true });
  const service = await start();
  const lost = nothingAccepted();
  let killed: Promise<void> | null = null;
  const kill = () => {
    killed ??= service.kill();
  };
  const timer = setTimeout(kill, STORM_MS);
  await storm({ service, accepted: lost, random, isFaulty: false, hasLimits: true, goal: SUBMISSIONS, onGoal: kill });
  clearTimeout(timer);
  await (killed ?? service.kill());
  await rm(lists, { recursive: true });
  await cp(copy, lists, { recursive: true });
  await rm(copy, { recursive: true });
  for (const [id, { register }] of lost.nodes) {
    const known = accepted.nodes.get(id)?.register;
    for (const write of register.writes)
      known?.writes.push({ ...write, outcome: "unknown", end: Number.POSITIVE_INFINITY });
  }
  for (const [id, scenario] of lost.scenarios) accepted.undone.set(id, scenario);
}
