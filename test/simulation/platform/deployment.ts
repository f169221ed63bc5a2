import type { DataNodeSnapshot } from "../../../src/core/entities/data-node.ts";
import type { DataNodeValues } from "../../../src/core/ports/values.ts";
import type { ConsumerDeps } from "../../../src/queue/consumer.ts";
import type { SimulatedRelease } from "../../releases/simulated-release.ts";
import { CALM, type Faults } from "../faults/faults.ts";
import type { Random } from "../random.ts";

/** In some seeds. */
const SHARE = 1 / 6;
/** Of the instances that wake up, and of the consumers that begin, while both releases are deployed. */
const OLDER = 0.5;
/** The lease of the simulation's applications: release 0.1.0 waits as long for a batch. */
const BATCH_PATIENCE_MS = 10_000;

/** Two releases that are deployed at the same time: each instance of an object, and each consumer, runs one of them. */
export class Deployment {
  readonly #random: Random;
  readonly #last: SimulatedRelease;
  #isGradual = true;

  constructor(random: Random, last: SimulatedRelease) {
    this.#random = random;
    this.#last = {
      ...last,
      consumeJobs: (deps, batch) => last.consumeJobs(forLastRelease(deps), batch),
      consumeDeadLetters: (deps, batch) => last.consumeDeadLetters(forLastRelease(deps), batch),
    };
  }

  /** The code of what begins now, when it is not the current one. */
  next(): SimulatedRelease | null {
    return this.#isGradual && this.#random.chance(OLDER) ? this.#last : null;
  }

  /** From now on everything that begins runs the current release. */
  end(): void {
    this.#isGradual = false;
  }
}

/** What a consumer of release 0.1.0 works with: it reads values one by one, and its batch waits for a while. */
function forLastRelease(deps: ConsumerDeps): ConsumerDeps {
  const read = (node: DataNodeSnapshot) => deps.values.read([node], ([value]) => value);
  const values = { ...deps.values, read: read as unknown as DataNodeValues["read"] };
  const older = { ...deps, values, batchPatienceMs: BATCH_PATIENCE_MS };
  return older;
}

/** @param random of its own, so that seeds without an older release do the same as before */
export async function drawDeployment(random: Random): Promise<Deployment | null> {
  if (!random.chance(SHARE)) return null;
  // It is not needed in most runs.
  const { LAST_RELEASE, simulatedRelease } = await import("../../releases/releases.ts");
  return new Deployment(random, await simulatedRelease(LAST_RELEASE));
}

/** Without the faults that only the current release survives. */
export const forBothReleases = (faults: Faults): Faults => ({
  ...faults,
  d1: { ...faults.d1, hang: 0 },
  kv: { ...faults.kv, hang: 0 },
  alarm: { ...faults.alarm, setFails: 0, lost: 0 },
  sqlite: CALM.sqlite,
  tasks: { ...faults.tasks, blocks: 0, killer: null },
});
