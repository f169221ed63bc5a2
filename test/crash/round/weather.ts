import type { Reachable } from "../../service/api.ts";
import { CALM, type FaultCounts, WEATHER_PATH, type Weather } from "../application/faults/weather.ts";
import { between, type Random } from "../random.ts";

const SECOND_MS = 1_000;
const MAX_PHASE_S = 5;
const COUNT_INTERVAL_MS = 250;
/** Longer than the deadlines of src/core/deadlines.ts for D1, so that what was given up takes effect later. */
const LONG_HANG_MS = 32 * SECOND_MS;
const SHORT_HANG_MS = 4 * SECOND_MS;

/** What a phase of a round is drawn from. A third is calm, so that many jobs are in flight when the next one begins. */
const PHASES: readonly Weather[] = [
  CALM,
  CALM,
  CALM,
  { ...CALM, d1Hangs: 0.2, hangMs: LONG_HANG_MS },
  { ...CALM, d1Hangs: 1, hangMs: SHORT_HANG_MS },
  { ...CALM, d1Hangs: 0.5, hangMs: LONG_HANG_MS, writesOnly: true },
  { ...CALM, d1Fails: 0.6, writesOnly: true, kvFails: 0.5 },
  { ...CALM, d1Fails: 0.4, kvFails: 0.3 },
  { ...CALM, d1Fails: 1 },
  { ...CALM, d1Full: true },
  { ...CALM, d1Hangs: 0.1, hangMs: SHORT_HANG_MS, d1Fails: 0.2, kvFails: 0.6 },
];

/** The faults that the service has met so far in a round. */
export interface Faults extends Readonly<FaultCounts> {
  readonly phases: number;
}

export const NO_FAULTS: Faults = { hangs: 0, failures: 0, refusedPuts: 0, refusedBatches: 0, phases: 0 };

/** Draws one phase after the other until it is over. @returns the faults before it, and those of this time */
export async function changeWeather(
  service: Reachable,
  random: Random,
  isOver: () => boolean,
  before: Faults,
): Promise<Faults> {
  let faults = before;
  try {
    for (let phases = 1; !isOver(); phases += 1) {
      // The first one is not calm: a short storm has no other.
      const weather = drawn(random, phases === 1);
      const end = Date.now() + between(random, 1, MAX_PHASE_S) * SECOND_MS;
      // Said again and again, as the kill takes the service's counts with it.
      do {
        faults = sumOf(before, { ...(await setWeather(service, weather)), phases });
        await new Promise((resolve) => setTimeout(resolve, COUNT_INTERVAL_MS));
      } while (Date.now() < end && !isOver());
    }
  } catch (error) {
    // The service was killed meanwhile.
    if (!(error instanceof TypeError)) throw error;
  }
  return faults;
}

function drawn(random: Random, isFirst: boolean): Weather {
  const phases = isFirst ? PHASES.filter((phase) => phase !== CALM) : PHASES;
  return phases[between(random, 0, phases.length - 1)] ?? CALM;
}

export async function calmDown(service: Reachable): Promise<void> {
  await setWeather(service, CALM);
}

async function setWeather(service: Reachable, weather: Weather): Promise<FaultCounts> {
  const response = await service.fetch(WEATHER_PATH, { method: "POST", body: JSON.stringify(weather) });
  return (await response.json()) as FaultCounts;
}

const sumOf = (a: Faults, b: Faults): Faults => ({
  hangs: a.hangs + b.hangs,
  failures: a.failures + b.failures,
  refusedPuts: a.refusedPuts + b.refusedPuts,
  refusedBatches: a.refusedBatches + b.refusedBatches,
  phases: a.phases + b.phases,
});
