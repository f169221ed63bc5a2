import { SLOTS } from "../../../src/core/jobs/slots/limits.ts";
import type { Clients } from "../clients/clients.ts";
import type { Platform } from "../processes.ts";
import { Random } from "../random.ts";

// docs/decisions/074-whole-stores-fail-in-the-simulator.md
/** What happens to whole stores, and how long a request may hold what it has read. In few seeds. */
export interface Disasters {
  /** How often an earlier copy of D1 is put back. */
  readonly restores: number;
  /** How many objects lose their state. */
  readonly losses: number;
  /** D1 is full for a while. */
  readonly isFull: boolean;
  /** Of the requests: the probability that its command arrives long after it has read what it works on. */
  readonly late: number;
  /** After each commit of an object: the probability that it is evicted. */
  readonly evictions: number;
  /** How often many clients submit at the same moment. */
  readonly crowds: number;
  /** How often an administrator has differences mended, or looked for. */
  readonly resyncs: number;
}

/** All that has failed works again so long after peace has begun. */
const QUIET_AFTER_MS = 10 * 60_000;
const FULL_FOR_MS = 60_000;
/** Requests that come at once after a store has lost something. */
const MOST_REQUESTS = 6;
const REQUESTS_WITHIN_MS = 3_000;
const LARGEST_CROWD = 8;

export const NO_DISASTERS: Disasters = {
  restores: 0,
  losses: 0,
  isFull: false,
  late: 0,
  evictions: 0,
  crowds: 0,
  resyncs: 0,
};

/** What is drawn from it leaves the numbers of the seed's own stream alone. */
const OWN_STREAM = 3 * 2 ** 40;

export function drawDisasters(seed: number): Disasters {
  const random = new Random(seed + OWN_STREAM);
  const seldom = (probability: number, most: number) => (random.chance(probability) ? random.between(1, most) : 0);
  return {
    restores: seldom(0.1, 2),
    losses: seldom(0.1, 3),
    isFull: random.chance(0.08),
    late: random.chance(0.15) ? 0.3 : 0,
    evictions: random.chance(0.1) ? random.fraction() * 0.3 : 0,
    crowds: seldom(0.15, 4),
    resyncs: seldom(0.2, 4),
  };
}

/**
 * At random times of a run that lasts so long.
 * @param restoring puts a copy back, and notes what D1 has lost by that
 */
export function planDisasters(
  { world, d1, host }: Platform,
  clients: Clients,
  durationMs: number,
  restoring: (restore: () => void) => void,
): void {
  const { disasters } = world;
  const random = new Random(world.random.seed + OWN_STREAM + 1);
  const at = (ms: number, name: string, act: () => void) => world.schedule(ms, name, act);
  const requests = () => {
    for (let count = random.between(0, MOST_REQUESTS); count > 0; count -= 1) {
      at(random.between(0, REQUESTS_WITHIN_MS), "a client", () => clients.request());
    }
  };
  for (let count = disasters.restores; count > 0; count -= 1) {
    const [copyMs = 0, backMs = 0] = [random.between(0, durationMs), random.between(0, durationMs)].sort(
      (a, b) => a - b,
    );
    at(copyMs, "a copy of D1", () => {
      const copy = d1.copy();
      at(backMs - copyMs, "D1 is put back", () => {
        restoring(() => d1.restore(copy));
        requests();
      });
    });
  }
  for (let count = disasters.losses; count > 0; count -= 1) {
    at(random.between(0, durationMs), "an object loses its state", () => {
      // The slots that it has handed out are held on.
      const domains = [...host.objects.keys()].filter((domain) => domain !== SLOTS);
      host.objects.get(random.pick(domains) ?? "")?.loseState();
      requests();
    });
  }
  for (let count = disasters.crowds; count > 0; count -= 1) {
    const size = random.between(2, LARGEST_CROWD);
    at(random.between(0, durationMs), "a crowd", () => clients.crowd(size));
  }
  for (let count = disasters.resyncs; count > 0; count -= 1) {
    const isDryRun = random.chance(0.3);
    at(random.between(0, durationMs), "an administrator", () => clients.resync(isDryRun));
  }
  if (disasters.isFull) {
    const [fromMs = 0, toMs = 0] = [random.between(0, durationMs), random.between(0, durationMs)].sort((a, b) => a - b);
    at(fromMs, "D1 is full", () => {
      d1.isFull = true;
    });
    at(toMs, "D1 has room", () => {
      d1.isFull = false;
    });
    at(durationMs + QUIET_AFTER_MS, "D1 is full in peace", () => {
      d1.isFull = true;
      clients.deleteWhileFull();
    });
    at(durationMs + QUIET_AFTER_MS + FULL_FOR_MS, "D1 has room", () => {
      d1.isFull = false;
    });
  }
}
