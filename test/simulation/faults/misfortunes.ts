import { type Clients, CRON_MS } from "../clients/clients.ts";
import { forBothReleases } from "../platform/deployment.ts";
import type { Platform } from "../processes.ts";
import { NO_DISASTERS } from "./disasters.ts";
import { drawFaults, quiet } from "./draw-faults.ts";
import { CALM } from "./faults.ts";

const HOUR_MS = 3_600_000;
/** Of D1 and of an object: peace may begin before its end. */
export const LONGEST_OUTAGE_MS = 180_000;

/**
 * Requests and misfortunes at random times; afterwards peace.
 * @returns how long there is none
 */
export function planMisfortunes(platform: Platform, clients: Clients): number {
  const { world, app, d1, host, isolates } = platform;
  const { random } = world;
  const durationMs = random.between(2_000, random.chance(0.5) ? 20_000 : 150_000);
  const often = (count: number, name: string, act: () => void) => {
    for (; count > 0; count -= 1) world.schedule(random.between(0, durationMs), name, act);
  };
  const seldom = (probability: number, most: number, name: string, act: () => void) =>
    often(random.chance(probability) ? random.between(1, most) : 0, name, act);
  const anyObject = () => random.pick([...host.objects.values()]);

  const faults = drawFaults(random, [...app.tasks.keys()]);
  world.faults = world.deployment === null ? faults : forBothReleases(faults);
  if (world.isQuiet) world.faults = quiet(faults);
  often(random.between(6, 24), "a client", () => clients.request());
  seldom(0.5, 4, "the cron", () => clients.sweep());
  if (!world.isQuiet) {
    often(random.chance(0.6) ? random.between(0, 8) : 0, "eviction", () => anyObject()?.evict());
    seldom(0.3, 2, "outage of D1", () => d1.failFor(random.between(100, 60_000)));
    seldom(world.deployment === null ? 0.2 : 0, 2, "D1 hangs", () => d1.hangFor(random.between(1_000, 90_000)));
    seldom(0.3, 4, "an isolate dies", () => isolates.killOne());
    seldom(0.2, 2, "an object is not reachable", () =>
      anyObject()?.beUnreachable(random.between(1_000, LONGEST_OUTAGE_MS)),
    );
    const longestJumpMs = random.chance(0.2) ? HOUR_MS : 60_000;
    seldom(0.4, 4, "a clock jumps", () => anyObject()?.alarm.jump(random.between(-longestJumpMs, longestJumpMs)));
  }
  world.schedule(random.between(0, CRON_MS), "the cron", () => clients.watch(), "cron");
  world.schedule(durationMs, "peace", () => beginPeace(platform));
  return durationMs;
}

function beginPeace({ world, host }: Platform): void {
  if (world.deployment !== null) {
    world.deployment.end();
    for (const object of host.objects.values()) object.evict();
  }
  // A task that ends its process does so whenever it runs.
  const { killer } = world.faults.tasks;
  world.disasters = NO_DISASTERS;
  world.faults = { ...CALM, tasks: { ...CALM.tasks, killer } };
}
